// An edit re-runs exactly the LFs whose value it can have a part in.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCompiler } from "../../src/engine/compile/compile";

const helper = `
export const stop = new Set(["the", "a"]);
export const kw = (label: string, ...words: string[]) => keyword(label, "text", ...words.filter((word) => !stop.has(word)));
export const registry: string[] = [];
export const register = (word: string) => { registry.push(word); return word; };
export function isShort(text: string) { return text.length < limit; }
const limit = 20;
let counter = 0;
export const next = () => counter++;
import { keyword } from "lf-lens";
`;

const main = `
import { lf, keyword } from "lf-lens";
import { isShort, kw, next, register, registry } from "./helper";
import words from "./words.json";
export const plain = keyword("SPAM", "text", "subscribe");
export const short = lf((row) => (isShort(row.text) ? "HAM" : null));
export const shared1 = kw("SPAM", "free");
export const shared2 = kw("SPAM", "win");
export const listed = keyword("SPAM", "text", words.spam);
export const known = lf((row) => (registry.includes(row.text) ? "SPAM" : null));
export const adding = keyword("HAM", "text", register("hello"));
export const counting = lf(() => (next() > 3 ? "HAM" : null));
`;

const names = ["plain", "short", "shared1", "shared2", "listed", "known", "adding", "counting"];

describe("which LFs an edit re-runs", () => {
  let folder = "";
  before(() => (folder = mkdtempSync(join(tmpdir(), "lf-lens-"))));
  after(() => rmSync(folder, { recursive: true }));

  async function hashes(files: Readonly<Record<string, string>>): Promise<Map<string, string>> {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const compiler = createCompiler(folder);
    const [compiled] = await compiler.compile([{ path: join(folder, "main.lf.ts"), text: files["main.lf.ts"]! }]);
    await compiler.dispose();
    assert.deepEqual(compiled!.problems, []);
    return new Map(Array.from(compiled!.bundle!.exports, ([name, { hash }]) => [name, hash]));
  }

  const original = { "main.lf.ts": main, "helper.ts": helper, "words.json": `{"spam": ["a"], "ham": ["b"]}` };

  /** Replaces text in one file and names the LFs whose hash must change by it. */
  function check(title: string, file: keyof typeof original, find: string, replacement: string, expected: readonly string[]): void {
    it(`${title}: ${expected.join(", ") || "none"}`, async () => {
      assert.ok(original[file].includes(find));
      const before = await hashes(original);
      const after = await hashes({ ...original, [file]: original[file].replace(find, replacement) });
      assert.deepEqual([...before.keys()].sort(), [...names].sort());
      assert.deepEqual(
        names.filter((name) => before.get(name) !== after.get(name)),
        expected,
      );
    });
  }

  check("the LF itself", "main.lf.ts", `"subscribe"`, `"channel"`, ["plain"]);
  check("an LF made by a shared function", "main.lf.ts", `"free"`, `"gratis"`, ["shared1"]);
  check("a comment", "main.lf.ts", `export const short`, `// hello\nexport const /* x */ short`, []);
  check("white space and types", "main.lf.ts", `(row) =>`, `(row: { text: string })   =>\n  `, []);
  check("a comment in an imported file", "helper.ts", "const limit", "/** why */\nconst limit", []);
  check("a constant behind an imported function", "helper.ts", "limit = 20", "limit = 30", ["short"]);
  check("a set that imported functions only read", "helper.ts", `"the"`, `"these"`, ["shared1", "shared2"]);
  check("a list in JSON", "words.json", `["a"]`, `["c"]`, ["listed"]);
  check("what another LF adds to a shared list on load", "main.lf.ts", `"hello"`, `"bye"`, ["known", "adding"]);
  check("a counter's start", "helper.ts", "counter = 0", "counter = 2", ["counting"]);
  check("a statement that is no declaration", "main.lf.ts", "export const plain", `registry.push("x");\nexport const plain`, names);
  check("a new LF", "main.lf.ts", "export const plain", `export const extra = keyword("HAM", "text", "x");\nexport const plain`, []);
  check("an LF that goes", "main.lf.ts", `export const plain = keyword("SPAM", "text", "subscribe");`, "", ["plain"]);
});
