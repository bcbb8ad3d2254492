// What each queue strategy is worth: test accuracy of the end model after 50, 100 and 200 judgements by a simulated annotator (gold revealed row by
// row), beside rows drawn at random, with paired seeds: npm run bench -- queues [seeds [set ...]]. The label model is fitted once, without gold.
import { predictRows, type EndModel } from "../../src/core/endModel/endModel";
import { trainEndModel } from "../../src/core/endModel/trainEndModel";
import { expectedRight } from "../../src/core/explain/expectedRight";
import { queueRows, type Strategy } from "../../src/core/gold/queue";
import { predictLabels } from "../../src/core/labelModel/predict";
import { buildPatterns } from "../../src/core/patterns/patterns";
import { ABSTAIN } from "../../src/core/statistics/votes";
import { mean, readSet, semLabels, type TextSetRows } from "./textSets";

const STEPS = [50, 100, 200];
const STRATEGIES: readonly Strategy[] = ["random", "value", "uncertain", "conflicting", "uncovered", "models"];

const textOf = ({ texts }: TextSetRows, rows: Uint32Array) => [
  { kind: "text" as const, name: "text", values: Array.from(rows, (row) => texts[row]!) },
];

/** Trains on the soft labels of the rows that may train, and on the gold revealed so far. */
function train(set: TextSetRows, soft: Float64Array, gold: Int16Array): EndModel {
  const labels = Array.from({ length: set.labels }, (_, label) => `label ${label}`);
  return trainEndModel({ columns: textOf(set, set.train), labels, soft, gold }).model;
}

function accuracy(set: TextSetRows, model: EndModel): number {
  const proba = predictRows(model, textOf(set, set.test));
  return mean(Array.from(set.test, (row, i) => expectedRight(proba.subarray(i * set.labels, (i + 1) * set.labels), set.gold[row]!)));
}

/** Accuracy after each step. */
function simulate(set: TextSetRows, soft: Float64Array, first: EndModel, strategy: Strategy, seed: number): number[] {
  const { labels, train: rows } = set;
  const columns = set.votes.map((column) => Int16Array.from(rows, (row) => column[row]!));
  const gold = new Int16Array(rows.length).fill(ABSTAIN);
  const { rowPattern } = buildPatterns({ rows: rows.length, labels, columns, gold });
  const proba = new Float64Array((Math.max(...rowPattern) + 1) * labels);
  rowPattern.forEach((pattern, row) => proba.set(soft.subarray(row * labels, (row + 1) * labels), pattern * labels));
  const predicted = predictLabels(soft, { size: rows.length, labels });
  let model = first;
  let done = 0;
  return STEPS.map((step) => {
    const endModel = predictLabels(predictRows(model, textOf(set, rows)), { size: rows.length, labels });
    const isOpen = (row: number): boolean => gold[row] === ABSTAIN && set.gold[rows[row]!] !== ABSTAIN;
    const input = { rows: rows.length, labels, columns, proba, pattern: rowPattern, predicted, endModel, isOpen };
    const order = queueRows(input, { strategy, seed });
    // Where the strategy has no more rows the annotator goes on with random ones.
    const more = queueRows({ ...input, isOpen: (row) => isOpen(row) && !order.includes(row) }, { strategy: "random", seed });
    for (const row of [...order, ...more].slice(0, step - done)) gold[row] = set.gold[rows[row]!]!;
    done = step;
    model = train(set, soft, gold);
    return accuracy(set, model);
  });
}

const [seeds = "5", ...names] = process.argv.slice(2);
for (const name of names.length > 0 ? names : ["youtube", "trec"]) {
  const set = readSet(name);
  if (!set) {
    console.log(`${name}: the texts of ../shared/data are absent`);
    continue;
  }
  const all = semLabels(set);
  const { labels } = set;
  const soft = Float64Array.from(
    { length: set.train.length * labels },
    (_, at) => all[set.train[Math.floor(at / labels)]! * labels + (at % labels)]!,
  );
  const first = train(set, soft, new Int16Array(set.train.length).fill(ABSTAIN));
  console.log(`${name}: ${set.train.length} rows, ${(100 * accuracy(set, first)).toFixed(1)} % without a judgement`);
  const results = new Map<Strategy, number[][]>();
  for (const strategy of STRATEGIES) {
    const runs = Array.from({ length: Number(seeds) }, (_, seed) => simulate(set, soft, first, strategy, seed + 1));
    results.set(strategy, runs);
    const random = results.get("random")!;
    const figures = STEPS.map((step, at) => {
      const gains = runs.map((run, seed) => 100 * (run[at]! - random[seed]![at]!));
      const spread = gains.map((gain) => gain.toFixed(1)).join(" ");
      return `${step}: ${(100 * mean(runs.map((run) => run[at]!))).toFixed(1)} %${strategy === "random" ? "" : ` (${mean(gains) < 0 ? "" : "+"}${mean(gains).toFixed(1)}: ${spread})`}`;
    });
    console.log(`  ${strategy.padEnd(12)} ${figures.join("   ")}`);
  }
}
