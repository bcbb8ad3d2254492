/**
 * How right the default label model's labels are, with and without its trust in LFs of one label: on the published vote matrices
 * (../shared/data/lf; skipped where they are absent), on cases where all LFs vote one label, on skewed balances, and with dev's gold.
 */
import { withGold } from "../src/core/labelModel/gold";
import type { LabelModel } from "../src/core/labelModel/contract";
import { predictLabels } from "../src/core/labelModel/predict";
import { resolveLabelModel } from "../src/core/labelModel/registry";
import { untrustingSem } from "../src/core/labelModel/sem";
import { buildPatterns, countingOnly, goldCounts, rowLabels } from "../src/core/patterns/patterns";
import { seededRandom } from "../src/core/math/random";
import { ABSTAIN, type VoteMatrix } from "../src/core/statistics/votes";
import {
  fittedAndScored,
  goldOf,
  measureOn,
  publishedMetric,
  readPublishedSet,
  type PublishedSet,
} from "../test/core/labelModel/publishedVotes";
import { publishedBalance } from "../test/core/labelModel/publishedScore";

const LF_SETS = ["youtube", "trec", "semeval", "claude9", "hausa", "spouse", "tennis", "sst2", "agnews", "imdb", "yelp"];
const CROWD_SETS = ["crowd_product", "crowd_dog", "crowd_face", "crowd_duck", "crowd_weather"];
const GOLD_SETS = ["youtube", "trec", "semeval", "claude9", "hausa"];

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const print = (cells: readonly (string | number)[]): void =>
  console.log(cells.map((cell, at) => (typeof cell === "number" ? cell.toFixed(2) : cell).padStart(at === 0 ? 34 : 12)).join(""));

export function printPublished(): void {
  const read = (names: readonly string[]): PublishedSet[] => names.flatMap((name) => readPublishedSet(name) ?? []);
  const [lf, crowd] = [read(LF_SETS), read(CROWD_SETS)];
  const models: readonly (readonly [string, LabelModel])[] = [
    ["SEM without trust", untrustingSem],
    ["SEM", resolveLabelModel("sem")],
  ];
  if (lf.length > 0) {
    console.log(
      "\nMean of 11 LF sets and of 5 crowd sets, all rows by the sets' own metrics (%), uncovered ones by chance; covered rows by accuracy.",
    );
    print(["", "LF, all", "LF, covered", "crowd", "+bal LF cov.", "+bal crowd"]);
    for (const [name, model] of models) {
      const score = (sets: readonly PublishedSet[], side: "all" | "covered", balance: boolean): number =>
        mean(sets.map((set) => scoreOn(model, set, side, balance)));
      print([
        name,
        score(lf, "all", false),
        score(lf, "covered", false),
        score(crowd, "all", false),
        score(lf, "covered", true),
        score(crowd, "all", true),
      ]);
    }
  }
  console.log("\nRows labeled against all of their votes, where LFs vote SPAM alone, with a rare HAM LF, in four topics of two LFs.");
  for (const [name, model] of models) print([name, ...oneSided().map((matrix) => String(contradicted(model, matrix)))]);
  console.log(
    "\nAccuracy (%) on covered rows where a label has 5, 10, 20 % of the rows and the balance is given; always the other; naive Bayes with the truth.",
  );
  const skewed = [0.05, 0.1, 0.2].map(skewedVotes);
  for (const [name, model] of models) print([name, ...skewed.map((one) => 100 * one.accuracyOf(model))]);
  print(["the frequent label", ...skewed.map((one) => 100 * one.frequent)]);
  print(["bound", ...skewed.map((one) => 100 * one.bound)]);
  printGold(read(GOLD_SETS));
}

function scoreOn(model: LabelModel, set: PublishedSet, side: "all" | "covered", withBalance: boolean): number {
  const { fitted, scored } = fittedAndScored(set);
  const { table } = countingOnly(set.index, fitted);
  const proba = model.predictProba(model.fit(table, withBalance ? { balance: publishedBalance(set) } : {}), table);
  const figures = measureOn(set, scored, proba)[side];
  return side === "all" ? publishedMetric(set, figures) : 100 * figures.accuracy!;
}

