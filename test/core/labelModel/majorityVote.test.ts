import assert from "node:assert/strict";
import { majorityVote } from "../../../src/core/labelModel/majorityVote";
import { certaintyOf, predictLabels } from "../../../src/core/labelModel/predict";
import { resolveLabelModel } from "../../../src/core/labelModel/registry";
import { buildPatterns } from "../../../src/core/patterns/patterns";
import { ABSTAIN } from "../../../src/core/statistics/votes";
import { matrixOf } from "../matrices";

const { table } = buildPatterns(matrixOf(["s s h .", "s h . .", ". . . .", "h . . ."]));
const parameters = majorityVote.fit(table);
const proba = majorityVote.predictProba(parameters, table);

describe("majority vote", () => {
  it("gives each label its share of the votes", () => {
    assert.deepEqual(proba, Float64Array.of(1 / 3, 2 / 3, 0.5, 0.5, 0, 0, 1, 0));
  });

  it("gives no label on a tie and without votes", () => {
    assert.deepEqual(predictLabels(proba, table), Int16Array.of(1, ABSTAIN, ABSTAIN, 0));
  });

  it("is as sure as the leading share, by its lead over the next", () => {
    assert.deepEqual(certaintyOf(proba, table), { confidence: Float64Array.of(2 / 3, 0.5, 0, 1), margin: Float64Array.of(1 / 3, 0, 0, 1) });
  });

  it("explains a label by votes for and against it", () => {
    assert.deepEqual(majorityVote.explain(parameters, Int16Array.of(1, 1, 0, ABSTAIN)), {
      label: 1,
      votes: [
        { lf: 0, vote: 1, logOdds: 1 },
        { lf: 1, vote: 1, logOdds: 1 },
        { lf: 2, vote: 0, logOdds: -1 },
      ],
    });
    assert.deepEqual(majorityVote.explain(parameters, Int16Array.of(1, 0)), {
      label: ABSTAIN,
      votes: [
        { lf: 0, vote: 1, logOdds: 0 },
        { lf: 1, vote: 0, logOdds: 0 },
      ],
    });
  });

  it("knows no LF's precision", () => {
    assert.deepEqual(majorityVote.precision(majorityVote.fit({ ...table, lfs: 2 })), [undefined, undefined]);
  });
});

describe("resolveLabelModel", () => {
  it("finds a model by its name", () => assert.equal(resolveLabelModel("majority").title, majorityVote.title));

  it("always has an answer to auto", () => assert.ok(resolveLabelModel("auto").title.length > 0));

  it("names the kinds there are when it knows none of that name", () => {
    assert.throws(() => resolveLabelModel("majorty"), /There is no label model "majorty"\. Use one of: auto, .*majority/);
    assert.throws(() => resolveLabelModel("toString"), /Use one of/);
  });
});
