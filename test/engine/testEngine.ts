import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { build, type BuildOptions } from "esbuild";
import { createEngineClient, type EngineClient } from "../../src/engine/client/client";
import type { EngineEvents, LfResult, ProjectSpec, RunPlan, RunRequest } from "../../src/protocol/engine";
import type { Endpoints } from "../../src/protocol/asking";
import type { SourceFile } from "../../src/protocol/sourceFile";

let built: Promise<string> | undefined;

/** The worker as the product ships it, built once for all tests of a process. */
export const workerPath = (): Promise<string> => (built ??= buildWorker());

async function buildWorker(): Promise<string> {
  const top = resolve(__dirname, "../..");
  const { bundles } = createRequire(__filename)(join(top, "esbuild.js")) as { bundles: BuildOptions[] };
  const worker = bundles.find(({ entryPoints }) => entryPoints && "worker" in entryPoints);
  const outdir = join(top, "out/test", String(process.pid));
  await build({ ...worker, absWorkingDir: top, outdir, sourcemap: false });
  process.once("exit", () => rmSync(outdir, { recursive: true, force: true }));
  return join(outdir, "worker.js");
}

export const LABELS = ["HAM", "SPAM"];

/** What one run gave. Votes are written as H, S and - for each row. */
export interface RunOutcome {
  readonly overtaken: boolean;
  readonly plan: RunPlan;
  /** By LF, only those that this run told. */
  readonly results: ReadonlyMap<string, LfResult>;
  readonly votes: Readonly<Record<string, string>>;
  /** `LF: message @ file:line:column x rows` */
  readonly faults: readonly string[];
  /** `file:line:column message` */
  readonly problems: readonly string[];
}

/** A project in a temporary folder, and an engine that has it open. */
export interface TestEngine {
  readonly folder: string;
  readonly client: EngineClient;
  readonly logs: string[];
  readonly started: string[];
  readonly spec: ProjectSpec;
  readonly write: (name: string, text: string) => string;
  readonly path: (name: string) => string;
  /** Runs these LF files of the folder, or unsaved texts. */
  readonly run: (files: readonly (string | SourceFile)[], options?: Partial<RunRequest>) => Promise<RunOutcome>;
  readonly close: () => Promise<void>;
}

export interface TestEngineOptions {
  /** One object for each row. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Absolute paths of data files in place of `rows`. */
  readonly data?: readonly string[];
  readonly limits?: Partial<ProjectSpec["limits"]>;
  readonly columns?: ProjectSpec["columns"];
  readonly cacheFolder?: string;
  readonly endpoints?: Endpoints;
}

export async function startTestEngine({
  rows,
  data,
  limits = {},
  columns = {},
  cacheFolder,
  endpoints,
}: TestEngineOptions): Promise<TestEngine> {
  const folder = mkdtempSync(join(tmpdir(), "lf-lens-engine-"));
  const path = (name: string): string => join(folder, name);
  const write = (name: string, text: string): string => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
    return path(name);
  };
  write("rows.jsonl", rows.map((row) => JSON.stringify(row)).join("\n"));
  const spec: ProjectSpec = {
    root: folder,
    labels: LABELS,
    data: { all: data ?? [path("rows.jsonl")] },
    columns,
    sample: { rows: "all", seed: 1, split: "all" },
    limits: { lfMs: 20_000, rowMs: 10_000, memoryMb: 512, ...limits },
    ...(cacheFolder === undefined ? {} : { cacheFolder }),
    ...(endpoints ? { prompts: { endpoints, answers: join(folder, "answers") } } : {}),
  };
  const logs: string[] = [];
  const started: string[] = [];
  const plans = new Map<number, RunPlan>();
  const results = new Map<number, Map<string, LfResult>>();
  const events: EngineEvents = {
    progress: () => {},
    planned: (plan) => void plans.set(plan.run, plan),
    lfStarted: ({ name }) => void started.push(name),
    lfDone: (result) => void results.set(result.run, (results.get(result.run) ?? new Map<string, LfResult>()).set(result.name, result)),
    log: ({ text }) => void logs.push(text),
  };
  const client = createEngineClient({ workerPath: await workerPath(), events });
  await client.open(spec);
  let lastRun = 0;
  return {
    folder,
    client,
    logs,
    started,
    spec,
    write,
    path,
    async run(files, options = {}) {
      const run = options.run ?? ++lastRun;
      const sources = files.map((file) => (typeof file === "string" ? { path: path(file) } : file));
      const { overtaken } = await client.run({ ...options, run, files: sources });
      return outcome(folder, overtaken, plans.get(run), results.get(run) ?? new Map<string, LfResult>());
    },
    async close() {
      await client.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function outcome(folder: string, overtaken: boolean, planned: RunPlan | undefined, results: Map<string, LfResult>): RunOutcome {
  const plan = planned ?? { run: 0, lfs: [], problems: [], brokenFiles: [], watched: [] };
  const short = (text: string): string => text.replaceAll(`${folder}/`, "");
  // As the project does: what an earlier thread said of an LF that the last plan leaves out does not count.
  const lfs = new Set(plan.lfs.map(({ key }) => key));
  const done = [...results.values()].filter(({ key }) => lfs.has(key));
  return {
    overtaken,
    plan,
    results,
    votes: Object.fromEntries(done.map(({ name, votes }) => [name, Array.from(votes, (vote) => "-HS"[vote + 1]).join("")])),
    faults: done.flatMap(({ name, faults }) =>
      faults.map((f) => `${name}: ${f.message} @ ${short(f.file ?? "?")}:${f.line}:${f.column} x${f.rows}`),
    ),
    problems: plan.problems.map((p) => `${short(p.file)}:${p.line ?? "?"}:${p.column ?? "?"} ${short(p.message)}`),
  };
}

/** Rows with what LFs stumble over: nulls, lists, numbers. */
export const sampleRows = [
  { id: "a", text: "subscribe to my channel", n: 1, tags: ["x"], gold: "SPAM" },
  { id: "b", text: "great song", n: 2, tags: [], gold: "HAM" },
  { id: "c", text: null, n: 3, tags: null, gold: null },
  { id: "d", text: "nice", n: null, tags: ["x", "y"], gold: null },
];

export const goodFile = `import { keyword, lf } from "lf-lens";
export const subscribe = keyword("SPAM", "text", "subscribe");
export const short = lf({ needs: ["text"], vote: (row) => ((row.text as string).length < 12 ? "HAM" : null) });
`;
/** Of goodFile on sampleRows. */
export const goodVotes = { subscribe: "S---", short: "-H-H" };

/** Runs these files of a project with sampleRows after goodFile, whose votes must stand whatever happens. */
export async function runBesideGood(engine: TestEngine, files: Readonly<Record<string, string>>): Promise<RunOutcome> {
  for (const [name, text] of Object.entries({ ...files, "good.lf.ts": goodFile })) engine.write(name, text);
  const outcome = await engine.run(["good.lf.ts", ...Object.keys(files).filter((name) => name.endsWith(".lf.ts"))]);
  for (const [name, votes] of Object.entries(goodVotes)) assert.equal(outcome.votes[name], votes);
  return outcome;
}
