import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { dirname } from "node:path";
import * as vscode from "vscode";
import { settings } from "../../../src/editor/ids";
import { eventually } from "../../eventually";
import { files, originalTitles, project, restore, settled, titles, type } from "./spam";

describe("changes", () => {
  before(() => settled());
  afterEach(restore);
  const folder = dirname(files.lfs);

  it("stand beside the numbers until the file is saved", async () => {
    // c3, whose gold is HAM, says "song"; c6 has no gold
    const document = await type(files.lfs, '"subscribe"', '"hello", "song"');
    await eventually(async () =>
      assert.equal((await titles())[0], "4: 2 rows (25.0%) · 0.0% right (0/1) | 1 wrong | 2 in conflict | +2 −3 rows, 1 newly wrong"),
    );
    await document.save();
    await eventually(async () => assert.equal((await titles())[0], "4: 2 rows (25.0%) · 0.0% right (0/1) | 1 wrong | 2 in conflict"));
  });

  it("are against the last commit where the user wants that, and follow it", async () => {
    const git = (...args: string[]): void =>
      void execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: folder });
    const configuration = vscode.workspace.getConfiguration();
    git("add", "comments.lf.ts");
    git("commit", "-qm", "first");
    try {
      await configuration.update(settings.baseline, "head", vscode.ConfigurationTarget.Global);
      await eventually(async () => assert.match((await project()).baseline?.title ?? "", /^HEAD \(.{7}\)$/));
      const document = await type(files.lfs, '"subscribe"', '"subscribe", "hello"');
      await document.save();
      await eventually(async () => assert.match((await titles())[0] ?? "", / \| \+1 row$/));
      git("commit", "-qam", "second");
      await eventually(async () => assert.doesNotMatch((await titles())[0] ?? "", /\+1 row/));
    } finally {
      await configuration.update(settings.baseline, undefined, vscode.ConfigurationTarget.Global);
    }
    await eventually(async () => assert.equal((await project()).baseline?.title, "the last saved version"));
    assert.notDeepEqual(await titles(), originalTitles);
  });
});
