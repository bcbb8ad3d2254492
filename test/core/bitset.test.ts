import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Bitset,
  bitsetOf,
  countCommon,
  countRows,
  fullBitset,
  hasRow,
  intersect,
  intersection,
  popcount,
  unite,
} from "../../src/core/math/bitset";

const ROWS = 70; // two full words and a part
const rowsOf = (set: Bitset): number[] => Array.from({ length: ROWS }, (_, row) => row).filter((row) => hasRow(set, row));
const setOf = (rows: readonly number[]): Bitset => bitsetOf(ROWS, (row) => rows.includes(row));
const someRows = fc.uniqueArray(fc.nat(ROWS - 1)).map((rows) => rows.sort((a, b) => a - b));

describe("bitset", () => {
  it("does what a set of numbers does", () =>
    fc.assert(
      fc.property(someRows, someRows, (a, b) => {
        const common = a.filter((row) => b.includes(row));
        assert.deepEqual(rowsOf(setOf(a)), a);
        assert.equal(countRows(setOf(a)), a.length);
        assert.equal(countCommon(setOf(a), setOf(b)), common.length);
        assert.deepEqual(rowsOf(intersection(setOf(a), setOf(b))), common);
        const [kept, joined] = [setOf(a), setOf(a)];
        intersect(kept, setOf(b));
        unite(joined, setOf(b));
        assert.deepEqual(rowsOf(kept), common);
        assert.deepEqual(
          rowsOf(joined),
          [...new Set([...a, ...b])].sort((x, y) => x - y),
        );
      }),
    ));

  it("holds all rows and no more", () => {
    for (const rows of [0, 1, 31, 32, 33, 64, 70]) assert.equal(countRows(fullBitset(rows)), rows);
  });

  it("counts the bits of a word, its sign too", () => {
    assert.deepEqual([0, 1, -1, -2147483648, 0x55555555].map(popcount), [0, 1, 32, 1, 16]);
  });
});
