import assert from "node:assert/strict";
import fc from "fast-check";
import { type PairTable, pairwise, pairwiseOf } from "../../src/core/pairwise";
import { summarize } from "../../src/core/summary";
import type { VoteMatrix } from "../../src/core/votes";
import { sixBySix, someMatrix } from "./matrices";
import { slowPair } from "./slowStatistics";

const cell = (table: PairTable, a: number, b: number): { overlap: number; agree: number; conflict: number } => {
  const at = a * table.lfs + b;
  return { overlap: table.overlap[at]!, agree: table.agree[at]!, conflict: table.conflict[at]! };
};

function check(matrix: VoteMatrix, table: PairTable, label?: number): void {
  const lfs = matrix.columns.map((_, lf) => lf);
  for (const a of lfs) for (const b of lfs) assert.deepEqual(cell(table, a, b), slowPair(matrix, a, b, label));
}

describe("pairwise", () => {
  it("counts what one can count by eye", () => {
    const table = pairwise(sixBySix);
    assert.deepEqual(cell(table, 0, 1), { overlap: 3, agree: 2, conflict: 1 }); // a and b: rows 0 and 2 the same, row 1 not
    assert.deepEqual(cell(table, 2, 4), { overlap: 1, agree: 1, conflict: 0 }); // c and e meet on row 3
    assert.deepEqual(cell(table, 3, 4), { overlap: 0, agree: 0, conflict: 0 });
    assert.deepEqual(cell(pairwiseOf(sixBySix, 1), 0, 1), { overlap: 2, agree: 1, conflict: 1 }); // SPAM on rows 0 and 1
  });

  it("agrees with counting row by row on any matrix", () =>
    fc.assert(fc.property(someMatrix, (matrix) => check(matrix, pairwise(matrix)))));

  it("agrees for one label too", () =>
    fc.assert(
      fc.property(someMatrix, fc.nat(), (matrix, n) => {
        const label = n % matrix.labels;
        check(matrix, pairwiseOf(matrix, label), label);
      }),
    ));

  it("has each LF's votes on its diagonal", () =>
    fc.assert(
      fc.property(someMatrix, (matrix) => {
        const table = pairwise(matrix);
        summarize(matrix).lfs.forEach(({ votes }, lf) =>
          assert.deepEqual(cell(table, lf, lf), { overlap: votes, agree: votes, conflict: 0 }),
        );
      }),
    ));
});
