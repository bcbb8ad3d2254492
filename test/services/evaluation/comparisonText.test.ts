// What a terminal and a Markdown report say of two models row by row.
import assert from "node:assert/strict";
import { pairedDifference } from "../../../src/core/endModel/pairedDifference";
import type { RowComparison } from "../../../src/protocol/rowComparison";
import { comparisonMarkdown, comparisonText } from "../../../src/services/evaluation/comparisonText";

const counts = { bothRight: 80, onlyFirst: 2, onlySecond: 6, neither: 12 };
const row = { id: "c7", split: "test", text: "Check out", gold: "SPAM", first: "HAM", second: "SPAM" } as const;
const comparison: RowComparison = {
  splits: [{ split: "test", rows: 900, changed: 320, leftOut: 0, ...counts, ...pairedDifference(counts) }],
  first: Array.from({ length: 100 }, () => row),
  notes: ["Gold of dev (60 rows) judges neither."],
};
const named = { first: { run: "1", source: "endModel" }, second: { run: "2", source: "endModel" } };

describe("the text of a comparison row by row", () => {
  it("says how many of the rows that differ it lists, where it does not list all", () => {
    for (const text of [comparisonText, comparisonMarkdown]) {
      assert.match(text({ ...named, comparison }, false), /They differ on 320 rows; these are the first 100 of 320\./);
      const few = { ...comparison, splits: [{ ...comparison.splits[0]!, changed: 100 }] };
      assert.match(text({ ...named, comparison: few }, false), /They differ on 100 rows\.\n/);
    }
  });

  it("has the notes on gold that is left out", () => {
    for (const text of [comparisonText, comparisonMarkdown])
      assert.match(text({ ...named, comparison }, false), /Gold of dev \(60 rows\) judges neither\./);
  });
});
