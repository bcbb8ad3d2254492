import assert from "node:assert/strict";
import { seededRandom } from "../../src/core/math/random";
import { rowsToAsk } from "../../src/core/rows/rowsToAsk";

describe("rowsToAsk", () => {
  // Rows 0 and 1 have gold, on 2 and 3 LFs differ, on 4 and 5 none votes, on 6 and 7 they agree or one votes.
  const matrix = {
    rows: 8,
    columns: [Int16Array.of(0, 0, 0, 1, -1, -1, 0, -1), Int16Array.of(1, -1, 1, 0, -1, -1, 0, 1)],
    gold: Int16Array.of(0, 1, -1, -1, -1, -1, -1, -1),
  };
  const order = (seed: number): number[] => [...rowsToAsk(matrix, seededRandom(seed))];

  it("begins with gold, conflicts and uncovered rows in turns, and ends with the others", () => {
    const kinds = order(1).map((row) => row >> 1);
    assert.deepEqual(kinds, [0, 0, 1, 2, 1, 2, 3, 3]);
    assert.deepEqual([...order(1)].sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("is the same for the same seed, and another for others", () => {
    assert.deepEqual(order(1), order(1));
    assert.ok(new Set([1, 2, 3, 4, 5, 6].map((seed) => order(seed).join())).size > 1);
  });
});
