import assert from "node:assert/strict";
import fc from "fast-check";
import { buildPatterns, countingOnly, rowLabels } from "../../src/core/patterns/patterns";
import { clarityMatrix } from "../../src/core/clarity/clarity";
import { countLabels } from "../../src/core/statistics/labelCounts";
import { patternClarity } from "../../src/core/clarity/patternClarity";
import { countPatternLabels, summarizePatterns } from "../../src/core/patterns/patternSummary";
import { summarize } from "../../src/core/statistics/liveSummary";
import { ABSTAIN } from "../../src/core/statistics/votes";
import { sixBySix, someColumn, someMatrix } from "./matrices";

describe("statistics from patterns", () => {
  it("are those of the rows", () =>
    fc.assert(
      fc.property(someMatrix, (matrix) => assert.deepEqual(summarizePatterns(buildPatterns(matrix), matrix.gold), summarize(matrix))),
    ));

  /** A matrix with few labels, and a label or none for each of its patterns. */
  const someDenoised = someMatrix
    .filter(({ labels }) => labels <= 10)
    .chain((matrix) => {
      const index = buildPatterns(matrix);
      return fc.record({ matrix: fc.constant(matrix), index: fc.constant(index), prediction: someColumn(index.table.size, matrix.labels) });
    });

  it("have the clarity matrix and the label counts of the rows, blame and all", () =>
    fc.assert(
      fc.property(someDenoised, ({ matrix, index, prediction }) => {
        const byRow = rowLabels(index, prediction);
        assert.deepEqual(patternClarity(index, prediction, matrix.gold), clarityMatrix({ matrix, prediction: byRow }));
        assert.deepEqual(countPatternLabels(index.table, prediction), [...countLabels(byRow, matrix.labels)]);
      }),
    ));

  it("leave out the rows that are not counted", () => {
    const rows = [0, 2, 5];
    const pick = (values: Int16Array): Int16Array => Int16Array.from(rows, (row) => values[row]!);
    const few = { ...sixBySix, rows: rows.length, columns: sixBySix.columns.map(pick), gold: pick(sixBySix.gold) };
    const gold = sixBySix.gold.map((label, row) => (rows.includes(row) ? label : ABSTAIN));
    assert.deepEqual(summarizePatterns(countingOnly(buildPatterns(sixBySix), rows), gold), summarize(few));
  });
});
