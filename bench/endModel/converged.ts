// How far the end model's training is from its end: test labels unlike those of the fully converged model, by tolerance, beside passes and CPU
// seconds: npx tsx bench/endModel/converged.ts [set ...]
import { countFeatures } from "../../src/core/endModel/countFeatures";
import { fitFeatureSpace, weighFeatures } from "../../src/core/endModel/featureSpace";
import { predictProba } from "../../src/core/endModel/predictProba";
import { fitSoftmaxRegression, type Regression } from "../../src/core/endModel/softmaxRegression";
import { takeRows } from "../../src/core/endModel/sparseRows";
import { hasSoft } from "../../src/core/endModel/trainable";
import { predictLabels } from "../../src/core/labelModel/predict";
import { readSet, semLabels, SET_NAMES, type TextSetRows } from "./textSets";

const TOLERANCES = (process.env.TOL ?? "2e-3,5e-4,2e-4,1e-4,5e-5,2e-5").split(",").map(Number);
const STRENGTHS = (process.env.CS ?? "10").split(",").map(Number);
const EXACT = { tolerance: 1e-8, passes: 5000 };

function compare(set: TextSetRows): void {
  const soft = semLabels(set);
  const rows = set.train.filter((row) => hasSoft(soft, set.labels, row));
  const counts = countFeatures([{ kind: "text", name: "text", values: [...set.texts] }]);
  const all = weighFeatures(fitFeatureSpace(counts, rows), counts);
  const [features, test] = [takeRows(all, rows), takeRows(all, set.test)];
  const targets = Float64Array.from(
    { length: rows.length * set.labels },
    (_, at) => soft[rows[Math.floor(at / set.labels)]! * set.labels + (at % set.labels)]!,
  );
  const problem = { features, labels: set.labels, targets, weights: new Float64Array(rows.length).fill(1) };
  const labelsOf = (fit: Regression): Int16Array =>
    predictLabels(predictProba({ ...fit, temperature: 1 }, test), { size: set.test.length, labels: set.labels });
  for (const C of STRENGTHS) {
    const exact = fitSoftmaxRegression(problem, { C, ...EXACT });
    const truth = labelsOf(exact);
    const accuracy = (labels: Int16Array): string =>
      ((100 * labels.filter((label, i) => label === set.gold[set.test[i]!]).length) / labels.length).toFixed(2);
    console.log(
      `${set.name}: ${rows.length} of ${set.train.length} covered, ${set.labels} labels, C ${C}; converged in ${exact.passes} passes, gap ${exact.gap.toExponential(1)}, accuracy ${accuracy(truth)}`,
    );
    for (const tolerance of TOLERANCES) {
      const before = process.cpuUsage();
      const fit = fitSoftmaxRegression(problem, { C, tolerance });
      const { user, system } = process.cpuUsage(before);
      const labels = labelsOf(fit);
      const unlike = labels.filter((label, i) => label !== truth[i]).length;
      console.log(
        `  ${tolerance.toExponential(0)}  ${String(fit.passes).padStart(4)} passes  ${((user + system) / 1e6).toFixed(2)} s  ${((100 * unlike) / labels.length).toFixed(2)} % unlike  ${accuracy(labels)}`,
      );
    }
  }
}

for (const name of process.argv.length > 2 ? process.argv.slice(2) : SET_NAMES) {
  const set = readSet(name);
  if (set) compare(set);
  else console.log(`${name}: the texts of ../shared/data are absent`);
}
