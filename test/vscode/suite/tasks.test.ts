// Long work in the editor: where several are under way, the user says which is cancelled, and the others go on.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { commands } from "../../../src/editor/ids";
import { eventually } from "../../eventually";
import { project, settled } from "./spam";

const name = "bank-chat";
const root = vscode.workspace.workspaceFolders!.find((folder) => folder.name === name)!.uri.fsPath;
const { showInformationMessage, showQuickPick } = vscode.window;

describe("cancelling running work", function () {
  this.timeout(120_000);
  before(() => settled(name));
  afterEach(() => Object.assign(vscode.window, { showInformationMessage, showQuickPick }));
  after(async () => {
    for (const folder of ["runs", "models"]) rmSync(join(root, ".lf-lens", folder), { recursive: true, force: true });
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand(commands.reload);
    await settled(name);
  });

  it("asks which of several, and leaves the others alone", async () => {
    vscode.window.showInformationMessage = () => Promise.resolve(undefined);
    const offered: string[][] = [];
    /** The user takes the one of this name, or goes away. */
    const choosing = (wanted?: string): void => {
      const choose = (items: readonly vscode.QuickPickItem[]): Promise<vscode.QuickPickItem | undefined> => {
        offered.push(items.map(({ label }) => label));
        return Promise.resolve(items.find(({ label }) => label === wanted));
      };
      Object.assign(vscode.window, { showQuickPick: choose });
    };
    const kinds = async (): Promise<string[]> => (await project(name)).tasks.map(({ kind }) => kind).sort();

    const before = await project(name);
    const training = vscode.commands.executeCommand(commands.trainEndModel, root);
    await eventually(async () => assert.deepEqual(await kinds(), ["train"]));
    const measuring = vscode.commands.executeCommand(commands.measureAllRows, root);
    await eventually(async () => assert.deepEqual(await kinds(), ["measure", "train"]));
    const { tasks: both } = await project(name);

    choosing();
    await vscode.commands.executeCommand(commands.cancel);
    assert.deepEqual([offered, await kinds()], [[both.map(({ title }) => title)], ["measure", "train"]]);

    choosing(both.find(({ kind }) => kind === "train")!.title);
    await vscode.commands.executeCommand(commands.cancel);
    await training;
    await measuring;
    assert.equal(offered.length, 2);
    const { numbers, endModel, tasks } = await project(name);
    assert.ok(numbers.allRows, "what was not cancelled has come to its end");
    assert.deepEqual([endModel?.id, tasks], [before.endModel?.id, []]);
  });
});
