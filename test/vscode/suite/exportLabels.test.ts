// Exporting from the editor: Enter goes through the dialog, and what the user changed in an earlier export is not replaced unasked.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { commands } from "../../../src/editor/ids";
import { eventually } from "../../eventually";
import { files, settled } from "./spam";

const root = dirname(files.config);
const out = join(root, "labels.csv");
const { showInformationMessage, showSaveDialog, showWarningMessage } = vscode.window;

/** Exports to `out`, with Enter on each page of the dialog. Answers what was said at the end, and asked before. */
async function exported(answer?: string): Promise<{ readonly asked: readonly string[]; readonly said: readonly string[] }> {
  const [asked, said]: [string[], string[]] = [[], []];
  let placed = false;
  const warn = (question: string, { detail = "" }: vscode.MessageOptions): Promise<string | undefined> => {
    asked.push(`${question}\n${detail}`);
    return Promise.resolve(answer);
  };
  const inform = (message: string): Promise<undefined> => {
    said.push(message);
    return Promise.resolve(undefined);
  };
  Object.assign(vscode.window, { showWarningMessage: warn, showInformationMessage: inform });
  vscode.window.showSaveDialog = () => {
    placed = true;
    return Promise.resolve(vscode.Uri.file(out));
  };
  const done = vscode.commands.executeCommand(commands.exportLabels, root);
  await eventually(async () => {
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    assert.ok(placed, "the dialog is still open");
  });
  await done;
  return { asked, said };
}

describe("an export from the editor", () => {
  before(() => settled());
  afterEach(() => {
    Object.assign(vscode.window, { showInformationMessage, showSaveDialog, showWarningMessage });
    for (const path of [out, `${out}.manifest.json`]) rmSync(path, { force: true });
  });

  it("replaces its own files, and those that the user changed after a yes only", async () => {
    const first = await exported();
    assert.deepEqual(first.asked, []);
    assert.match(first.said.join(), /^Wrote \d rows to labels\.csv\. /);
    const text = readFileSync(out, "utf8");
    assert.match(text, /^id,/);
    assert.deepEqual((await exported()).asked, [], "nothing of the user's is lost");

    const edited = `${text}c9,mine\n`;
    writeFileSync(out, edited);
    const kept = await exported(undefined);
    assert.deepEqual(kept.asked, ["1 file of labels.csv was changed since the last export. Overwrite?\nlabels.csv"]);
    assert.deepEqual([kept.said, readFileSync(out, "utf8")], [[], edited]);

    const replaced = await exported("Overwrite");
    assert.equal(replaced.asked.length, 1);
    assert.equal(readFileSync(out, "utf8"), text);
    assert.deepEqual(replaced.said, first.said);
  });
});
