import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually } from "../../eventually";
import { files, restore, settled, type } from "./spam";

/** What TypeScript says of the LF file, as "line: message". */
const typeErrors = (): string[] =>
  vscode.languages
    .getDiagnostics(vscode.Uri.file(files.lfs))
    .filter(({ source }) => source === "ts")
    .map(({ range, message }) => `${range.start.line + 1}: ${message}`);

describe("the generated types", () => {
  before(() => settled());
  afterEach(restore);

  const check = (what: string, from: string, to: string, expected: RegExp): void => {
    it(`make ${what} a TypeScript error`, async () => {
      await vscode.window.showTextDocument(vscode.Uri.file(files.lfs));
      await type(files.lfs, from, to);
      await eventually(() => assert.match(typeErrors().join("\n"), expected), 50);
      await type(files.lfs, to, from);
      await eventually(() => assert.deepEqual(typeErrors(), []), 50);
    });
  };
  check("a misspelt column", "row.text", "row.txet", /^9: .*txet/);
  check("a misspelt label", '"SPAM", "text"', '"SPAMM", "text"', /^4: .*SPAMM/);
  check("a misspelt column of a builder", '"HAM", "text"', '"HAM", "txt"', /^6: .*txt/);
});
