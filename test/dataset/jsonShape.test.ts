import assert from "node:assert/strict";
import type { CellValue } from "../../src/core/data/cells";
import { addValue, emptyShape, toTypeScript } from "../../src/dataset/cells/jsonShape";

describe("TypeScript types of nested columns", () => {
  const check = (values: readonly CellValue[], expected: string): void => {
    it(`${JSON.stringify(values).slice(0, 60)} -> ${expected}`, () => {
      const shape = emptyShape();
      for (const value of values) addValue(shape, value);
      assert.equal(toTypeScript(shape), expected);
    });
  };
  check([["a"], ["b", "c"]], "readonly string[]");
  check([[]], "readonly unknown[]");
  check([[1, null], ["x"]], "readonly (number | string | null)[]");
  check([[[1]], [[2], []]], "readonly (readonly number[])[]");
  check([{ a: 1 }, { a: null }], "{ readonly a: number | null }");
  check([{ a: 1 }, { a: 2, "b c": true }], '{ readonly a: number; readonly "b c"?: boolean }');
  check([[{ a: 1 }]], "readonly { readonly a: number }[]");
  check([[{ a: 1 }, { b: [1] }]], "readonly { readonly a?: number; readonly b?: readonly number[] }[]");
  check([[{ a: 1 }, 2]], "readonly ({ readonly a: number } | number)[]");
  check([{}], "Readonly<Record<string, never>>");
  check([[1], { a: 1 }, "x"], "readonly number[] | { readonly a: number } | string");
  check([Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, i]))], "unknown");
  check([{ a: [[[[[[[1]]]]]]] }], "{ readonly a: readonly (readonly (readonly (readonly (readonly unknown[])[])[])[])[] }");
});
