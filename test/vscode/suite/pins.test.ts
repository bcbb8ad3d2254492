// Pinned examples: the command on the LF under the cursor, problems in pin files, and the file that git can diff.
import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { commands } from "../../../src/editor/ids";
import { eventually } from "../../eventually";
import { files, problems, project, restore, settled, type } from "./spam";

const pins = join(files.lfs, "../comments.lf.pins.json");

describe("pinned examples", () => {
  before(() => settled());
  afterEach(async () => {
    rmSync(pins, { force: true });
    await restore();
    await eventually(async () => assert.deepEqual((await project()).pinned, []));
  });

  /** Chooses the first offer of each list that a command opens, until it is done. While no list is open, nothing is accepted. */
  async function accepting(work: Thenable<unknown>): Promise<void> {
    let done = false;
    void work.then(
      () => (done = true),
      () => (done = true),
    );
    await eventually(async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      assert.ok(done, "the command still asks");
    }, 30);
    await work;
  }

  it("are made by the command on the LF under the cursor, the wrong rows first, abstaining where it never votes gold", async () => {
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(files.lfs));
    editor.selection = new vscode.Selection(3, 0, 3, 0);
    await accepting(vscode.commands.executeCommand(commands.pinRow));
    assert.deepEqual(JSON.parse(readFileSync(pins, "utf8")), {
      asksToSubscribe: { pins: [{ id: "c5", vote: null, row: { id: "c5", text: "Subscribe, I love it" } }] },
    });
    await eventually(async () => assert.equal((await project()).pinned[0]?.pins[0]?.text, "Subscribe, I love it"));
    await accepting(vscode.commands.executeCommand(commands.unpinRow));
    assert.equal(existsSync(pins), false);
  });

  it("have their problems marked in their file", async () => {
    writeFileSync(pins, '{\n  "praises": { "pins": [{ "id": "c1", "vote": "MAYBE", "row": {} }] }\n}\n');
    await eventually(() => assert.match(problems(pins).join(), /^Error 2: "MAYBE" is not a label of this project/));
    writeFileSync(pins, '{\n  "praised": { "floors": { "coverage": 0.1 } }\n}\n');
    await eventually(() => assert.match(problems(pins).join(), /^Warning 2: There is no LF "praised"/));
  });

  it("follow the code as it is typed", async () => {
    writeFileSync(pins, '{ "praises": { "pins": [{ "id": "c3", "vote": "HAM", "row": { "text": "Great song" } }] } }');
    await eventually(async () => assert.equal((await project()).pinned.length, 1));
    await type(files.lfs, "const praises", "const praise");
    await eventually(() => assert.match(problems(pins).join(), /There is no LF "praises"/));
  });
});
