import { ABSTAIN } from "../statistics/votes";
import { toPrior } from "./balance";
import { fitCalibration, fitPrior, type Calibration, type Uncorrected } from "./calibration";
import type { GoldScores } from "./calibrationLoss";
import type { FitOptions, LabelModel } from "./contract";
import type { PatternTable } from "../patterns/patternTable";
import { dealGold, FOLDS, leftOutLoss, meanLogLoss, type GoldCell } from "./goldFolds";
import type { GoldReport, GoldUse } from "./goldReport";
import { goldSample, type GoldSample } from "./goldSample";
import { patternShift } from "./patternShift";
import { modelScores } from "./scores";

export interface GoldParameters<Parameters> {
  readonly base: Parameters;
  readonly calibration?: Calibration;
  readonly report: GoldReport;
}

/** With fewer gold rows than this, "auto" uses none. */
const LEAST_GOLD = 20;
/** With fewer, it fits nothing but the class prior to them: the test that they look like the data would not see much. */
const LEAST_CALIBRATED = 100;
/** "auto" tries clamping, which takes six fits more, where the patterns hold at most this many votes, times labels. */
const CLAMPED_VOTES = 30_000;

/** One way to use gold: its loss on held-out gold, and what it comes to. */
interface Candidate<P> {
  readonly name: GoldUse;
  readonly logLoss: number;
  readonly fit: () => Pick<GoldParameters<P>, "base" | "calibration">;
}

/** From the simplest on. */
const USES: readonly GoldUse[] = ["none", "prior", "calibrate", "clamp"];

/** What every way to use gold begins with: a fit without gold. */
interface Unused<P> {
  readonly model: LabelModel<P>;
  readonly patterns: PatternTable;
  readonly options: FitOptions;
  readonly base: P;
  /** The gold rows that the model gives a label. */
  readonly dealt: readonly GoldCell[];
}

/** See `withGold`. @param start an earlier fit's parameters */
export function fitWithGold<P>(
  model: LabelModel<P>,
  use: GoldUse | "auto",
  patterns: PatternTable,
  { gold, parts = [], ...options }: FitOptions = {},
  start: P | undefined,
): GoldParameters<P> {
  const base = model.fit(patterns, options, start);
  const dealt = gold ? dealGold(patterns, gold, modelScores(model, base, patterns)) : [];
  const rows = dealt.reduce((sum, cell) => sum + cell.rows, 0);
  const none: GoldParameters<P> = { base, report: { used: "none", rows, candidates: [] } };
  if (!gold || rows === 0 || use === "none" || (use === "auto" && rows < LEAST_GOLD)) return none;
  const unused = { model, patterns, options, base, dealt };
  const proba = model.predictProba(base, patterns);
  const { cells, shift: sample, lacking } = goldSample(dealt, proba, patterns);
  const shift = largestShift(rowsPerPattern(gold, patterns), [{ name: "the data", counts: patterns.counts }, ...parts]);
  const found = { rows, lacking, ...(sample ? { sample } : {}), ...(shift ? { shift } : {}) };
  const [{ label: onlyLabel }] = dealt as [GoldCell];
  if (patterns.labels > 1 && dealt.every(({ label }) => label === onlyLabel))
    return { base, report: { ...none.report, ...found, onlyLabel } };

  const ways = waysToUse(unused, { cells, lacking, proba });
  const candidates = namesToTry(use, unused, found).map((name) => ways[name]());
  const best = candidates.reduce((first, next) => (next.logLoss < first.logLoss ? next : first));
  const chosen = candidates.find(({ name }) => name === use) ?? best;
  return {
    ...chosen.fit(),
    report: { used: chosen.name, ...found, candidates: candidates.map(({ name, logLoss }) => ({ name, logLoss })) },
  };
}

/**
 * What is compared. By itself, gold that is not a random sample is not used, and where the votes of gold rows visibly differ from
 * those of rows that get labels nothing but the class prior is fitted to it: the temperature, a bias against it and the gold
 * that a fit is held to belong to rows that are voted on alike. A use that was asked for is not questioned.
 */
