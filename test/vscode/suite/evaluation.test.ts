// The end model in the editor: trained by a command, kept on disk, shown by the evaluation panel, written as Markdown.
import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { commands, panels } from "../../../src/editor/ids";
import { eventually } from "../../eventually";
import { files, project, settled } from "./spam";

const own = join(files.lfs, "../.lf-lens");
const panel = (): vscode.Tab | undefined =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .find(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(panels.evaluation));

describe("the evaluation", () => {
  before(() => settled());
  after(() => {
    for (const folder of ["runs", "models"]) rmSync(join(own, folder), { recursive: true, force: true });
    rmSync(join(own, "../models"), { recursive: true, force: true });
  });

  it("opens before there is any run, and stays when one comes", async () => {
    await vscode.commands.executeCommand(commands.openEvaluation);
    await eventually(() => assert.equal(panel()?.label, "Evaluation"));
  });

  it("is of the model that the command trains, which is up to date until an LF changes", async () => {
    const { root } = await project();
    await vscode.commands.executeCommand(commands.trainEndModel, root);
    const { endModel } = await eventually(async () => {
      const found = await project();
      assert.ok(found.endModel);
      return found;
    });
    assert.deepEqual(readdirSync(join(own, "runs")), [`${endModel!.id}.json`]);
    assert.equal(endModel!.stale, false);
    assert.equal(endModel!.evaluation.rows.read, 8);
    assert.ok(panel());
  });

  it("becomes an LF whose votes are kept in a file, and is out of date then", async () => {
    const { root } = await project();
    await vscode.commands.executeCommand(commands.useAsLf, root, { name: "learned", threshold: 0 });
    const { numbers } = await eventually(async () => {
      const found = await settled();
      assert.ok(found.numbers.sample.lfs.some(({ name, summary }) => name === "learned" && summary));
      return found;
    });
    const { summary, faults } = numbers.sample.lfs.find(({ name }) => name === "learned")!;
    assert.deepEqual(faults, []);
    // Of eight rows four have gold that trained the model: these it leaves alone, and is judged by none.
    assert.deepEqual([summary!.votes, summary!.correct + summary!.incorrect], [4, 0]);
    await eventually(async () => assert.equal((await project()).endModel!.stale, true));
  });
});
