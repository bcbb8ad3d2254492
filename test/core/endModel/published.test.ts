// The figures of published votes and their texts, reproduced: SEM on train's votes, test accuracy of all test rows.
import assert from "node:assert/strict";
import { countFeatures } from "../../../src/core/endModel/countFeatures";
import { weighFeatures } from "../../../src/core/endModel/featureSpace";
import { mix } from "../../../src/core/endModel/mixture";
import { predictProba } from "../../../src/core/endModel/predictProba";
import { prepareRows } from "../../../src/core/endModel/prepareRows";
import { fitSoftmaxRegression, type Regression } from "../../../src/core/endModel/softmaxRegression";
import { takeRows } from "../../../src/core/endModel/sparseRows";
import { trainEndModel } from "../../../src/core/endModel/trainEndModel";
import { predictLabels } from "../../../src/core/labelModel/predict";
import { publishedSet } from "../labelModel/publishedVotes";
import { accuracyOnTest, publishedInput, skipWithoutTexts, type TextSet } from "./publishedTexts";

describe("published figures of the end model", () => {
  /** @param tolerance the noise of one test set, in points */
  function check(name: TextSet, { lfsOnly, mixed }: { lfsOnly: number; mixed?: number }, tolerance: number): void {
    it(`${name}: ${lfsOnly} % from LFs alone${mixed === undefined ? "" : `, ${mixed} % with dev's gold`}`, function () {
      skipWithoutTexts(this);
      const set = publishedSet(this, name);
      const input = publishedInput(set, name, set.splits.valid ?? []);
      const { model, report } = trainEndModel(input);
      const [best] = report.candidates
        .filter(({ goldWeight, prior }) => goldWeight === 0 && !prior)
        .sort((a, b) => b.accuracy - a.accuracy || a.logLoss - b.logLoss);
      const alone = trainEndModel({ ...input, mixture: { goldWeight: 0, prior: false, C: best?.C ?? 10 } });
      const reached = accuracyOnTest(set, alone.model, input.columns);
      assert.ok(reached >= lfsOnly - tolerance, `${reached} from LFs alone`);
      if (mixed !== undefined)
        assert.ok(accuracyOnTest(set, model, input.columns) >= mixed - tolerance, `${accuracyOnTest(set, model, input.columns)} mixed`);
    });
  }
  for (const name of ["youtube", "trec", "agnews"] as const) {
    it(`${name}: at most one test label in 200 is unlike the fully converged model's`, function () {
      skipWithoutTexts(this);
      const set = publishedSet(this, name);
      const input = publishedInput(set, name, []);
      const { rows, space } = prepareRows(input);
      const problem = mix(rows, { goldWeight: 0, prior: false, C: 10 }, rows.soft);
      const test = takeRows(weighFeatures(space, countFeatures(input.columns)), Uint32Array.from(set.splits.test!));
      const labelsOf = (fit: Regression): Int16Array =>
        predictLabels(predictProba({ ...fit, temperature: 1 }, test), { size: test.rows, labels: set.labels });
      const converged = labelsOf(fitSoftmaxRegression(problem, { C: 10, tolerance: 1e-8, passes: 5000 }));
      const unlike = labelsOf(fitSoftmaxRegression(problem, { C: 10 })).filter((label, i) => label !== converged[i]).length;
      assert.ok(unlike / test.rows <= 0.005, `${unlike} of ${test.rows}`);
    });
  }

  check("youtube", { lfsOnly: 94.0, mixed: 95.6 }, 2);
  check("trec", { lfsOnly: 66.8, mixed: 77.8 }, 2);
  check("agnews", { lfsOnly: 77.8 }, 0.5);
});
