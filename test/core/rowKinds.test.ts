import assert from "node:assert/strict";
import fc from "fast-check";
import { buildPatterns, goldCounts } from "../../src/core/patterns/patterns";
import { summarizePatterns } from "../../src/core/patterns/patternSummary";
import { createKindCollector, type RowKinds } from "../../src/core/patterns/rowKinds";
import { summarize } from "../../src/core/statistics/liveSummary";
import type { VoteMatrix } from "../../src/core/statistics/votes";
import { matrixOf, someMatrix } from "./matrices";

/** The rows' kinds, from batches of at most `size` rows. */
function kindsOf({ rows, labels, columns, gold }: VoteMatrix, splits: Uint8Array, size = rows): { kinds: RowKinds; rowKind: number[] } {
  const collector = createKindCollector(columns.length, labels);
  const rowKind: number[] = [];
  for (let from = 0; from < rows; from += size) {
    const cut = <T extends Int16Array | Uint8Array>(values: T): T => values.subarray(from, from + size) as T;
    rowKind.push(...collector.add({ rows: Math.min(size, rows - from), votes: columns.map(cut), gold: cut(gold), splits: cut(splits) }));
  }
  return { kinds: collector.finish(), rowKind };
}

const splitsOf = (rows: number): Uint8Array => Uint8Array.from({ length: rows }, (_, row) => (row * 7) % 3);

describe("kinds of rows", () => {
  it("are told apart by votes, gold and split, in the order of their first row", () => {
    const { kinds, rowKind } = kindsOf(matrixOf(["s h s", "s h .", "s h s", "s h s"]), Uint8Array.of(0, 0, 0, 2));
    assert.deepEqual(rowKind, [0, 1, 0, 2]);
    assert.deepEqual([kinds.gold, kinds.splits], [Int16Array.of(1, -1, 1), Uint8Array.of(0, 0, 2)]);
    assert.deepEqual(kinds.index, {
      table: { size: 1, lfs: 2, labels: 2, votes: Int16Array.of(1, 0), counts: Float64Array.of(4) },
      rowPattern: Int32Array.of(0, 0, 0),
      weights: Float64Array.of(2, 1, 1),
    });
  });

  it("give every row its pattern, gold and split back, whatever the batches, and the same statistics", () =>
    fc.assert(
      fc.property(someMatrix, fc.integer({ min: 1, max: 50 }), (matrix, size) => {
        const splits = splitsOf(matrix.rows);
        const { kinds, rowKind } = kindsOf(matrix, splits, size);
        const plain = buildPatterns(matrix);
        assert.deepEqual(kinds.index.table, plain.table);
        assert.deepEqual(
          rowKind.map((kind) => [kinds.index.rowPattern[kind], kinds.gold[kind], kinds.splits[kind]]),
          Array.from({ length: matrix.rows }, (_, row) => [plain.rowPattern[row], matrix.gold[row], splits[row]]),
        );
        assert.deepEqual(goldCounts(kinds.index, kinds.gold), goldCounts(plain, matrix.gold));
        assert.deepEqual(summarizePatterns(kinds.index, kinds.gold), summarize(matrix));
      }),
    ));
});
