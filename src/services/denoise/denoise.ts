import { SPLIT_NAMES, type Split } from "../../core/data/cells";
import { describeDependency } from "../../core/dependencies/dependency";
import { allDependencies, findDependencies, type Follow } from "../../core/dependencies/findDependencies";
import type { PatternIndex } from "../../core/patterns/patternTable";
import { withGold } from "../../core/labelModel/gold";
import { fitOptions } from "../../core/labelModel/fitLabelModel";
import { goldNotes, type GoldReport, type GoldUse } from "../../core/labelModel/goldReport";
import { labelNotes, unvotedLabels } from "../../core/labelModel/labelNotes";
import { countTies, predictLabels, TIE_BAND } from "../../core/labelModel/predict";
import { resolveLabelModel } from "../../core/labelModel/registry";
import { rate } from "../../core/math/interval";
import { measure, type Metrics } from "../../core/metrics/metrics";
import { oneLabelNote } from "../../core/metrics/oneLabel";
import { summarizePatterns } from "../../core/patterns/patternSummary";
import { buildPatterns, countingOnly, goldCounts } from "../../core/patterns/patterns";
import { patternPredictions } from "../../core/metrics/scoredRows";
import type { Summary } from "../../core/statistics/summary";
import { ABSTAIN, onlyGoldLabel } from "../../core/statistics/votes";
import { comparisonOf } from "../analysis/comparison";
import { lfDependencies } from "../analysis/lfDependencies";
import type { LfDependency, ModelComparison } from "../../protocol/snapshot";
import type { DenoisedTable, VoteTable, VoteTableColumns } from "../../protocol/voteTable";

export interface DenoiseOptions {
  /** A kind of the label model registry, or auto. */
  readonly model: string;
  readonly balance?: readonly number[];
  readonly gold: GoldUse | "auto";
  /** Names of splits; by default train, valid or dev, and test, as far as the table has them. */
  readonly fitSplit?: string;
  readonly goldSplit?: string;
  readonly scoreSplit?: string;
  /** Pairs of LFs, by name, that count as dependent; the label model metal uses them. */
  readonly dependent?: readonly (readonly [string, string])[];
  /** Looks for dependencies by structure learning, too, and is told how far that is. */
  readonly structure?: Follow;
}

export interface DenoiseReport {
  /** What the table was read as. */
  readonly read: { readonly labels: readonly string[]; readonly lfs: readonly string[]; readonly columns?: VoteTableColumns };
  readonly model: string;
  /** What the fit found, as plain JSON. */
  readonly params: unknown;
  readonly fitMs: number;
  /** Distinct vote patterns among the rows of the fit. */
  readonly patterns: number;
  readonly splits: Splits;
  /** Rows of the whole table that get no label because two labels tie, or nearly do. */
  readonly ties: number;
  readonly metrics: { readonly covered: MetricFigures; readonly all: MetricFigures };
  readonly lfs: readonly LfFigures[];
  readonly dependencies: readonly string[];
  /** Only where it was asked for: what counting and structure learning find, on the rows of the fit. */
  readonly structure?: readonly LfDependency[];
  readonly gold: GoldReport;
  /** What the user should know of the fit and do about it, in plain words. */
  readonly notes: readonly string[];
  /** On the scored rows; undefined without gold there. */
  readonly compareWithMajority: ModelComparison | undefined;
}

export type MetricFigures = Pick<Metrics, "n" | "accuracy" | "macroF1" | "logLoss" | "brier" | "ece">;

/** One LF on the rows of the fit; `correct`, `incorrect` and `accuracy` on these and on the rows whose gold may be used. */
export interface LfFigures {
  readonly name: string;
  readonly polarity: readonly string[];
  readonly coverage: number | undefined;
  readonly overlaps: number | undefined;
  readonly conflicts: number | undefined;
  readonly correct: number;
  readonly incorrect: number;
  readonly accuracy: number | undefined;
  /** The label model's estimate of its accuracy, without gold. */
  readonly estimated: number | undefined;
}

