import assert from "node:assert/strict";
import { outputNames } from "../../src/cluster/outputNames";

describe("names of what a cluster adds", () => {
  it("are free among the data's, whatever their case", () => {
    assert.deepEqual(outputNames(["Label", "p_A", "lf_p_a", "spam"], ["A", "a"], ["spam", "label"]), {
      label: "lf_label",
      confidence: "confidence",
      margin: "margin",
      probabilities: ["lf_lf_p_A", "lf_lf_lf_p_a"],
      votes: ["vote_spam", "vote_label"],
    });
  });
});