function namesToTry<P>(
  use: GoldUse | "auto",
  { model, patterns }: Unused<P>,
  { rows, sample, shift }: Pick<GoldReport, "rows" | "sample" | "shift">,
): GoldUse[] {
  if (use !== "auto") return USES.slice(0, USES.indexOf(use) + 1);
  if (sample?.visible) return ["none"];
  if (shift?.visible || rows < LEAST_CALIBRATED) return ["none", "prior"];
  const votes = patterns.votes.reduce((count, vote) => (vote === ABSTAIN ? count : count + 1), 0);
  return ["none", "prior", "calibrate", ...(model.clamps && votes * patterns.labels <= CLAMPED_VOTES ? ["clamp" as const] : [])];
}

function waysToUse<P>(
  unused: Unused<P>,
  { cells, lacking, proba }: Pick<GoldSample, "cells" | "lacking"> & { proba: Float64Array },
): Record<GoldUse, () => Candidate<P>> {
  const { patterns, options, base } = unused;
  const { labels } = patterns;
  const uncorrected = { prior: toPrior(options.balance, labels), lacking };
  const corrected = (name: GoldUse, fit: typeof fitPrior) => (): Candidate<P> => ({
    name,
    logLoss: leftOutLoss(cells, labels, (some) => fit(some, uncorrected)),
    fit: () => ({ base, calibration: fit(cells, uncorrected) }),
  });
  return {
    none: () => ({
      name: "none",
      logLoss: meanLogLoss(cells, ({ pattern, label }) => proba[pattern * labels + label]!),
      fit: () => ({ base }),
    }),
    prior: corrected("prior", fitPrior),
    calibrate: corrected("calibrate", fitCalibration),
    clamp: () => clamped(unused, cells, uncorrected),
  };
}

/** Gold rows keep their label in the fit, and correct its scores as they are while they are left out. */
function clamped<P>(
  { model, patterns, options, base, dealt }: Unused<P>,
  cells: readonly GoldCell[],
  uncorrected: Uncorrected,
): Candidate<P> {
  const { labels } = patterns;
  const fitOn = (held: readonly GoldCell[]): P => {
    const gold = new Float64Array(patterns.size * labels);
    for (const { pattern, label, rows } of held) gold[pattern * labels + label]! += rows;
    return model.fit(patterns, { ...options, gold }, base);
  };
  const leftOut = Array.from({ length: FOLDS }, (_, fold) => {
    const scores = modelScores(model, fitOn(dealt.filter((cell) => cell.fold !== fold)), patterns);
    const own = cells.filter((cell) => cell.fold === fold);
    return own.map((cell) => ({ ...cell, scores: scores.subarray(cell.pattern * labels, (cell.pattern + 1) * labels) }));
  }).flat();
  const fit = (some: readonly GoldScores[]): Calibration => fitCalibration(some, uncorrected);
  return { name: "clamp", logLoss: leftOutLoss(leftOut, labels, fit), fit: () => ({ base: fitOn(dealt), calibration: fit(leftOut) }) };
}

const rowsPerPattern = (gold: Float64Array, { counts, labels }: PatternTable): Float64Array =>
  counts.map((_, p) => gold.subarray(p * labels, (p + 1) * labels).reduce((sum, rows) => sum + rows, 0));

/** The largest of the visible differences between gold's votes and those of a part of the data; else that from all rows. */
function largestShift(gold: Float64Array, parts: NonNullable<FitOptions["parts"]>): GoldReport["shift"] {
  const shifts = parts.flatMap(({ name, counts }) => {
    const shift = patternShift(gold, counts);
    return shift ? [{ ...shift, part: name }] : [];
  });
  const visible = shifts.filter((shift) => shift.visible).sort((a, b) => b.effect - a.effect);
  return visible[0] ?? shifts[0];
}