/** Votes by (label, first row, row after the last) of each LF. */
function votesOf(rows: number, lfs: readonly (readonly [number, number, number])[]): VoteMatrix {
  const columns = lfs.map(([label, from, end]) => new Int16Array(rows).fill(ABSTAIN).fill(label, from, end));
  return { rows, labels: 2, columns, gold: new Int16Array(rows).fill(ABSTAIN) };
}

function oneSided(): VoteMatrix[] {
  const spam = [[1, 0, 160] as const, [1, 0, 160] as const, [1, 160, 321] as const];
  const topics = [0, 160, 320, 480].flatMap((from, topic) => [[1, from, from + 140 - 20 * topic] as const, [1, from, from + 120] as const]);
  return [votesOf(600, spam), votesOf(600, [...spam, [0, 321, 326]]), votesOf(800, topics)];
}

function contradicted(model: LabelModel, matrix: VoteMatrix): number {
  const index = buildPatterns(matrix);
  const labels = rowLabels(index, predictLabels(model.predictProba(model.fit(index.table), index.table), index.table));
  return labels.filter((label, row) => label !== ABSTAIN && !matrix.columns.some((column) => column[row] === label)).length;
}

const SKEWED_ROWS = 20_000;
/** Four LFs for each label: P(it votes | its label), P(it votes | the other). */
const VOTING = [0.3, 0.05] as const;

/** Rows of which this share has label 1. */
function skewedVotes(rare: number) {
  const random = seededRandom(1);
  const gold = Int16Array.from({ length: SKEWED_ROWS }, () => Number(random() < rare));
  const lfs = [0, 0, 0, 0, 1, 1, 1, 1];
  const columns = lfs.map((label) => gold.map((truth) => (random() < (truth === label ? VOTING[0] : VOTING[1]) ? label : ABSTAIN)));
  const index = buildPatterns({ rows: SKEWED_ROWS, labels: 2, columns, gold });
  const covered = [...gold.keys()].filter((row) => columns.some((column) => column[row] !== ABSTAIN));
  const right = (labelOf: (row: number) => number): number => mean(covered.map((row) => Number(labelOf(row) === gold[row])));
  const odds = (row: number): number => {
    const evidence = lfs.map((label, j) => (columns[j]![row] === ABSTAIN ? 0 : (label === 1 ? 1 : -1) * Math.log(VOTING[0] / VOTING[1])));
    return Math.log(rare / (1 - rare)) + evidence.reduce((sum, part) => sum + part, 0);
  };
  return {
    frequent: right(() => 0),
    bound: right((row) => Number(odds(row) > 0)),
    accuracyOf: (model: LabelModel): number => {
      const parameters = model.fit(index.table, { balance: [1 - rare, rare] });
      const labels = rowLabels(index, predictLabels(model.predictProba(parameters, index.table), index.table));
      return right((row) => labels[row]!);
    },
  };
}

function printGold(sets: readonly PublishedSet[]): void {
  if (sets.length === 0) return;
  console.log(`\nDev's gold, accuracy (%) and log loss of covered rows: mean of ${GOLD_SETS.join(", ")}; what auto chose.`);
  print(["", "train", "", "test", ""]);
  for (const use of ["none", "prior", "calibrate", "clamp", "auto"] as const) {
    const fits = sets.map((set) => {
      const model = withGold(resolveLabelModel("sem"), use);
      const { table } = countingOnly(set.index, set.splits.train!);
      const parts = (["train", "test"] as const).map((name) => ({ name, counts: countingOnly(set.index, set.splits[name]!).table.counts }));
      const parameters = model.fit(table, { gold: goldCounts(set.index, goldOf(set, set.splits.valid!)), parts });
      const proba = model.predictProba(parameters, table);
      const [train, test] = (["train", "test"] as const).map((split) => measureOn(set, set.splits[split]!, proba).covered);
      return { used: parameters.report.used, figures: [100 * train!.accuracy!, train!.logLoss!, 100 * test!.accuracy!, test!.logLoss!] };
    });
    const chosen = use === "auto" ? `  ${fits.map(({ used }) => used).join(", ")}` : "";
    print([use, ...[0, 1, 2, 3].map((at) => mean(fits.map(({ figures }) => figures[at]!))), chosen]);
  }
}
