// What `endModel.neighbours` is worth: test accuracy with and without rows that no LF votes on, on each set with all its LFs and with random
// halves of them, C = 10, no gold: npx tsx bench/endModel/neighbours.ts [halves [set ...]]
import { trainEndModel } from "../../src/core/endModel/trainEndModel";
import { predictRows } from "../../src/core/endModel/endModel";
import { hasSoft } from "../../src/core/endModel/trainable";
import { expectedRight } from "../../src/core/explain/expectedRight";
import { pairedDifference } from "../../src/core/endModel/pairedDifference";
import { ABSTAIN } from "../../src/core/statistics/votes";
import { half, mean, readSet, semLabels, SET_NAMES, type TextSetRows } from "./textSets";

const REFERENCE_SEEDS = [7, 8, 9];

/** Whether each test row is right, 0..1. */
function rightOf({ texts, labels, train, test, gold }: TextSetRows, soft: Float64Array, seed?: number): Float64Array {
  const columnOf = (rows: Uint32Array) => [{ kind: "text" as const, name: "text", values: Array.from(rows, (row) => texts[row]!) }];
  const { model } = trainEndModel({
    columns: columnOf(train),
    labels: Array.from({ length: labels }, (_, k) => `label ${k}`),
    soft: Float64Array.from({ length: train.length * labels }, (_, at) => soft[train[Math.floor(at / labels)]! * labels + (at % labels)]!),
    gold: new Int16Array(train.length).fill(ABSTAIN),
    ...(seed === undefined ? {} : { neighbours: { seed } }),
  });
  const proba = predictRows(model, columnOf(test));
  return Float64Array.from(test, (row, i) => expectedRight(proba.subarray(i * labels, (i + 1) * labels), gold[row]!));
}

function compare(set: TextSetRows, what: string): number {
  const soft = semLabels(set);
  const covered = set.train.filter((row) => hasSoft(soft, set.labels, row)).length / set.train.length;
  const plain = rightOf(set, soft);
  const others = REFERENCE_SEEDS.map((seed) => rightOf(set, soft, seed));
  const gains = others.map((right) => 100 * (mean(right) - mean(plain)));
  const count = (a: number, b: number): number =>
    plain.filter((right, i) => Math.round(right) === a && Math.round(others[0]![i]!) === b).length;
  const { interval } = pairedDifference({ bothRight: count(1, 1), onlyFirst: count(1, 0), onlySecond: count(0, 1), neither: count(0, 0) });
  console.log(
    `${set.name.padEnd(14)} ${what.padEnd(8)} coverage ${(100 * covered).toFixed(0).padStart(3)} %  plain ${(100 * mean(plain)).toFixed(1)}  gain ${gains.map((gain) => gain.toFixed(1)).join(" ")}  mean ${mean(gains).toFixed(2)}  95 % of the first ${(100 * interval!.low).toFixed(1)} to ${(100 * interval!.high).toFixed(1)}`,
  );
  return mean(gains);
}

const [halves = "2", ...names] = process.argv.slice(2);
const [all, part]: [number[], number[]] = [[], []];
for (const name of names.length > 0 ? names : SET_NAMES) {
  const set = readSet(name);
  if (!set) console.log(`${name}: the texts of ../shared/data are absent`);
  else {
    all.push(compare(set, "all LFs"));
    for (let seed = 1; seed <= Number(halves); seed++) part.push(compare(half(set, seed), `half ${seed}`));
  }
}
const summary = (gains: readonly number[]): string =>
  `${mean(gains).toFixed(2)} (worst ${Math.min(...gains).toFixed(2)}, of ${gains.length})`;
if (all.length > 0) console.log(`mean gain with all LFs ${summary(all)}${part.length > 0 ? `, with halves ${summary(part)}` : ""}`);
