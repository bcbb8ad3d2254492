import assert from "node:assert/strict";
import fc from "fast-check";
import { bestAssignment } from "../../../src/core/labelModel/assignment";

describe("bestAssignment", () => {
  it("takes the better total, not the best cell", () => {
    assert.deepEqual(bestAssignment([]), []);
    assert.deepEqual(bestAssignment([[5]]), [0]);
    const gain = [
      [10, 9],
      [9, 1],
    ];
    assert.deepEqual(bestAssignment(gain), [1, 0], "9 + 9 beats 10 + 1");
  });

  it("is as good as the best of all permutations", () => {
    const square = fc.integer({ min: 1, max: 6 }).chain((n) => {
      const row = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: n, maxLength: n });
      return fc.array(row, { minLength: n, maxLength: n });
    });
    const total = (gain: number[][], columns: number[]): number => columns.reduce((sum, column, row) => sum + gain[row]![column]!, 0);
    fc.assert(
      fc.property(square, (gain) => {
        const columns = bestAssignment(gain);
        assert.deepEqual([...columns].sort(), [...gain.keys()]);
        assert.equal(total(gain, columns), Math.max(...permutations([...gain.keys()]).map((order) => total(gain, order))));
      }),
    );
  });
});

function permutations(items: number[]): number[][] {
  if (items.length < 2) return [items];
  return items.flatMap((first) => permutations(items.filter((item) => item !== first)).map((rest) => [first, ...rest]));
}
