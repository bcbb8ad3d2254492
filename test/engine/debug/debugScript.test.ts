import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { debugScript } from "../../../src/engine/debug/debugScript";

const text = `import { keyword, lf } from "lf-lens";
import { long } from "./long";
export const block = lf((row) => {
  const words = row.text.split(" ");
  return words.length > 3 ? "HAM" : null;
});
export const arrow = lf((row) => (row.text === "x" ? "HAM" : null)); // one line
export const wide = lf(
  (row) =>
    row.text === "x" ? "HAM" : null,
);
export const method = lf({ needs: ["text"], vote(row) { return long(row.text); } });
export const named = lf(isLong);
function isLong(row) {
  return long(row.text);
}
export const built = keyword("SPAM", "text", "a",
  "b");
export const helped = long;
const hidden = lf(() => null);
export { hidden as shown };
`;

describe("a script for the debugger", () => {
  const folder = mkdtempSync(join(tmpdir(), "lf-debug-test-"));
  const file = join(folder, "some.lf.ts");
  before(() => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
    writeFileSync(join(folder, "long.ts"), 'export const long = (text: string) => (text.length > 9 ? "HAM" : null);\n');
  });
  after(() => rmSync(folder, { recursive: true }));

  const compile = (lf: string, options: { stop?: boolean; unsaved?: string } = {}): Promise<string> =>
    debugScript({
      root: folder,
      file,
      lf,
      files: options.unsaved === undefined ? [] : [{ path: file, text: options.unsaved }],
      sdk: "/sdk/index.js",
      stop: options.stop ?? true,
    });

  function mapOf(code: string): TraceMap {
    const base64 = /sourceMappingURL=data:application\/json;base64,(.*)/.exec(code)![1]!;
    return new TraceMap(Buffer.from(base64, "base64").toString());
  }
  /** Where the user's text has what stands first in the compiled code: "file:line:column", from 1. */
  function placeOf(code: string, piece: string): string {
    const at = code.indexOf(piece);
    assert.notEqual(at, -1, `${piece} is not in\n${code}`);
    const before = code.slice(0, at).split("\n");
    const { source, line, column } = originalPositionFor(mapOf(code), { line: before.length, column: before.at(-1)!.length });
    return `${source?.replace(`${pathToFileURL(folder).href}/`, "")}:${line}:${(column ?? NaN) + 1}`;
  }

  const stops: [lf: string, place: string, what: string][] = [
    ["block", "some.lf.ts:3:34", "where its function's body opens"],
    ["arrow", "some.lf.ts:7:25", "where its arrow function begins"],
    ["wide", "some.lf.ts:9:3", "where its arrow function begins, on a line of its own"],
    ["method", "some.lf.ts:12:55", "in its vote method"],
    ["named", "some.lf.ts:14:22", "in the function that it names"],
    ["built", "some.lf.ts:17:22", "at the builder's call"],
  ];
  for (const [lf, place, what] of stops) it(`stops ${what}`, async () => assert.equal(placeOf(await compile(lf), "debugger;"), place));

  it("knows every other place as the user has it", async () => {
    assert.equal(placeOf(await compile("method"), "long(row.text)"), "some.lf.ts:12:64");
    assert.equal(placeOf(await compile("block"), "words.length > 3"), "some.lf.ts:5:10");
    assert.equal(placeOf(await compile("arrow"), 'text === "x"'), "some.lf.ts:7:39");
    assert.equal(placeOf(await compile("named"), "text.length > 9"), "long.ts:1:40");
    assert.equal(placeOf(await compile("built"), '"b"'), "some.lf.ts:18:3");
  });

  it("does not stop where the user has breakpoints, or where no LF is defined", async () => {
    assert.doesNotMatch(await compile("block", { stop: false }), /debugger/);
    assert.doesNotMatch(await compile("shown"), /debugger/);
  });

  it("takes unsaved text, and the SDK from where it is", async () => {
    const code = await compile("fresh", { unsaved: 'import { lf } from "lf-lens";\n\nexport const fresh = lf(() => null);\n' });
    assert.equal(placeOf(code, "debugger;"), "some.lf.ts:3:25");
    assert.match(code, /require\("\/sdk\/index\.js"\)/);
  });

  it("says where a file does not compile", () =>
    assert.rejects(compile("block", { unsaved: "export const block = (" }), /^Error: some\.lf\.ts:1: /));
});
