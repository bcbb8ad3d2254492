// What SEM costs and how accurate it is on synthetic votes, each size in a process of its own, and how right it is on published
// ones (publishedLabels.ts): npx tsx bench/labelModel.ts [KIND | published]
// Times are of first calls, also as ratios to a bare loop over the same votes in the same process.
import { execFileSync } from "node:child_process";
import { predictLabels } from "../src/core/labelModel/predict";
import { resolveLabelModel } from "../src/core/labelModel/registry";
import { buildPatterns, rowLabels } from "../src/core/patterns/patterns";
import { syntheticVotes } from "./generator";
import { printPublished } from "./publishedLabels";

const SHAPES: readonly (readonly [rows: number, lfs: number, labels: number])[] = [
  [10_000, 20, 2],
  [100_000, 50, 2],
  [100_000, 50, 10],
  [1_000_000, 50, 2],
  [1_000_000, 50, 10],
  [100_000, 200, 10],
];

const HEADERS = [
  "rows",
  "LFs",
  "labels",
  "patterns",
  "bare ms",
  "patterns ms",
  "fit ms",
  "predict ms",
  "fit / bare",
  "peak MB",
  "accuracy",
];
const WIDTH = 12;
const line = (cells: readonly (string | number)[]): string => cells.map((cell) => String(cell).padStart(WIDTH)).join("");

function timed<T>(call: () => T): [T, number] {
  const start = performance.now();
  const value = call();
  return [value, performance.now() - start];
}

function measure(kind: string, rows: number, lfs: number, labels: number): string {
  const votes = syntheticVotes(rows, lfs, labels);
  const model = resolveLabelModel(kind);
  const [, bare] = timed(() => votes.columns.reduce((sum, column) => column.reduce((part, vote) => part + vote, sum), 0));
  const [index, patterns] = timed(() => buildPatterns(votes));
  const [parameters, fit] = timed(() => model.fit(index.table));
  const [proba, predict] = timed(() => model.predictProba(parameters, index.table));
  const peak = process.resourceUsage().maxRSS / 1024;
  const predicted = rowLabels(index, predictLabels(proba, index.table));
  const accuracy = predicted.filter((label, row) => label === votes.gold[row]).length / rows;
  const times = [bare, patterns, fit, predict].map((ms) => ms.toFixed(0));
  return line([rows, lfs, labels, index.table.size, ...times, (fit / bare).toFixed(1), peak.toFixed(0), accuracy.toFixed(4)]);
}

const [kind = "auto", ...shape] = process.argv.slice(2);
if (kind === "published") printPublished();
else if (shape.length === 3) console.log(measure(kind, ...(shape.map(Number) as [number, number, number])));
else {
  console.log(line(HEADERS));
  for (const own of SHAPES) {
    execFileSync(process.execPath, [...process.execArgv, process.argv[1]!, kind, ...own.map(String)], { stdio: "inherit" });
  }
  printPublished();
}
