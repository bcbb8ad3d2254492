// How much of an export's part a cell fills: parts are cut by it, so that memory does not grow with what cells hold.
import assert from "node:assert/strict";
import { cellSize } from "../../src/core/data/cells";

describe("the size of a cell", () => {
  it("is a text's length, and nothing for a number, a yes or an empty cell", () => {
    assert.deepEqual([cellSize("abc"), cellSize(""), cellSize(12.5), cellSize(true), cellSize(null)], [3, 0, 0, 0, 0]);
  });

  it("grows with the entries of a list or a struct, whatever they hold", () => {
    const [empty, one, two] = [[], [1], [1, 2]].map(cellSize) as [number, number, number];
    assert.ok(empty > 0 && one > empty);
    assert.equal(two - one, one - empty);
    assert.equal(cellSize({ a: 1, b: 2 }), two);
    assert.equal(cellSize(["abc"]), one + 3);
    assert.equal(cellSize([[1]]), one + (one - empty) + empty);
  });
});
