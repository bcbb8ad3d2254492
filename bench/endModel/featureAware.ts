// Would labels of covered rows gain from their texts? Each row's label by SEM, and the same times the probability^0.5 that a model gives it
// which has not seen the row's label (5 folds, C = 10), one round: accuracy and log loss on the covered training rows' gold, and how far the
// labels' shares move (total variation): npx tsx bench/endModel/featureAware.ts [halves [set ...]]
import { countFeatures } from "../../src/core/endModel/countFeatures";
import { fitFeatureSpace, weighFeatures } from "../../src/core/endModel/featureSpace";
import { predictProba } from "../../src/core/endModel/predictProba";
import { fitSoftmaxRegression } from "../../src/core/endModel/softmaxRegression";
import { takeRows } from "../../src/core/endModel/sparseRows";
import { hasSoft } from "../../src/core/endModel/trainable";
import { measure } from "../../src/core/metrics/metrics";
import { rowPredictions } from "../../src/core/metrics/scoredRows";
import { half, mean, readSet, semLabels, SET_NAMES, type TextSetRows } from "./textSets";

const FOLDS = 5;
const WEIGHT = 0.5;

/** P(label) of covered rows by models that have not seen their labels: rows x labels. */
function outOfFold({ texts, labels }: TextSetRows, rows: Uint32Array, targets: Float64Array): Float64Array {
  const counts = countFeatures([{ kind: "text", name: "text", values: Array.from(rows, (row) => texts[row]!) }]);
  const all = Uint32Array.from(rows.keys());
  const features = weighFeatures(fitFeatureSpace(counts, all), counts);
  const proba = new Float64Array(targets.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const weights = Float64Array.from(all, (i) => Number(i % FOLDS !== fold));
    const fit = fitSoftmaxRegression({ features, labels, targets, weights }, { C: 10, tolerance: 2e-4 });
    const left = all.filter((i) => i % FOLDS === fold);
    const predicted = predictProba({ ...fit, temperature: 1 }, takeRows(features, left));
    left.forEach((row, i) => proba.set(predicted.subarray(i * labels, (i + 1) * labels), row * labels));
  }
  return proba;
}

function sharesOf(proba: Float64Array, labels: number): Float64Array {
  const shares = new Float64Array(labels);
  proba.forEach((p, at) => (shares[at % labels]! += (p * labels) / proba.length));
  return shares;
}

function reweigh(soft: Float64Array, proba: Float64Array, labels: number, divisor: Float64Array): Float64Array {
  const joined = soft.map((p, at) => p * (Math.max(1e-6, proba[at]!) / divisor[at % labels]!) ** WEIGHT);
  for (let at = 0; at < joined.length; at += labels) {
    const own = joined.subarray(at, at + labels);
    const sum = own.reduce((a, b) => a + b);
    own.forEach((p, k) => (own[k] = p / sum));
  }
  return joined;
}

/** Gains in accuracy (points) and log loss, not centred. */
function compare(set: TextSetRows, what: string): { accuracy: number; logLoss: number } {
  const { labels, gold } = set;
  const soft = semLabels(set);
  const rows = set.train.filter((row) => hasSoft(soft, labels, row));
  const own = Float64Array.from(
    { length: rows.length * labels },
    (_, at) => soft[rows[Math.floor(at / labels)]! * labels + (at % labels)]!,
  );
  const proba = outOfFold(set, rows, own);
  const ownGold = Int16Array.from(rows, (row) => gold[row]!);
  const figures = (p: Float64Array) => measure(rowPredictions(labels, p, ownGold)).all;
  const before = figures(own);
  const gains = [new Float64Array(labels).fill(1), sharesOf(proba, labels)].map((divisor) => {
    const joined = reweigh(own, proba, labels, divisor);
    const after = figures(joined);
    const [was, is] = [sharesOf(own, labels), sharesOf(joined, labels)];
    const moved = is.reduce((sum, share, k) => sum + Math.abs(share - was[k]!) / 2, 0);
    return { accuracy: 100 * (after.accuracy! - before.accuracy!), logLoss: after.logLoss! - before.logLoss!, moved };
  });
  const text = gains.map((g) => `${g.accuracy.toFixed(1)} / ${g.logLoss.toFixed(2)}, moved ${g.moved.toFixed(2)}`);
  console.log(
    `${set.name.padEnd(14)} ${what.padEnd(8)} SEM ${(100 * before.accuracy!).toFixed(1)} / ${before.logLoss!.toFixed(2)}  not centred ${text[0]}  centred ${text[1]}`,
  );
  return gains[0]!;
}

const [halves = "1", ...names] = process.argv.slice(2);
const all: ReturnType<typeof compare>[] = [];
for (const name of names.length > 0 ? names : SET_NAMES) {
  const set = readSet(name);
  if (!set) console.log(`${name}: the texts of ../shared/data are absent`);
  else {
    all.push(compare(set, "all LFs"));
    for (let seed = 1; seed <= Number(halves); seed++) all.push(compare(half(set, seed), `half ${seed}`));
  }
}
const accuracies = all.map(({ accuracy }) => accuracy);
if (all.length > 0)
  console.log(`mean gain, not centred: ${mean(accuracies).toFixed(2)} points (worst ${Math.min(...accuracies).toFixed(2)})`);
