import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import ts from "typescript";
import type { ColumnInfo } from "../../src/core/data/cells";
import { writeGeneratedTypes } from "../../src/services/project/generatedTypes";

const top = resolve(__dirname, "../..");
const columns: ColumnInfo[] = [
  { name: "text", type: "string", nullable: false },
  { name: "amount in €", type: "number", nullable: true },
  { name: "tags", type: "json", nullable: false, tsType: "readonly string[]" },
  { name: "gold", type: "string", nullable: true },
];

describe("generated types", () => {
  let root: string;
  let sdkTypes: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), "lf-types-"));
    sdkTypes = join(root, "sdk-build");
    execFileSync(process.execPath, [join(top, "node_modules/typescript/bin/tsc"), "-p", join(top, "src/sdk"), "--outDir", sdkTypes]);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  const write = (): Promise<void> =>
    writeGeneratedTypes({ root, labels: ["HAM", "SPAM"], columns, goldColumn: "gold", sdkTypes, endpoints: ["local"] });

  /** The TypeScript errors of one .lf.ts in the project, as "line: text". */
  function errorsOf(source: string): string[] {
    const file = join(root, "x.lf.ts");
    writeFileSync(file, source);
    writeFileSync(join(root, "tsconfig.json"), '{ "extends": "./.lf-lens/tsconfig.json" }');
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)) as { config: unknown };
    const parsed = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const program = ts.createProgram([file, join(root, ".lf-lens/row.d.ts")], parsed.options);
    return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
      const line = diagnostic.file ? ts.getLineAndCharacterOfPosition(diagnostic.file, diagnostic.start ?? 0).line + 1 : 0;
      return `${line}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, " ")}`;
    });
  }

  it("makes a misspelt column or label a TypeScript error, without any install", async () => {
    await write();
    const head = 'import { lf, regex, ABSTAIN } from "lf-lens";\nimport type { Row } from "./.lf-lens/row";\n';
    assert.deepEqual(
      errorsOf(`${head}export const a = lf((row: Row) => (row["amount in €"] ?? 0) > 3 && row.tags.includes("x") ? "SPAM" : ABSTAIN);\n`),
      [],
    );
    const misspelt = errorsOf(
      `${head}export const a = lf((row: Row) => (row.txet === "" ? "SPAM" : ABSTAIN));
export const b = lf((row: Row) => (row.text === "" ? "SPMA" : ABSTAIN));
export const c = regex("SPAM", "txet", /x/);
export const d = regex("SPMA", "text", /x/);
export const e = lf((row: Row) => (row.gold === "SPAM" ? "SPAM" : ABSTAIN));\n`,
    );
    assert.deepEqual([...new Set(misspelt.map((error) => error.split(":")[0]))], ["3", "4", "5", "6", "7"], misspelt.join("\n"));
    assert.match(misspelt.join("\n"), /txet/);
    assert.match(misspelt.join("\n"), /SPMA/);
    const ask = (endpoint: string, column: string): string[] =>
      errorsOf(`import { prompt } from "lf-lens";\nexport const p = prompt({ endpoint: "${endpoint}", template: "{{${column}}}" });\n`);
    assert.deepEqual(ask("local", "text"), []);
    assert.match(ask("lokal", "text").join(), /^2: .*"lokal"/);
    assert.match(ask("local", "gold").join(), /^2: .*There is no column \{\{gold\}\}/);
  });

  it("is ignored by git and leaves files that would not change alone", async () => {
    await write();
    assert.equal(readFileSync(join(root, ".lf-lens/.gitignore"), "utf8"), "*\n");
    const before = statSync(join(root, ".lf-lens/row.d.ts")).mtimeMs;
    await write();
    assert.equal(statSync(join(root, ".lf-lens/row.d.ts")).mtimeMs, before);
  });
});
