// The types a project's author meets: good snippets compile, and each mistake is an error on its own line.
import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import ts from "typescript";

const sdk = resolve(__dirname, "../../src/sdk/index.ts");
const folder = resolve(__dirname, "project");

const snippetPath = join(folder, "snippet.lf.ts");

const register = `
  import "lf-lens";
  export interface Row { readonly text: string; readonly note: string | null; readonly amount: number | null; readonly tags: readonly string[] }
  declare module "lf-lens" { interface Register { label: "HAM" | "SPAM"; row: Row; endpoint: "local" | "cloud" } }`;

/** Lines (from 1) of the errors that TypeScript reports in the snippet, with their messages. */
function errorsIn(snippet: string, generated: string): { line: number; message: string }[] {
  const files = new Map([
    [snippetPath, snippet],
    [join(folder, "row.d.ts"), generated],
  ]);
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2023.d.ts"],
    types: [],
    paths: { "lf-lens": [sdk] },
  };
  const host = ts.createCompilerHost(options);
  const disk = ts.createCompilerHost(options);
  host.fileExists = (path) => files.has(path) || disk.fileExists(path);
  host.directoryExists = () => true;
  host.readFile = (path) => files.get(path) ?? disk.readFile(path);
  host.getSourceFile = (path, languageVersion) =>
    files.has(path)
      ? ts.createSourceFile(path, files.get(path)!, languageVersion)
      : cached(path, () => disk.getSourceFile(path, languageVersion));
  const program = ts.createProgram([...files.keys()], options, host);
  return ts.getPreEmitDiagnostics(program, program.getSourceFile(snippetPath)).map((d) => ({
    line: d.file && d.start !== undefined ? d.file.getLineAndCharacterOfPosition(d.start).line + 1 : 0,
    message: ts.flattenDiagnosticMessageText(d.messageText, "\n"),
  }));
}

const libraries = new Map<string, ts.SourceFile | undefined>();
function cached(path: string, read: () => ts.SourceFile | undefined): ts.SourceFile | undefined {
  if (!libraries.has(path)) libraries.set(path, read());
  return libraries.get(path);
}

const head = `import { lf, keyword, regex, lookup, threshold, column, prompt, and, or, not, when, ABSTAIN } from "lf-lens";\nimport type { Row } from "./row";\n`;

/** Compiles body (its first line is line 3) and wants exactly these errors: [line, part of the message]. */
function check(title: string, body: string, expected: readonly (readonly [line: number, message: RegExp])[], generated = register): void {
  it(title, () => {
    const found = errorsIn(head + body, generated);
    assert.deepEqual(
      found.map((e) => e.line),
      expected.map(([line]) => line),
      JSON.stringify(found, null, 1),
    );
    expected.forEach(([, message], i) => assert.match(found[i]!.message, message));
  });
}

describe("SDK types", function () {
  this.timeout(60_000);

  check(
    "accept what the documentation shows",
    `export const a = regex("SPAM", "text", /x/i);
     export const b = lf((row: Row) => (row.text.length < 20 ? "HAM" : ABSTAIN));
     export const c = lf((row) => { if (row.text === "x") return "SPAM"; return undefined; });
     export const d = keyword("SPAM", "note", "a", "b");
     export const e = keyword("SPAM", "text", ["a", "b"], { substring: true });
     export const f = keyword("HAM", "amount", "a", { caseSensitive: true });
     export const g = lookup("note", { phone: "HAM", bulk: "SPAM" });
     export const h = lookup("SPAM", "text", new Set(["x"]));
     export const j = or(a, and(d, when((row) => row.text.length > 3, e)), not("HAM", f));
     export const k = threshold("SPAM", "amount", { above: 3, atMost: 5 });
     export const l = column("note", { map: { x: "SPAM" }, confidence: { column: "amount", atLeast: 0.9 } });
     export const m = keyword("SPAM", "text", ["a", "b"], { all: true, within: 3, unlessNear: { words: ["c"], within: 1 } });
     export const n = prompt({ endpoint: "local", template: "{{text}} and {{ note }}?", system: "Filter.", labels: { yes: "SPAM" }, abstain: "no", examples: [{ row: { text: "x" }, answer: "yes" }] });
     export const o = when(a, prompt({ endpoint: "cloud", template: "Short" + String(1), output: /a/, threshold: 0.9 }));
     export const i = lf({ needs: ["note", "amount"], vote: (row) => (row.note.length > row.amount ? "HAM" : null) });`,
    [],
  );
  check("name a misspelt label in a builder", `export const a = 1;\nexport const b = regex("SPAMM", "text", /x/);`, [
    [4, /'"SPAMM"' is not assignable to .*"SPAM"/],
  ]);
  check("name a misspelt column in a builder", `export const b = keyword("SPAM",\n  "txt",\n  "x");`, [[4, /'"txt"' is not assignable/]]);
  check("refuse a list column where text is read", `export const b = keyword("SPAM", "tags", "x");`, [[3, /'"tags"' is not assignable/]]);
  check("name a misspelt label in a table", `export const b = lookup("text", {\n  a: "HAM",\n  b: "SPAN",\n});`, [[5, /"SPAN"/]]);
  check("name a misspelt label an LF returns", `export const b = lf((row) => (row.text ? "SPMA" : ABSTAIN));`, [[3, /"SPMA"/]]);
  check("name a misspelt column an LF reads", `export const b = lf((row) =>\n  row.txt ? "SPAM" : ABSTAIN);`, [[4, /Did you mean 'text'/]]);
  check("say that a cell may be null", `export const b = lf((row) =>\n  row.note.length ? "SPAM" : ABSTAIN);`, [
    [4, /'row.note' is possibly 'null'/],
  ]);
  check("name a misspelt label in a map", `export const b = column("note", {\n  map: { x: "SPAN" },\n});`, [[4, /"SPAN"/]]);
  check("refuse a condition that is a label", `export const b = when(() => "x",\n  keyword("SPAM", "text", "a"));`, [
    [3, /not assignable/],
  ]);
  check(
    "name a column of a template that there is not",
    `export const b = prompt({\n  endpoint: "local",\n  template: "{{text}} {{txet}}",\n});`,
    [[5, /There is no column \{\{txet\}\}/]],
  );
  check("name an endpoint that there is not", `export const b = prompt({\n  endpoint: "locl",\n  template: "{{text}}",\n});`, [
    [4, /'"locl"' is not assignable to .*"local"/],
  ]);
  check(
    "name a misspelt label of an answer",
    `export const b = prompt({\n  endpoint: "local",\n  template: "{{text}}",\n  labels: { yes: "SPAN" },\n});`,
    [[6, /"SPAN"/]],
  );
  check("refuse a promise", `export const b = lf(async () => "SPAM");`, [[3, /Promise/]]);
  check("refuse a write to a row", `export const b = lf((row) => {\n  row.text = "";\n  return null;\n});`, [[4, /read-only property/]]);
  check("refuse an unknown needed column", `export const b = lf({\n  needs: ["nte"],\n  vote: () => null,\n});`, [
    [4, /Did you mean '"note"'/],
  ]);
  check(
    "work before anything is generated: labels and columns are any text",
    `export const a = regex("ANY", "thing", /x/);\nexport const b = lf((row) => (row.x === 1 ? "ANY" : ABSTAIN));\nexport const c = prompt({ endpoint: "x", template: "{{any}}" });`,
    [],
    "export interface Row {}",
  );
});
