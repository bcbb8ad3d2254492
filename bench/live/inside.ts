// Runs inside the extension host: types into the edited LF, waits each time for the statistics of all LFs, and writes what it measured.
import { readFileSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { commands } from "../../src/editor/ids";
import type { LfLensApi } from "../../src/extension";
import type { LfSnapshot, ProjectSnapshot, LastRun } from "../../src/protocol/snapshot";
import { bareLf, PAUSE, searched, type Shape } from "./shapes";

export interface Assignment {
  readonly shape: Shape;
  /** The file for what was measured. */
  readonly out: string;
  /** The file for a CPU profile of the extension host's thread while edits are made; none is made if absent. */
  readonly profile?: string;
}

/** One edit; in ms. */
export interface Edit {
  /** Date.now() when it was made. */
  readonly at: number;
  /** Until VS Code told the extension of it. */
  readonly told: number;
  /** Until the new statistics of all LFs were known. */
  readonly statistics: number;
  /** Until the denoised labels were known too. */
  readonly settled: number;
  readonly run: LastRun;
  /** The edited LF over all rows in the worker. */
  readonly lf: number;
  /** The same work in a bare loop in this process. */
  readonly bare: number;
}

export interface Measured {
  readonly edits: readonly Edit[];
  /** From the window's activation of the extension to the first statistics of all LFs, nothing cached, and the run in it. */
  readonly cold: { readonly ms: number; readonly run: LastRun };
  /** All of it again: config, sample and votes from memory and cache. */
  readonly reload: number;
  /** What loading and activating the extension took of the host's thread. */
  readonly activation: { readonly load: number; readonly activate: number };
}

const WARM = 10;
const EDITS = 60;

export async function run(): Promise<void> {
  const { shape, out, profile } = JSON.parse(process.env["LF_LENS_BENCH"]!) as Assignment;
  const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const texts = readFileSync(join(folder, "rows.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { text: string }).text);
  const extension = vscode.extensions.getExtension<LfLensApi>("lf-lens.lf-lens")!;
  const started = performance.now();
  const api = await extension.activate();
  const first = await until(api, ({ phase, numbers }) => phase === "ready" && numbers.sample.set !== undefined);
  const cold = { ms: performance.now() - started, run: first.lastRun! };
  const editor = await vscode.window.showTextDocument(vscode.Uri.file(join(folder, "edited.lf.ts")));
  const edits: Edit[] = [];
  for (let turn = 0; turn < WARM; turn++) await edit(api, editor, turn, bareLoop(shape, turn, texts));
  await profiled(profile, async () => {
    for (let turn = WARM; turn < WARM + EDITS; turn++) edits.push(await edit(api, editor, turn, bareLoop(shape, turn, texts)));
  });
  await editor.document.save();
  await until(api, ({ phase }) => phase === "ready");
  const reload = await timed(() => vscode.commands.executeCommand(commands.reload));
  writeFileSync(out, JSON.stringify({ edits, cold, reload, activation: await activationTimes() } satisfies Measured));
}

const editedIn = ({ numbers }: ProjectSnapshot): LfSnapshot | undefined => numbers.sample.lfs.find(({ name }) => name === "edited");

/** Types another word, and the next q. Resolves with the first snapshot that has the new statistics. */
async function edit(api: LfLensApi, editor: vscode.TextEditor, turn: number, bare: Bare): Promise<Edit> {
  const text = editor.document.getText();
  const rangeOf = (word: string): vscode.Range => {
    const at = text.indexOf(word);
    return new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + word.length));
  };
  const before = api.snapshot().projects[0]!.lastRun?.run ?? 0;
  const [at, start] = [Date.now(), performance.now()];
  const sinceStart = (): number => performance.now() - start;
  const told = new Promise<number>((resolve) => {
    const listening = vscode.workspace.onDidChangeTextDocument(() => {
      listening.dispose();
      resolve(sinceStart());
    });
  });
  const statistics = until(api, (project) => {
    const { summary, stale } = editedIn(project) ?? {};
    return summary?.votes === bare.votes && stale === false;
  }).then(sinceStart);
  const settled = until(api, ({ phase, lastRun }) => phase === "ready" && (lastRun?.run ?? 0) > before);
  await editor.edit(
    (builder) => {
      builder.replace(rangeOf(searched[turn % 2]!), searched[(turn + 1) % 2]!);
      builder.replace(rangeOf(`q${turn}`), `q${turn + 1}`);
    },
    { undoStopBefore: false, undoStopAfter: false },
  );
  const project = await settled;
  const settledMs = sinceStart();
  await new Promise((resume) => setTimeout(resume, PAUSE));
  return {
    at,
    told: await told,
    statistics: await statistics,
    settled: settledMs,
    run: project.lastRun!,
    lf: editedIn(project)?.ms ?? 0,
    bare: bare.ms,
  };
}

interface Bare {
  readonly ms: number;
  readonly votes: number;
}

function bareLoop({ edited }: Shape, turn: number, texts: readonly string[]): Bare {
  const start = performance.now();
  const vote = bareLf[edited](searched[(turn + 1) % 2]!);
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

/** What VS Code measured, as its own report of the extension host says it. */
async function activationTimes(): Promise<Measured["activation"]> {
  const report = await vscode.commands.executeCommand("perfview.show").then(
    () => vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "perf")?.getText() ?? "",
    () => "",
  );
  const row = report.split("\n").find((line) => line.includes("lf-lens.lf-lens"));
  const numbers = (row ?? "").split("|").map((cell) => Number(cell.trim()));
  return { load: numbers[3] ?? NaN, activate: numbers[4] ?? NaN };
}

async function profiled(path: string | undefined, work: () => Promise<void>): Promise<void> {
  if (path === undefined) return work();
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.start");
  await work();
  const { profile } = await session.post("Profiler.stop");
  writeFileSync(path, JSON.stringify(profile));
  session.disconnect();
}
