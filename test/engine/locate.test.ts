import assert from "node:assert/strict";
import { locateExports } from "../../src/engine/compile/locate";

/** Each exported name with its line, column and last line, as "name line:column-endLine". */
function check(title: string, text: string, expected: readonly string[]): void {
  it(title, () => {
    const found = Array.from(locateExports(text), ([name, { line, column, endLine }]) => `${name} ${line}:${column}-${endLine}`);
    assert.deepEqual(found, expected);
  });
}

describe("where exports stand", () => {
  check(
    "one line, several lines, two in one statement",
    `export const a = f();\nexport const b = f(\n  1,\n);\nexport const c = 1, d = 2;`,
    ["a 1:14-1", "b 2:14-4", "c 5:14-5", "d 5:21-5"],
  );
  check("exported after its declaration, under another name too", `const a = f();\nconst b = 1;\nexport { a, b as c };`, [
    "a 1:7-1",
    "c 2:7-2",
  ]);
  check("exported from another file", `export { a, b as c } from "./x";`, ["a 1:10-1", "c 1:18-1"]);
  check("a default export", `const a = 1;\nexport default f(a);`, ["default 2:1-2"]);
  check(
    "nothing but types, functions and locals",
    `type T = 1; export type U = 2; export function f() {}\nconst local = 3; export let unset: number;`,
    [],
  );
  check(
    "half-typed text: what stands before and after the gap",
    `export const a = f();\nexport const b = lf((row) => row.\n\nexport const c = f();\nexport const`,
    ["a 1:14-1", "b 2:14-2", "c 4:14-4"],
  );
});