/** Which rows are fitted on, give gold, and are scored. */
export interface Splits {
  readonly fit: string;
  readonly gold: string | undefined;
  readonly score: string;
}

/**
 * Fits a label model on a table of votes and measures it.
 * Gold is taken from its own split only, never from the one that is scored.
 * @param clock the time in ms
 * @throws Error in plain words: an unknown split, a gold split that is scored, or no gold for a use of it that was asked for
 */
export function denoise(
  table: VoteTable,
  options: DenoiseOptions,
  clock: () => number,
): { report: DenoiseReport; denoised: DenoisedTable } {
  const splits = chooseSplits(table.splits.names, options);
  const rowsOf = (split: string | undefined): Uint32Array => rowsOfSplits(table.splits, [split]);
  const index = buildPatterns(table.matrix);
  const fitted = countingOnly(index, rowsOf(splits.fit));
  const goldRows = goldOfRows(table.matrix.gold, rowsOf(splits.gold));
  const model = withGold(resolveLabelModel(options.model), options.gold);
  const start = clock();
  const parameters = model.fit(fitted.table, {
    ...fitOptions(
      { kind: options.model, balance: options.balance, dependent: knownPairs(options.dependent, table.lfNames) },
      table.lfNames,
    ),
    ...(splits.gold === undefined ? {} : { gold: goldCounts(index, goldRows) }),
    parts: table.splits.names
      .filter((split) => split !== splits.gold)
      .map((name) => ({ name, counts: countingOnly(index, rowsOf(name)).table.counts })),
  });
  const fitMs = clock() - start;
  if (options.gold !== "auto" && options.gold !== parameters.report.used)
    throw new Error(noGoldMessage(options.gold, splits.gold, goldNotes(parameters.report, table.labels)));
  const proba = model.predictProba(parameters, index.table);
  const label = predictLabels(proba, index.table, TIE_BAND);
  const scoredGold = goldOfRows(table.matrix.gold, rowsOf(splits.score));
  const only = table.labels.length > 1 ? onlyGoldLabel(scoredGold) : undefined;
  const scored = measure(patternPredictions(index, proba, scoredGold));
  const { labels, lfNames: lfs, columns } = table;
  const report: DenoiseReport = {
    read: { labels, lfs, ...(columns ? { columns } : {}) },
    model: model.kind,
    params: plainJson(parameters),
    fitMs,
    patterns: fitted.table.counts.reduce((count, rows) => count + (rows > 0 ? 1 : 0), 0),
    splits,
    ties: countTies(proba, label, index.table),
    metrics: { covered: figures(scored.covered, only), all: figures(scored.all, only) },
    lfs: lfFigures(table, index, splits, model.precision(parameters)),
    dependencies: findDependencies(fitted.table, proba).map((found) => describeDependency(found, table.lfNames)),
    ...(options.structure ? { structure: lfDependencies(allDependencies(fitted.table, proba, options.structure), table.lfNames) } : {}),
    gold: parameters.report,
    notes: [
      ...labelNotes({ unvoted: unvotedLabels(fitted.table) }, table.labels, false),
      ...goldNotes(parameters.report, table.labels),
      ...(only === undefined ? [] : [oneLabelNote(scored.all.n, table.labels[only]!)]),
      ...[model.note?.(parameters) ?? []].flat(),
    ],
    compareWithMajority: only !== undefined ? undefined : comparisonOf({ index, proba, gold: scoredGold }, table.lfNames, table.labels),
  };
  return { report, denoised: { labels, ids: table.ids, rowPattern: index.rowPattern, label, proba } };
}

