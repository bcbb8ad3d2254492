// A row filter in plain words.
import assert from "node:assert/strict";
import type { RowFilter } from "../../src/core/data/rowFilter";
import { describeFilter } from "../../webview-ui/src/panels/clarity/filterText";

function check(filter: RowFilter, expected: string): void {
  it(`says "${expected}"`, () => assert.equal(describeFilter(filter), expected));
}

describe("webview: a filter in words", () => {
  check({}, "All rows of the sample");
  check({ lf: { name: "hasLink", rows: "incorrect" } }, "Rows where hasLink votes against gold");
  check({ pair: { names: ["a", "b"], rows: "conflict" } }, "Rows where a and b disagree");
  check({ evidence: { lf: "hasLink", site: 1 } }, "Rows where part 2 of hasLink decides");
  check({ evidence: { lf: "hasLink", site: 1, part: '"http"' } }, 'Rows where "http" of hasLink decides');
  check({ clarity: {} }, "Rows where gold is known");
  check({ clarity: { prediction: "wrong", lfs: "split" } }, "Rows where the denoised label is wrong and some votes are right, some wrong");
  check({ clarity: { prediction: "none" } }, "Rows where gold is known and there is no denoised label");
  check({ clarity: { lfs: "silent" } }, "Rows where gold is known and no LF votes");
  check({ clarity: { prediction: "none", lfs: "silent" } }, "Rows where gold is known and there is no denoised label and no LF votes");
  check({ clarity: { prediction: "wrong" }, source: "majority" }, "Rows where the majority label is wrong");
  check({ predictedLabel: "HAM", source: "majority" }, "Rows where the majority label is HAM");
  check({ set: "silent", split: "dev" }, "Rows where no LF votes and the split is dev");
  check(
    { lf: { name: "hasLink", rows: "covered" }, goldLabel: "HAM", predictedLabel: "SPAM" },
    "Rows where hasLink votes and gold is HAM and the denoised label is SPAM",
  );
  check({ ids: ["c7"], split: "dev" }, "Rows where the split is dev and the id is c7");
  check({ ids: ["c1", "c2", "c3", "c4"] }, "Rows where the id is one of 4");
  check({ changed: { of: "any" } }, "Rows where a vote or the denoised label changed");
  check({ changed: { of: "label", from: "HAM", to: null } }, "Rows where the denoised label changed from HAM to none");
  check({ changed: { of: { lf: "hasLink" }, how: "gained" } }, "Rows where the vote of hasLink is new");
  check({ changed: { of: "label", how: "newlyWrong" }, source: "majority" }, "Rows where the majority label became wrong");
  check(
    { changed: { of: "cell", from: { prediction: "right", lfs: "split" }, to: { prediction: "none", lfs: "silent" } } },
    'Rows where the clarity cell was "Denoised label right, LFs split" and is "No denoised label, LFs silent"',
  );

  // A new part of RowFilter is a type error here until it is listed, and a failure until it has words.
  const whole: Required<RowFilter> = {
    lf: { name: "a", rows: "covered" },
    evidence: { lf: "b", site: 0 },
    pair: { names: ["c", "d"], rows: "agree" },
    clarity: { prediction: "right", lfs: "split" },
    set: "overlap",
    goldLabel: "HAM",
    predictedLabel: "SPAM",
    split: "train",
    tag: "odd",
    slice: "short",
    ids: ["c1"],
    changed: { of: "any" },
    source: "majority",
  };
  for (const part of Object.keys(whole) as (keyof RowFilter)[]) {
    it(`says something of ${part}`, () => {
      const { [part]: _left, ...others } = whole;
      assert.notEqual(describeFilter(whole), describeFilter(others));
    });
  }
});
