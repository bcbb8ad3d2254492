// The figures of published votes and their texts, reproduced: SEM on train's votes, test accuracy of all test rows.
import assert from "node:assert/strict";
import { trainEndModel } from "../../../src/core/endModel/trainEndModel";
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
  check("youtube", { lfsOnly: 94.0, mixed: 95.6 }, 2);
  check("trec", { lfsOnly: 66.8, mixed: 77.8 }, 2);
  check("agnews", { lfsOnly: 77.8 }, 0.5);
});