/** Fit on train, else on the only split there is; score on test, else on what was fitted; gold from valid or dev. */
function chooseSplits(known: readonly string[], { fitSplit, goldSplit, scoreSplit }: DenoiseOptions): Splits {
  const first = (wanted: readonly Split[], but?: string): string | undefined =>
    wanted.flatMap((split) => known.filter((name) => name !== but && SPLIT_NAMES.get(name) === split))[0];
  for (const [flag, name] of Object.entries({ "--fit-split": fitSplit, "--gold-split": goldSplit, "--score-split": scoreSplit })) {
    if (name !== undefined && !known.includes(name)) throw new Error(`${flag} ${name}: the table has only ${known.join(", ")}.`);
  }
  const fit = fitSplit ?? first(["train", "test"]) ?? known[0] ?? "all";
  const score = scoreSplit ?? first(["test", "train"]) ?? fit;
  const gold = goldSplit ?? first(["dev"], score);
  if (goldSplit !== undefined && goldSplit === score)
    throw new Error(`--gold-split ${goldSplit} is the scored split. Gold that the model has seen would make it look better than it is.`);
  return { fit, gold, score };
}

function knownPairs(pairs: DenoiseOptions["dependent"] = [], names: readonly string[]): NonNullable<DenoiseOptions["dependent"]> {
  const unknown = pairs.flat().find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`--dependent: there is no LF "${unknown}"; the LFs are ${names.join(", ")}.`);
  return pairs;
}

const noGoldMessage = (use: GoldUse, split: string | undefined, [note]: readonly string[]): string =>
  note ??
  `--gold ${use}: ${split === undefined ? "the table has no split to take gold from" : `no row of ${split} has both gold and a vote`}. ` +
    "Gold is taken from valid or dev, or from --gold-split, never from the scored split.";

function rowsOfSplits({ names, of }: VoteTable["splits"], wanted: readonly (string | undefined)[]): Uint32Array {
  const isWanted = names.map((name) => wanted.includes(name));
  const rows = new Uint32Array(of.length);
  let count = 0;
  for (let row = 0; row < of.length; row++) if (isWanted[of[row]!]) rows[count++] = row;
  return rows.slice(0, count);
}

function goldOfRows(gold: Int16Array, rows: Uint32Array): Int16Array {
  const only = new Int16Array(gold.length).fill(ABSTAIN);
  for (const row of rows) only[row] = gold[row]!;
  return only;
}

/** @param only the one label that all gold has: figures of it would say nothing about the other labels */
const figures = ({ n, accuracy, macroF1, logLoss, brier, ece }: Metrics, only: number | undefined): MetricFigures =>
  only === undefined
    ? { n, accuracy, macroF1, logLoss, brier, ece }
    : { n, accuracy: undefined, macroF1: undefined, logLoss: undefined, brier: undefined, ece: undefined };

function lfFigures(
  { matrix, labels, lfNames, splits }: VoteTable,
  index: PatternIndex,
  { fit, gold }: Splits,
  precision: readonly (number | undefined)[],
): LfFigures[] {
  const summaryOf = (...wanted: readonly (string | undefined)[]): Summary => {
    const rows = rowsOfSplits(splits, wanted);
    return summarizePatterns(countingOnly(index, rows), goldOfRows(matrix.gold, rows));
  };
  const [fitted, judged] = [summaryOf(fit), summaryOf(fit, gold)];
  return fitted.lfs.map(({ votes, overlaps, conflicts, polarity }, lf) => {
    const { correct, incorrect } = judged.lfs[lf]!;
    return {
      name: lfNames[lf]!,
      polarity: polarity.map((label) => labels[label]!),
      coverage: rate(votes, fitted.rows),
      overlaps: rate(overlaps, fitted.rows),
      conflicts: rate(conflicts, fitted.rows),
      correct,
      incorrect,
      accuracy: rate(correct, correct + incorrect),
      estimated: precision[lf],
    };
  });
}

/** Typed arrays as plain lists. */
const plainJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, part: unknown) => (ArrayBuffer.isView(part) ? Array.from(part as Float64Array) : part)));
