import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { commands, internalCommands, settings } from "../../../src/editor/ids";
import { eventually } from "../../eventually";
import { files, originalTitles, problems, project, restore, settled, titles, type } from "./spam";

/** Waits until the LF file's CodeLens texts are these. */
const expectTitles = (expected: readonly string[], path = files.lfs): Promise<void> =>
  eventually(async () => assert.deepEqual(await titles(path), expected));

describe("numbers beside the code", () => {
  before(() => settled());
  afterEach(restore);

  it("open every project of every workspace folder", async () => {
    const [bank, spam] = [await settled("bank-chat"), await settled()];
    assert.equal(spam.data?.rows, 8);
    assert.equal(spam.data?.goldRows, 4);
    assert.ok(bank.numbers.sample.lfs.length >= 15, `the example has ${bank.numbers.sample.lfs.length} LFs`);
    assert.ok(bank.data && bank.data.rows >= 1000, `the example has ${bank.data?.rows} rows`);
    assert.deepEqual(bank.problems, []);
    assert.deepEqual(
      bank.numbers.sample.lfs.flatMap(({ faults }) => faults),
      [],
    );
  });

  it("stand above each LF", () => expectTitles(originalTitles));

  it("of all rows are counted on request, beside the sample's, and go out of date with the LFs", async () => {
    const { root } = await project();
    await vscode.commands.executeCommand(commands.measureAllRows, root);
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, "Clarity Matrix");
    const { numbers, data, tasks } = await project();
    const { numbers: all, splits, stale } = numbers.allRows!.measured!;
    assert.deepEqual([all.rows, all.goldRows, splits, stale], [8, 4, ["train", "dev"], false]);
    assert.equal(all.clarity?.goldRows, 4);
    assert.deepEqual(tasks, []);
    assert.equal(data?.sampleRows, 8);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await type(files.lfs, '"subscribe"', '"subscribe", "hello"');
    const isStale = (expected: boolean): Promise<void> =>
      eventually(async () => assert.equal((await project()).numbers.allRows?.measured?.stale, expected));
    await isStale(true);
    await vscode.commands.executeCommand("undo");
    await isStale(false);
    await expectTitles(originalTitles);
  });

  it("say which LFs depend on each other, and accept pairs into the config", async () => {
    const { root } = await project();
    const dependent = (): unknown =>
      (JSON.parse(readFileSync(files.config, "utf8")) as { labelModel?: { dependent?: unknown } }).labelModel?.dependent;
    const find = (pairs: readonly string[][]): Thenable<unknown> => vscode.commands.executeCommand(commands.findDependencies, root, pairs);
    assert.deepEqual(await find([["praises", "veryShort"]]), [], "eight rows are too few for a finding");
    assert.deepEqual(dependent(), [["praises", "veryShort"]]);
    await find([]);
    assert.deepEqual(dependent(), undefined);
  });

  it("follow unsaved text, and undo", async () => {
    await type(files.lfs, '"subscribe"', '"subscribe", "hello"');
    await expectTitles([
      "4: 4 rows (50.0%) · 66.7% right (2/3) | 1 wrong | 2 in conflict | +1 row",
      originalTitles[1]!,
      "8: 2 rows (25.0%) · no gold on its rows | 1 in conflict",
    ]);
    await vscode.commands.executeCommand("undo");
    await expectTitles(originalTitles);
  });

  it("move with their LF", async () => {
    await type(files.lfs, "export const praises", "\n\nexport const praises");
    await expectTitles([originalTitles[0]!, originalTitles[1]!.replace("6:", "8:"), originalTitles[2]!.replace("8:", "10:")]);
  });

  it("come and go with files on disk", async () => {
    const path = join(dirname(files.lfs), "more.lf.ts");
    writeFileSync(path, 'import { keyword } from "lf-lens";\n\nexport const greets = keyword("HAM", "text", "hello");\n');
    await expectTitles(["3: 1 row (12.5%) · no gold on its rows"], path);
    rmSync(path);
    await eventually(async () => assert.equal((await project()).numbers.sample.lfs.length, 3));
  });

  it("follow the data", async () => {
    writeFileSync(files.data, "id,text,label\nc1,Please subscribe,SPAM\nc2,Great song,SPAM\n");
    await expectTitles(["4: 1 row (50.0%) · 100.0% right (1/1)", "6: 1 row (50.0%) · 0.0% right (0/1) | 1 wrong", "8: never votes"]);
  });

  it("name a malformed record at its line and count the others", async () => {
    writeFileSync(files.data, 'id,text,label\nc1,Please subscribe,SPAM\nc2,one,two,three\nc3,"Great\nsong",HAM\nc4,too few\n');
    await eventually(async () => {
      const { data, phase } = await project();
      assert.deepEqual({ phase, rows: data?.rows, badLines: data?.badLines }, { phase: "ready", rows: 2, badLines: 2 });
    });
    assert.deepEqual(
      problems(files.data).map((problem) => problem.split(":")[0]),
      ["Warning 3", "Warning 6"],
    );
  });

  it("wait for the command where the user wants that", async () => {
    const configuration = vscode.workspace.getConfiguration();
    await configuration.update(settings.run, "manual", vscode.ConfigurationTarget.Global);
    try {
      const { lastRun } = await settled();
      await type(files.lfs, '"subscribe"', '"subscribe", "hello"');
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.deepEqual((await project()).lastRun, lastRun);
      await vscode.commands.executeCommand(commands.run);
      await eventually(async () => assert.equal((await project()).numbers.sample.lfs[0]?.summary?.votes, 4));
    } finally {
      await configuration.update(settings.run, undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it("lead to the rows and back to the source", async () => {
    const { root } = await settled();
    await vscode.commands.executeCommand(internalCommands.showRows, root, { lf: { name: "praises", rows: "covered" } });
    await eventually(() => assert.ok(tabLabels().includes("Clarity Matrix"), tabLabels().join(", ")));
    await vscode.commands.executeCommand(internalCommands.openLf, root, "praises");
    await eventually(() => {
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.document.uri.fsPath, files.lfs);
      assert.equal(editor?.selection.active.line, 5);
    });
  });
});

const tabLabels = (): string[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
