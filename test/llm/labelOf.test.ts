import assert from "node:assert/strict";
import { completionsOf, labelOf } from "../../src/llm/labelOf";

describe("the label of an answer", () => {
  const labels = ["SPAM", "HAM"];

  it("is the completion, in any case, in quotes, with a full stop", () => {
    for (const answer of ["HAM", " HAM\n", "ham", '"Ham".', "**HAM**", "HAM."]) assert.equal(labelOf(answer, labels), 1, answer);
  });

  it("is none where the answer says more, less or something else", () => {
    for (const answer of ["", "HAM or SPAM", "The label is HAM", "HAMS", "HA", "EGGS"]) assert.equal(labelOf(answer, labels), -1, answer);
  });

  it("goes by the task's completions, not by the labels' names", () => {
    const completions = completionsOf(labels, { prompt: "{{text}}", completions: { SPAM: "yes" } });
    assert.deepEqual(completions, ["yes", "HAM"]);
    assert.deepEqual([labelOf("Yes", completions), labelOf("SPAM", completions)], [0, -1]);
  });

  it("tells labels apart that differ in case only", () => {
    const completions = ["us", "US"];
    assert.deepEqual([labelOf("US", completions), labelOf("us", completions), labelOf("Us", completions)], [1, 0, -1]);
  });
});
