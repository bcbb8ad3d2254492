import assert from "node:assert/strict";
import fc from "fast-check";
import { syntheticVotes } from "../../bench/generator";
import type { PairTable } from "../../src/core/patterns/pairTable";
import { meetingPairs, pairwise, pairwiseRows } from "../../src/core/patterns/pairwise";
import { buildPatterns, countingOnly } from "../../src/core/patterns/patterns";
import { summarize } from "../../src/core/statistics/liveSummary";
import type { VoteMatrix } from "../../src/core/statistics/votes";
import { sixBySix, someMatrix } from "./matrices";
import { slowPair } from "./slowStatistics";

const tableOf = (matrix: VoteMatrix): PairTable => pairwise(buildPatterns(matrix).table);
const cell = ({ lfs, overlap, agree }: PairTable, a: number, b: number): { overlap: number; agree: number; conflict: number } => {
  const at = a * lfs + b;
  return { overlap: overlap[at]!, agree: agree[at]!, conflict: overlap[at]! - agree[at]! };
};

describe("pairwise", () => {
  it("counts what one can count by eye", () => {
    const table = tableOf(sixBySix);
    assert.deepEqual(cell(table, 0, 1), { overlap: 3, agree: 2, conflict: 1 }); // a and b: rows 0 and 2 the same, row 1 not
    assert.deepEqual(cell(table, 2, 4), { overlap: 1, agree: 1, conflict: 0 }); // c and e meet on row 3
    assert.deepEqual(cell(table, 3, 4), { overlap: 0, agree: 0, conflict: 0 });
  });

  it("lists the pairs that meet, each once", () => {
    assert.deepEqual(
      meetingPairs(tableOf(sixBySix)).map(({ lfs: [a, b], overlap, agree, conflict }) => [a, b, overlap, agree, conflict]),
      [
        [0, 1, 3, 2, 1],
        [0, 2, 1, 1, 0],
        [1, 2, 1, 1, 0],
        [2, 4, 1, 1, 0],
      ],
    );
  });

  it("counts only the rows that the patterns count", () => {
    const table = pairwise(countingOnly(buildPatterns(sixBySix), [1, 3]).table);
    assert.deepEqual(cell(table, 0, 1), { overlap: 1, agree: 0, conflict: 1 });
    assert.deepEqual(cell(table, 2, 4), { overlap: 1, agree: 1, conflict: 0 });
  });

  it("agrees with counting row by row on any matrix", () =>
    fc.assert(
      fc.property(someMatrix, (matrix) => {
        const table = tableOf(matrix);
        const lfs = matrix.columns.map((_, lf) => lf);
        for (const a of lfs) for (const b of lfs) assert.deepEqual(cell(table, a, b), slowPair(matrix, a, b));
      }),
    ));

  it("counts rows that are not merged as it counts patterns", () =>
    fc.assert(fc.property(someMatrix, (matrix) => assert.deepEqual(pairwiseRows(matrix), tableOf(matrix)))));

  for (const labels of [2, 5, 9]) {
    it(`counts every pair where hardly two rows are alike, with ${labels} labels`, () => {
      const { rows, columns, gold } = syntheticVotes(5_001, 16, labels);
      // Some rows come twice: their patterns count for two rows.
      const twice = (column: Int16Array): Int16Array => Int16Array.from({ length: rows + 100 }, (_, row) => column[row % rows]!);
      const matrix = { rows: rows + 100, labels, columns: columns.map(twice), gold: twice(gold) };
      const expected = columns.flatMap((_, a) => columns.map((_, b) => slowPair(matrix, a, b)));
      for (const table of [tableOf(matrix), pairwiseRows(matrix)]) {
        assert.deepEqual(
          Array.from(expected.keys(), (at) => cell(table, Math.floor(at / 16), at % 16)),
          expected,
        );
      }
    });
  }

  it("has each LF's votes on its diagonal", () =>
    fc.assert(
      fc.property(someMatrix, (matrix) => {
        const table = tableOf(matrix);
        summarize(matrix).lfs.forEach(({ votes }, lf) =>
          assert.deepEqual(cell(table, lf, lf), { overlap: votes, agree: votes, conflict: 0 }),
        );
      }),
    ));
});
