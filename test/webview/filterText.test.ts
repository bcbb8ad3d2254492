// A row filter in plain words.
import assert from "node:assert/strict";
import type { RowFilter } from "../../src/core/rowFilter";
import { describeFilter } from "../../webview-ui/src/panels/clarity/filterText";

function check(filter: RowFilter, expected: string): void {
  it(`says "${expected}"`, () => assert.equal(describeFilter(filter), expected));
}

describe("webview: a filter in words", () => {
  check({}, "All rows of the sample");
  check({ lf: { name: "hasLink", rows: "incorrect" } }, "Rows where hasLink votes against gold");
  check({ pair: { names: ["a", "b"], rows: "conflict" } }, "Rows where a and b disagree");
  check({ evidence: { lf: "hasLink", site: 1 } }, "Rows where part 2 of hasLink decides");
  check({ clarity: {} }, "Rows where gold is known");
  check({ clarity: { prediction: "wrong", lfs: "split" } }, "Rows where the denoised label is wrong and some votes are right, some wrong");
  check({ clarity: { prediction: "wrong" }, source: "majority" }, "Rows where the majority label is wrong");
  check({ predictedLabel: "HAM", source: "majority" }, "Rows where the majority label is HAM");
  check({ set: "silent", split: "dev" }, "Rows where no LF votes and the split is dev");
  check(
    { lf: { name: "hasLink", rows: "covered" }, goldLabel: "HAM", predictedLabel: "SPAM" },
    "Rows where hasLink votes and gold is HAM and the denoised label is SPAM",
  );
});
