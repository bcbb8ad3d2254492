// Runs inside the extension host: types into the edited LF, waits each time for the statistics of all LFs, and writes what it measured.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import * as vscode from "vscode";
import { commands } from "../../src/editor/ids";
import type { LfLensApi } from "../../src/extension";
import type { LfSnapshot, ProjectSnapshot } from "../../src/protocol/snapshot";
import { bareLf, searched, type Shape } from "./shapes";

/** In ms. `edits` are from the keystroke to the new statistics of all LFs; the rest are parts of them. */
export interface Measured {
  readonly edits: readonly number[];
  /** From the keystroke to the denoised labels too. */
  readonly settled: readonly number[];
  /** The engine: compile, load, run, and the way there and back. */
  readonly engine: readonly number[];
  /** The edited LF over all rows in the worker. */
  readonly lf: readonly number[];
  /** The same work in a bare loop in this process. */
  readonly bare: readonly number[];
  /** Config, sample and votes again, from memory and cache. */
  readonly reload: number;
  /** The extension's code, on the host's thread. */
  readonly load: number;
}

const WARM = 10;
const EDITS = 60;

export async function run(): Promise<void> {
  const { shape, out } = JSON.parse(process.env["LF_LENS_BENCH"]!) as { shape: Shape; out: string };
  const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const texts = readFileSync(join(folder, "rows.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { text: string }).text);
  const extension = vscode.extensions.getExtension<LfLensApi>("lf-lens.lf-lens")!;
  const api = await extension.activate();
  await until(api, ({ phase, set }) => phase === "ready" && set !== undefined);
  const editor = await vscode.window.showTextDocument(vscode.Uri.file(join(folder, "edited.lf.ts")));
  const measured = { edits: [] as number[], settled: [] as number[], engine: [] as number[], lf: [] as number[], bare: [] as number[] };
  for (let turn = 0; turn < WARM + EDITS; turn++) {
    const bare = bareLoop(shape, searched[(turn + 1) % 2]!, texts);
    const { ms, settledMs, project } = await edit(api, editor, turn, bare.votes);
    if (turn < WARM) continue;
    measured.edits.push(ms);
    measured.settled.push(settledMs);
    measured.engine.push(project.lastRun?.ms ?? 0);
    measured.lf.push(editedIn(project)?.ms ?? 0);
    measured.bare.push(bare.ms);
  }
  await editor.document.save();
  const result: Measured = {
    ...measured,
    reload: await timed(() => vscode.commands.executeCommand(commands.reload)),
    load: loadTime(extension.extensionPath),
  };
  writeFileSync(out, JSON.stringify(result));
}

const editedIn = ({ lfs }: ProjectSnapshot): LfSnapshot | undefined => lfs.find(({ name }) => name === "edited");

/** Types another word, and the next q. Resolves with the first snapshot that has the new statistics. */
async function edit(
  api: LfLensApi,
  editor: vscode.TextEditor,
  turn: number,
  votes: number,
): Promise<{ ms: number; settledMs: number; project: ProjectSnapshot }> {
  const text = editor.document.getText();
  const rangeOf = (word: string): vscode.Range => {
    const at = text.indexOf(word);
    return new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + word.length));
  };
  const before = api.snapshot().projects[0]!.lastRun?.run ?? 0;
  const start = performance.now();
  const counted = until(api, (project) => {
    const { summary, stale } = editedIn(project) ?? {};
    return summary?.votes === votes && stale === false;
  }).then(() => performance.now() - start);
  const settled = until(api, ({ phase, lastRun }) => phase === "ready" && (lastRun?.run ?? 0) > before);
  await editor.edit(
    (builder) => {
      builder.replace(rangeOf(searched[turn % 2]!), searched[(turn + 1) % 2]!);
      builder.replace(rangeOf(`q${turn}`), `q${turn + 1}`);
    },
    { undoStopBefore: false, undoStopAfter: false },
  );
  const project = await settled;
  return { settledMs: performance.now() - start, ms: await counted, project };
}

function bareLoop({ edited }: Shape, word: string, texts: readonly string[]): { ms: number; votes: number } {
  const start = performance.now();
  const vote = bareLf[edited](word);
  let votes = 0;
  for (const text of texts) if (vote(text)) votes++;
  return { ms: performance.now() - start, votes };
}

function until(api: LfLensApi, holds: (project: ProjectSnapshot) => boolean): Promise<ProjectSnapshot> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      const project = api.snapshot().projects[0];
      if (!project || !holds(project)) return false;
      stop();
      resolve(project);
      return true;
    };
    let stop = (): void => {};
    stop = api.onChange(() => void look());
    look();
  });
}

async function timed(work: () => Thenable<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** How long the extension's bundle takes to load a second time: parsed and run anew. */
function loadTime(extensionPath: string): number {
  const path = join(extensionPath, "dist/extension.js");
  const start = performance.now();
  const compiled = compileFunction(readFileSync(path, "utf8"), ["exports", "require", "module", "__filename", "__dirname"]) as (
    ...given: unknown[]
  ) => void;
  const module = { exports: {} };
  compiled(module.exports, require, module, path, join(extensionPath, "dist"));
  return performance.now() - start;
}
