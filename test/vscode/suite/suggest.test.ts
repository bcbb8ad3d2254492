import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import * as vscode from "vscode";
import type { LfSuggestion } from "../../../src/protocol/suggest";
import { eventually } from "../../eventually";
import { files, restore, settled } from "./spam";

describe("suggested labeling functions", () => {
  before(() => settled());
  afterEach(restore);

  const suggest = (asked: object): Thenable<readonly LfSuggestion[] | undefined> =>
    vscode.commands.executeCommand("lfLens.suggestLfs", { root: vscode.workspace.getWorkspaceFolder(vscode.Uri.file(files.lfs))!.uri.fsPath, ...asked }); // prettier-ignore

  /** 16 comments that say "channel" are SPAM, and 16 that say "video" are HAM; no LF there is knows either. */
  async function moreData(): Promise<void> {
    const line = (i: number): string => (i % 2 === 0 ? `n${i},My channel number ${i},SPAM` : `n${i},Cool video number ${i},HAM`);
    writeFileSync(files.data, `id,text,label\n${Array.from({ length: 32 }, (_, i) => line(i)).join("\n")}\n`);
    await eventually(async () => assert.equal((await settled()).data?.rows, 32));
  }

  it("are inserted at the cursor, import what they use, run unsaved, and vote on as many rows as they said", async () => {
    await moreData();
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(files.lfs));
    const line = editor.document.getText().split("\n").indexOf("");
    editor.selection = new vscode.Selection(line + 2, 0, line + 2, 0);
    const [first] = (await suggest({ accept: 1, label: "SPAM" }))!;
    assert.match(first!.source, /^export const \w+ = keyword\("SPAM", "text", .*"(?:my )?channel".*\);$/);
    assert.deepEqual([first!.label, first!.rows, first!.newRows], ["SPAM", 16, 16]);
    const text = editor.document.getText();
    assert.ok(text.includes(`${first!.source}\n`) && editor.document.isDirty, text);
    await eventually(async () => {
      const lf = (await settled()).numbers.sample.lfs.find(({ name }) => name === first!.name);
      assert.deepEqual([lf?.summary?.votes, lf?.summary?.correct, lf?.faults.length], [16, 16, 0]);
    });
  });

  it("help with the rows asked for; where nothing is left to add, nothing is inserted", async () => {
    await moreData();
    const before = (await vscode.workspace.openTextDocument(files.lfs)).getText();
    const found = (await suggest({ accept: 5, rows: { goldLabel: "HAM" } }))!;
    assert.equal(found[0]!.label, "HAM");
    assert.notEqual((await vscode.workspace.openTextDocument(files.lfs)).getText(), before);
  });

  it("are offered on an LF for its label, and on an empty line", async () => {
    await settled();
    const document = await vscode.workspace.openTextDocument(files.lfs);
    const titlesAt = async (line: number): Promise<string[]> => {
      const at = new vscode.Range(line, 0, line, 0);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", document.uri, at);
      return actions.map(({ title }) => title);
    };
    await eventually(async () => {
      assert.ok((await titlesAt(3)).includes("Suggest More Labeling Functions for SPAM..."));
      assert.ok((await titlesAt(4)).includes("Suggest Labeling Functions..."));
    });
  });
});
