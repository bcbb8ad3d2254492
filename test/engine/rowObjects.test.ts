import assert from "node:assert/strict";
import fc from "fast-check";
import type { CellValue } from "../../src/core/cells";
import { rowObjects } from "../../src/engine/rowObjects";

describe("row objects", () => {
  it("hold each row's cells under their columns' names, gold left out", () => {
    const columns = new Map<string, CellValue[]>([
      ["text", ["a", null]],
      ["n", [1, 2]],
      ["__proto__", ["x", "y"]],
    ]);
    const [first, second] = rowObjects({ rows: 2, columns: new Map([...columns, ["label", ["HAM", null]]]) }, "label");
    assert.deepEqual(Object.entries(first!), [
      ["text", "a"],
      ["n", 1],
      ["__proto__", "x"],
    ]);
    assert.equal(second!["text"], null);
    assert.equal(Object.getPrototypeOf(first), Object.prototype);
  });

  it("cannot be changed, at any depth", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (cell) => {
        const [row] = rowObjects({ rows: 1, columns: new Map([["cell", [cell as CellValue]]]) }, undefined);
        const before = JSON.stringify(row);
        const frozen = (value: unknown): boolean =>
          typeof value !== "object" || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
        assert.ok(frozen(row));
        assert.equal(before, JSON.stringify({ cell }));
      }),
    );
  });
});
