// The end model's commands in the editor: trained, cancelled, predicted with, and trained again after a save where that is wanted.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { commands, settings } from "../../../src/editor/ids";
import { eventually } from "../../eventually";
import { project, settled } from "./spam";

const name = "bank-chat";
const root = vscode.workspace.workspaceFolders!.find((folder) => folder.name === name)!.uri.fsPath;
const own = (folder: string): string[] => (existsSync(join(root, ".lf-lens", folder)) ? readdirSync(join(root, ".lf-lens", folder)) : []);
const { showInformationMessage, showSaveDialog, withProgress } = vscode.window;

/** Keeps what is said, and dismisses it. */
function collectingMessages(): string[] {
  const said: string[] = [];
  vscode.window.showInformationMessage = (message: string): Promise<undefined> => {
    said.push(message);
    return Promise.resolve(undefined);
  };
  return said;
}

/** The user presses Cancel in the notification as soon as it says something. */
function cancellingAtOnce(): void {
  vscode.window.withProgress = (options, task) => {
    const source = new vscode.CancellationTokenSource();
    return withProgress(options, (progress) =>
      task(
        {
          report(value) {
            progress.report(value);
            source.cancel();
          },
        },
        source.token,
      ),
    );
  };
}

describe("the end model's commands", function () {
  this.timeout(120_000);
  before(() => settled(name));
  afterEach(() => Object.assign(vscode.window, { showInformationMessage, showSaveDialog, withProgress }));
  after(async () => {
    for (const folder of ["runs", "models"]) rmSync(join(root, ".lf-lens", folder), { recursive: true, force: true });
    await vscode.commands.executeCommand(commands.reload);
    await settled(name);
  });

  it("leave nothing of a training that the user cancels", async () => {
    const said = collectingMessages();
    cancellingAtOnce();
    await vscode.commands.executeCommand(commands.trainEndModel, root);
    assert.deepEqual([own("runs"), own("models"), said], [[], [], []]);
    const { tasks, endModel } = await project(name);
    assert.deepEqual([tasks, endModel], [[], undefined]);
  });

  it("leave nothing of one that ends with all other work, either", async () => {
    const training = vscode.commands.executeCommand(commands.trainEndModel, root);
    await eventually(async () => assert.equal((await project(name)).tasks.length, 1));
    await vscode.commands.executeCommand(commands.cancel);
    await training;
    assert.deepEqual([own("runs"), own("models")], [[], []]);
    await settled(name);
  });

  it("train on what stands in the editor, and say what the model is worth beside the label model", async () => {
    const said = collectingMessages();
    await vscode.commands.executeCommand(commands.trainEndModel, root);
    assert.match(said.join(), /^Trained on .* soft labels.* in \d+\.\d s\. \d+\.\d% right on test \(label model \d+\.\d%, \d+ rows\)\.$/);
    const { endModel, numbers } = await project(name);
    const { endModelClarity } = numbers.sample;
    assert.equal(endModel!.stale, false);
    assert.ok(endModelClarity, "the clarity matrix can be that of the end model");
    const judged = Object.values(endModelClarity.cells).flatMap((row) => Object.values(row).map(({ count }) => count));
    assert.equal(
      judged.reduce((sum, rows) => sum + rows),
      (await project(name)).data!.sampleGold,
    );
  });

  it("write predictions for every row where the user says", async () => {
    const out = join(root, "predicted.csv");
    const said = collectingMessages();
    vscode.window.showSaveDialog = () => Promise.resolve(vscode.Uri.file(out));
    try {
      await vscode.commands.executeCommand(commands.predictEndModel, root);
      const { data, labels } = await project(name);
      const [head, ...lines] = readFileSync(out, "utf8").trimEnd().split("\n");
      assert.deepEqual(
        head!.split(",").slice(-labels.length),
        labels.map((label) => `p_${label}`),
      );
      assert.equal(lines.length, data!.rows);
      assert.deepEqual(said, [`Wrote ${data!.rows.toLocaleString("en-US")} rows to predicted.csv.`]);
    } finally {
      rmSync(out, { force: true });
    }
  });

  describe("where the model follows saves", () => {
    const [file = ""] = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
      (path) => path.endsWith(".lf.ts") && !path.includes("node_modules"),
    );
    const path = join(root, file);
    const text = readFileSync(path, "utf8");
    const set = async (value?: string): Promise<void> =>
      vscode.workspace.getConfiguration().update(settings.retrain, value, vscode.ConfigurationTarget.Global);
    before(() => set("onSave"));
    after(async () => {
      await set();
      writeFileSync(path, text);
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    });

    it("train it again in the background, without a message", async () => {
      const said = collectingMessages();
      const { endModel: before } = await project(name);
      const editor = await vscode.window.showTextDocument(vscode.Uri.file(path));
      const added = '\nimport { regex as again } from "lf-lens";\nexport const retrained = again("FEES", "text", /\\bcharged?\\b/i);\n';
      const end = editor.document.positionAt(editor.document.getText().length);
      await editor.edit((edit) => edit.insert(end, added));
      await eventually(async () => assert.equal((await project(name)).endModel!.stale, true));
      await editor.document.save();
      const { endModel: after } = await eventually(async () => {
        const found = await project(name);
        assert.equal(found.endModel!.stale, false);
        return found;
      }, 90);
      assert.notEqual(after!.id, before!.id);
      assert.deepEqual(said, []);
      await eventually(async () => assert.deepEqual((await project(name)).tasks, []));
    });
  });
});
