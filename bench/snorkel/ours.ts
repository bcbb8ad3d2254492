// The same as fit.py for one of our label models: npx tsx bench/snorkel/ours.ts VOTES ROWS LFS LABELS MODEL. Prints one JSON object.
import { readFileSync } from "node:fs";
import { resolveLabelModel } from "../../src/core/labelModel/registry";
import { patternPredictions } from "../../src/core/metrics/scoredRows";
import { measure } from "../../src/core/metrics/metrics";
import { buildPatterns } from "../../src/core/patterns/patterns";
import { summarize } from "../../src/core/statistics/liveSummary";

const [path = "", kind = ""] = [process.argv[2], process.argv[6]];
const [rows, lfs, labels] = process.argv.slice(3, 6).map(Number) as [number, number, number];
const file = readFileSync(path);
const votes = new Int8Array(file.buffer, file.byteOffset, rows * lfs);
const columns = Array.from({ length: lfs }, (_, j) => Int16Array.from({ length: rows }, (_, i) => votes[i * lfs + j]!));
const gold = Int16Array.from({ length: rows }, (_, i) => file.readInt16LE(rows * lfs + 2 * i));
const matrix = { rows, labels, columns, gold };
const model = resolveLabelModel(kind);

const seconds = <T>(call: () => T): [number, T] => {
  const start = performance.now();
  const result = call();
  return [(performance.now() - start) / 1000, result];
};
/** Merging equal rows is part of our fit. */
const [fit, { index, parameters }] = seconds(() => {
  const index = buildPatterns(matrix);
  return { index, parameters: model.fit(index.table) };
});
const [predict, proba] = seconds(() => model.predictProba(parameters, index.table));
const [summary] = seconds(() => summarize(matrix));
const megabytes = process.resourceUsage().maxRSS / 1024;
const { accuracy } = measure(patternPredictions(index, proba, gold)).all;
console.log(JSON.stringify({ fit, predict, summary, accuracy, megabytes }));
