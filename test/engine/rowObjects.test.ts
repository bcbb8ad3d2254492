import assert from "node:assert/strict";
import fc from "fast-check";
import type { CellValue } from "../../src/core/data/cells";
import { rowObjects } from "../../src/engine/realm/rowObjects";

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
    assert.equal(Object.prototype.toString.call(first), "[object Object]");
  });

  it("may have columns and keys with the names of methods that all objects have", () => {
    const names = Object.getOwnPropertyNames(Object.prototype);
    const nested: CellValue = Object.fromEntries(names.map((name) => [name, 1]));
    const columns = new Map<string, CellValue[]>([["nested", [nested]], ...names.map((name): [string, CellValue[]] => [name, [2]])]);
    const [row] = rowObjects({ rows: 1, columns }, undefined);
    assert.deepEqual(
      Object.entries(row!).slice(1),
      names.map((name) => [name, 2]),
    );
    assert.deepEqual(
      Object.entries(row!["nested"] as object),
      names.map((name) => [name, 1]),
    );
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

  it("share nothing that can be changed, neither with each other nor with us", () => {
    const tags: CellValue = ["x", { deep: [1] }];
    const [row] = rowObjects({ rows: 1, columns: new Map([["tags", [tags]]]) }, undefined);
    const own = row!["tags"] as unknown as { map: { call: unknown } } & Record<number, { deep: object }>;
    assert.deepEqual(JSON.parse(JSON.stringify(own)), tags);
    const shared = [row!, own, own[1]!, own[1]!.deep, own.map].map((value) => Object.getPrototypeOf(value) as object);
    for (const prototype of shared) {
      const { constructor } = prototype;
      assert.ok(Object.isFrozen(prototype) && Object.isFrozen(constructor));
      assert.ok(![Object.prototype, Array.prototype, Function.prototype].includes(prototype));
    }
    assert.ok(!Object.isFrozen(Object.prototype));
  });
});
