import assert from "node:assert/strict";
import { syntheticVotes } from "../../bench/generator";

const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

describe("synthetic votes", () => {
  const check = (rows: number, lfs: number, labels: number, expected: { gold: number; votes?: number; shifted: number }): void => {
    it(`have the published checksums at ${rows} x ${lfs}, ${labels} labels`, () => {
      const { gold, columns } = syntheticVotes(rows, lfs, labels);
      assert.equal(sum(gold), expected.gold);
      assert.equal(sum(columns.map((column) => sum(column) + rows)), expected.shifted);
      if (expected.votes !== undefined)
        assert.equal(sum(columns.map((column) => column.filter((vote) => vote >= 0).length)), expected.votes);
    });
  };
  check(10_000, 20, 2, { gold: 3298, votes: 66_371, shifted: 93_780 });
  check(10_000, 20, 10, { gold: 38_683, shifted: 334_452 });
  check(100_000, 50, 2, { gold: 33_162, votes: 1_445_289, shifted: 2_050_117 });

  it("begin with the published rows and rates", () => {
    const { gold, columns, accuracy, coverage } = syntheticVotes(10, 20, 2);
    assert.deepEqual([...gold], [0, 0, 1, 1, 0, 0, 0, 0, 0, 1]);
    assert.deepEqual(
      columns.slice(0, 10).map((column) => column[0]),
      [-1, -1, -1, 1, -1, 0, 0, -1, 0, -1],
    );
    assert.equal(accuracy[0]!.toFixed(6), "0.762841");
    assert.equal(coverage[0]!.toFixed(6), "0.344716");
  });
});
