// The same as fit.py for the end model, its steps timed apart: node ours.js TRAIN TEST. Prints one JSON object.
import { readFileSync } from "node:fs";
import { countFeatures, type FeatureColumn } from "../../src/core/endModel/countFeatures";
import { predictRows } from "../../src/core/endModel/endModel";
import { fitFeatureSpace, weighFeatures } from "../../src/core/endModel/featureSpace";
import { fitSoftmaxRegression } from "../../src/core/endModel/softmaxRegression";
import { trainEndModel } from "../../src/core/endModel/trainEndModel";
import { measure } from "../../src/core/metrics/metrics";
import { rowPredictions } from "../../src/core/metrics/scoredRows";
import { ABSTAIN } from "../../src/core/statistics/votes";

const read = <T>(path: string): T[] => {
  const lines = readFileSync(path, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as T);
};

/** CPU seconds, what came out, and seconds by the clock. */
function seconds<T>(call: () => T): [number, T, number] {
  const [before, startedMs] = [process.cpuUsage(), performance.now()];
  const result = call();
  const { user, system } = process.cpuUsage(before);
  return [(user + system) / 1e6, result, (performance.now() - startedMs) / 1000];
}

const column = (rows: readonly { text: string }[]): FeatureColumn[] => [
  { kind: "text", name: "text", values: rows.map(({ text }) => text) },
];

const [train, test] = [read<{ text: string; soft: number[] }>(process.argv[2]!), read<{ text: string; label: number }>(process.argv[3]!)];
const labels = train[0]!.soft.length;
const targets = Float64Array.from(train.flatMap(({ soft }) => soft));
const [features, rows, featuresWall] = seconds(() => {
  const counts = countFeatures(column(train));
  return weighFeatures(fitFeatureSpace(counts, Uint32Array.from(train.keys())), counts);
});
const weights = new Float64Array(train.length).fill(1);
const [fit, { passes }, fitWall] = seconds(() => fitSoftmaxRegression({ features: rows, labels, targets, weights }, { C: 10 }));

const [whole, { model }, wholeWall] = seconds(() =>
  trainEndModel({
    columns: column(train),
    labels: Array.from({ length: labels }, (_, k) => `label ${k}`),
    soft: targets,
    gold: new Int16Array(train.length).fill(ABSTAIN),
  }),
);
const gold = Int16Array.from(test, ({ label }) => label);
const { accuracy } = measure(rowPredictions(labels, predictRows(model, column(test)), gold)).all;
console.log(JSON.stringify({ features, fit, wall: featuresWall + fitWall, passes, whole, wholeWall, accuracy }));
