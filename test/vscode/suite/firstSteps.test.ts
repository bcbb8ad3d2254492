// What beginners do first: add an LF, mend a missing tsconfig.json, open the example.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { commands } from "../../../src/editor/ids";
import { eventually } from "../../eventually";
import { files, restore, settled } from "./spam";

const { showOpenDialog, showQuickPick } = vscode.window;

/** Takes the item whose label is like this in the next list; undefined: the user goes away. */
function answerList(label: RegExp | undefined): void {
  const pick = (items: readonly vscode.QuickPickItem[]): Promise<vscode.QuickPickItem | undefined> =>
    Promise.resolve(items.find((item) => label?.test(item.label)));
  Object.assign(vscode.window, { showQuickPick: pick });
}

describe("the first steps", () => {
  before(() => settled());
  afterEach(async () => {
    Object.assign(vscode.window, { showOpenDialog, showQuickPick });
    await restore();
  });

  it("New Labeling Function puts an LF at the end of the file in front", async () => {
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(files.lfs));
    const before = editor.document.getText();
    answerList(/./);
    await vscode.commands.executeCommand(commands.newLf);
    const text = editor.document.getText();
    const count = (of: string): number => of.match(/^export const /gm)?.length ?? 0;
    assert.equal(count(text), count(before) + 1);
    const old = before.slice(before.indexOf("export const ")).trimEnd();
    assert.ok(text.includes(old), "what was there stays");
    assert.ok(text.lastIndexOf("export const ") > text.indexOf(old), "the new one stands at the end");
  });

  it('a missing tsconfig.json is added by a quick fix where "lf-lens" is underlined', async () => {
    const path = join(dirname(files.lfs), "tsconfig.json");
    const kept = readFileSync(path, "utf8");
    const marks = vscode.languages.createDiagnosticCollection("test");
    const uri = vscode.Uri.file(files.lfs);
    const range = new vscode.Range(0, 0, 0, 10);
    rmSync(path);
    try {
      const message = "Cannot find module 'lf-lens' or its corresponding type declarations.";
      marks.set(uri, [new vscode.Diagnostic(range, message)]);
      const fix = await eventually(async () => {
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, range);
        const found = actions.find(({ title }) => title === "Add tsconfig.json");
        assert.ok(found, actions.map(({ title }) => title).join(", "));
        return found;
      });
      await vscode.commands.executeCommand(fix.command!.command, ...(fix.command!.arguments as unknown[]));
      assert.match(readFileSync(path, "utf8"), /"extends": "\.\/\.lf-lens\/tsconfig\.json"/);
    } finally {
      marks.dispose();
      writeFileSync(path, kept);
    }
  });

  it("Open Example copies it to the folder chosen, and leaves alone what is there already", async () => {
    const parent = mkdtempSync(join(tmpdir(), "lf-example-"));
    try {
      vscode.window.showOpenDialog = () => Promise.resolve([vscode.Uri.file(parent)]);
      answerList(undefined);
      await vscode.commands.executeCommand(commands.openExample);
      const config = join(parent, "bank-chat", "lf.config.json");
      assert.match(readFileSync(config, "utf8"), /"labels"/);
      assert.equal(existsSync(join(parent, "bank-chat", ".lf-lens")), false);
      writeFileSync(config, "mine");
      await vscode.commands.executeCommand(commands.openExample);
      assert.equal(readFileSync(config, "utf8"), "mine");
    } finally {
      rmSync(parent, { recursive: true, force: true });
    }
  });
});
