// The table of faults inside a real extension host, which must survive every one of them.
import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { commands, settings } from "../../../src/editor/ids";
import type { ProjectSnapshot } from "../../../src/protocol/snapshot";
import { checkCode, checkData, checkIntact } from "../../faults/checkCase";
import { codeCases } from "../../faults/codeCases";
import { dataCases } from "../../faults/dataCases";
import type { FaultCase } from "../../faults/faultCase";
import { eventually } from "../../eventually";
import { files, project, restore, settled, type } from "./spam";

const limits = { [settings.lfSeconds]: 1.5, [settings.rowSeconds]: 0.4, [settings.memoryMb]: 256 };

describe("the extension host", () => {
  const setLimits = async (values: Readonly<Record<string, number | undefined>>): Promise<void> => {
    for (const [name, value] of Object.entries(values))
      await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand(commands.reload);
    await settled();
  };
  before(async () => {
    await settled();
    await setLimits(limits);
  });
  after(async () => {
    await setLimits(Object.fromEntries(Object.keys(limits).map((name) => [name, undefined])));
    await restore();
  });

  const folder = dirname(files.lfs);

  async function go(fault: FaultCase, check: (found: ProjectSnapshot) => void): Promise<void> {
    const texts = Object.entries(fault.files);
    const before = texts.map(([name]) => [name, readIfThere(join(folder, name))] as const);
    try {
      await write(texts);
      await eventually(async () => check(await project()));
    } finally {
      await write(before);
    }
    await eventually(async () => checkIntact(await project()));
  }

  /** Resolves when VS Code has told of each file: of one that comes and goes before that, it says nothing. */
  async function write(texts: readonly (readonly [name: string, text: string | null])[]): Promise<void> {
    const waiting = new Set(texts.map(([name]) => join(folder, name)));
    const gone = new Set(texts.flatMap(([name, text]) => (text === null ? [join(folder, name)] : [])));
    const watcher = vscode.workspace.createFileSystemWatcher("**/*");
    watcher.onDidDelete(({ fsPath }) => gone.has(fsPath) && waiting.delete(fsPath));
    for (const written of [watcher.onDidCreate, watcher.onDidChange]) written(({ fsPath }) => !gone.has(fsPath) && waiting.delete(fsPath));
    for (const [name, text] of texts) {
      if (text === null) rmSync(join(folder, name), { force: true });
      else writeFileSync(join(folder, name), text);
    }
    await eventually(() => assert.deepEqual([...waiting], []), 10);
    watcher.dispose();
  }

  for (const fault of codeCases) it(`survives an LF file that ${fault.title}`, () => go(fault, (found) => checkCode(fault, found)));
  for (const fault of dataCases) it(`survives where data ${fault.title}`, () => go(fault, (found) => checkData(fault, found)));

  it("has nothing left behind after many edits", async () => {
    const edit = async (cycle: number): Promise<void> => {
      const [from, to] = cycle % 2 === 0 ? ["< 6", "< 10"] : ["< 10", "< 6"];
      const votes = cycle % 2 === 0 ? 4 : 2;
      await type(files.lfs, from, to);
      await eventually(async () =>
        assert.equal((await project()).numbers.sample.lfs.find(({ name }) => name === "veryShort")?.summary?.votes, votes),
      );
    };
    for (let cycle = 0; cycle < 10; cycle++) await edit(cycle);
    const before = process.getActiveResourcesInfo().filter(isLasting).length;
    for (let cycle = 0; cycle < 60; cycle++) await edit(cycle);
    const after = process.getActiveResourcesInfo().filter(isLasting);
    assert.ok(after.length <= before + 1, `${before} before, now ${after.join()}`);
  });
});

/** Threads and the pipes to them; sockets and watchers of the host itself come and go. */
const isLasting = (resource: string): boolean => /Worker|MessagePort/.test(resource);

const readIfThere = (path: string): string | null => (existsSync(path) ? readFileSync(path, "utf8") : null);
