import assert from "node:assert/strict";
import fc from "fast-check";
import { buildPatterns, countingOnly } from "../../src/core/patterns";
import { summarizePatterns } from "../../src/core/patternSummary";
import { summarize } from "../../src/core/summary";
import { ABSTAIN } from "../../src/core/votes";
import { sixBySix, someMatrix } from "./matrices";

describe("statistics from patterns", () => {
  it("are those of the rows", () =>
    fc.assert(
      fc.property(someMatrix, (matrix) => assert.deepEqual(summarizePatterns(buildPatterns(matrix), matrix.gold), summarize(matrix))),
    ));

  it("leave out the rows that are not counted", () => {
    const rows = [0, 2, 5];
    const pick = (values: Int16Array): Int16Array => Int16Array.from(rows, (row) => values[row]!);
    const few = { ...sixBySix, rows: rows.length, columns: sixBySix.columns.map(pick), gold: pick(sixBySix.gold) };
    const gold = sixBySix.gold.map((label, row) => (rows.includes(row) ? label : ABSTAIN));
    assert.deepEqual(summarizePatterns(countingOnly(buildPatterns(sixBySix), rows), gold), summarize(few));
  });
});
