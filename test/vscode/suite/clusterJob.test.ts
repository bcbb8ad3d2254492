// A Spark job from the editor, and the statistics that come back. The job itself runs in test/spark.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { commands } from "../../../src/editor/ids";
import { eventually } from "../../eventually";
import { files, project, restore, settled, type } from "./spam";

describe("a Spark job", () => {
  const folder = mkdtempSync(join(tmpdir(), "lf-lens-job-"));
  const { showInformationMessage } = vscode.window;
  before(async () => {
    // What an earlier test put into the project may still be leaving.
    await eventually(async () => assert.equal((await settled()).numbers.sample.lfs.length, 3));
    Object.assign(vscode.window, { showInformationMessage: () => Promise.resolve(undefined) });
  });
  after(async () => {
    Object.assign(vscode.window, { showInformationMessage });
    await restore();
    rmSync(folder, { recursive: true });
  });

  it("is written, and statistics that it gives are shown as all rows, until an LF changes", async () => {
    const { root, numbers } = await project();
    const out = join(folder, "job");
    await vscode.commands.executeCommand(commands.exportSparkJob, { root, model: "fit", out });
    assert.ok(existsSync(join(out, "job.py")));

    const file = join(folder, "statistics.json");
    combine(out, numbers.sample.lfs.length, 1_000);
    await vscode.commands.executeCommand(commands.openClusterStatistics, { root, file });
    const measured = (await project()).numbers.allRows!.measured!;
    assert.deepEqual([measured.numbers.rows, measured.from, measured.stale], [1_000, "statistics.json", false]);
    assert.deepEqual(
      measured.numbers.lfs.map(({ name, file: at }) => [name, at]),
      numbers.sample.lfs.map(({ name }) => [name, files.lfs]),
    );
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await type(files.lfs, '"subscribe"', '"subscribe", "hello"');
    await eventually(async () => assert.equal((await project()).numbers.allRows?.measured?.stale, true));
  });

  /** What the driver does once partitions have voted: here on rows of train that no LF votes on. */
  function combine(job: string, lfs: number, rows: number): void {
    writeFileSync(join(folder, "kinds.bin"), new Uint8Array(Int16Array.from({ length: lfs + 2 }, (_, i) => (i > lfs ? 0 : -1)).buffer));
    writeFileSync(join(folder, "counts.bin"), new Uint8Array(Float64Array.of(rows).buffer));
    writeFileSync(join(folder, "faults.json"), '{"faults":[],"stopped":[]}');
    const { status, stderr } = spawnSync("node", [join(job, "combine.js"), job, folder], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
  }
});
