import assert from "node:assert/strict";
import fc from "fast-check";
import type { PatternIndex } from "../../src/core/patterns/patternTable";
import { buildPatterns, countingOnly, createPatternCollector, goldCounts, rowLabels } from "../../src/core/patterns/patterns";
import type { VoteMatrix } from "../../src/core/statistics/votes";
import { matrixOf, randomMatrix, sixBySix, someMatrix } from "./matrices";
import { plainRows } from "./slowStatistics";

/** Patterns by their votes as text, in the order of their first row. */
function slowPatterns(matrix: VoteMatrix): PatternIndex {
  const known = new Map<string, { votes: readonly number[]; rows: number[] }>();
  for (const { row, votes } of plainRows(matrix)) {
    const key = votes.join();
    if (!known.has(key)) known.set(key, { votes, rows: [] });
    known.get(key)!.rows.push(row);
  }
  const patterns = [...known.values()];
  const rowPattern = new Int32Array(matrix.rows);
  patterns.forEach(({ rows }, p) => rows.forEach((row) => (rowPattern[row] = p)));
  const votes = Int16Array.from(patterns.flatMap((pattern) => pattern.votes));
  const counts = Float64Array.from(patterns, ({ rows }) => rows.length);
  return { table: { size: patterns.length, lfs: matrix.columns.length, labels: matrix.labels, votes, counts }, rowPattern };
}

const check = (matrix: VoteMatrix): void => assert.deepEqual(buildPatterns(matrix), slowPatterns(matrix));

describe("buildPatterns", () => {
  const repeated = matrixOf(["s h s", ". . h", "s h h", "s . s", ". . ."]);

  it("merges equal rows, in the order of their first row", () => {
    assert.deepEqual(buildPatterns(repeated), {
      table: { size: 3, lfs: 2, labels: 2, votes: Int16Array.of(1, 0, -1, -1, 1, -1), counts: Float64Array.of(2, 2, 1) },
      rowPattern: Int32Array.of(0, 1, 0, 2, 1),
    });
  });

  it("agrees with comparing row by row on any matrix", () => fc.assert(fc.property(someMatrix, check)));

  it("agrees while its tables grow, with an even and an odd number of LFs", () => {
    check(randomMatrix(5000, 8, 5));
    check(randomMatrix(5000, 3, 40));
  });

  it("gives the same from batches of any size", () =>
    fc.assert(
      fc.property(someMatrix, fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 6 }), (matrix, sizes) => {
        const collector = createPatternCollector(matrix.columns.length, matrix.labels, 0);
        let from = 0;
        for (const size of [...sizes, matrix.rows]) {
          const to = Math.min(from + size, matrix.rows);
          collector.add(
            matrix.columns.map((column) => column.subarray(from, to)),
            to - from,
          );
          from = to;
        }
        assert.deepEqual(collector.finish(), slowPatterns(matrix));
      }),
    ));

  it("counts gold for each pattern", () => {
    // pattern 0 has one SPAM and one HAM row, pattern 1 one HAM row, pattern 2 one SPAM row
    assert.deepEqual(goldCounts(buildPatterns(repeated), repeated.gold), Float64Array.of(1, 1, 1, 0, 0, 1));
  });

  it("counts some rows only, under the same patterns", () => {
    const index = buildPatterns(repeated);
    const { table, rowPattern } = countingOnly(index, [0, 3]);
    assert.deepEqual([table.votes, rowPattern, table.counts], [index.table.votes, index.rowPattern, Float64Array.of(1, 0, 1)]);
    assert.deepEqual(index.table.counts, Float64Array.of(2, 2, 1));
  });

  it("gives each row its pattern's label", () => {
    assert.deepEqual(rowLabels(buildPatterns(repeated), Int16Array.of(1, -1, 0)), Int16Array.of(1, -1, 1, 0, -1));
    assert.equal(rowLabels(buildPatterns({ ...sixBySix, rows: 0, gold: new Int16Array(0) }), new Int16Array(0)).length, 0);
  });
});
