import { ABSTAIN } from "../core/votes";
import type { EngineApi, PlannedLf, RunRequest } from "../protocol/engine";
import { labelRows } from "./labelRows";
import type { LoadedLf } from "./lfFiles";
import { createLfRunner, type LfRunner } from "./lfRunner";
import { openedOf, openProject, restoreProject, type OpenOptions, type OpenProject } from "./openProject";
import type { Stopped, Tell, WorkerApi } from "./workerApi";

/**
 * The worker's side: reads the data, compiles and runs LFs. All it holds can be made again.
 * @param position [0] is set to the row under way
 * @returns what the client may call, and where errors go that nobody caught
 */
export function createEngine(tell: Tell, position: Int32Array): { readonly api: WorkerApi; readonly stray: (thrown: unknown) => void } {
  const runner = createLfRunner(tell, position);
  const options: OpenOptions = {
    onStep: (step) => tell("step", step),
    onProgress: (progress) => tell("progress", progress),
    print: runner.print,
  };
  let project: OpenProject | undefined;
  let latestRun = 0;

  const current = (): OpenProject => {
    if (!project) throw new Error("There is no open project.");
    return project;
  };
  async function replace(next: OpenProject | undefined): Promise<void> {
    const before = project;
    project = next;
    await before?.close();
  }

  const api: WorkerApi = {
    async open(spec) {
      const opened = await openProject(spec, options);
      await replace(opened);
      return openedOf(opened);
    },
    async restore({ spec, opened }) {
      await replace(await restoreProject(spec, opened, options));
    },
    run({ request, stopped }) {
      const at = current();
      latestRun = request.run;
      return runFiles({ project: at, request, stopped, runner, tell, isCurrent: () => latestRun === request.run && project === at });
    },
    rows: (rows) => Promise.resolve(cellsOf(current(), rows)),
    async label({ request, stopped }) {
      const at = current();
      const plan = await at.files.load(request.files, { stopped, fresh: true });
      return labelRows({ project: at, dataset: await at.dataset(), plan, request, stopped, runner, onProgress: options.onProgress });
    },
    close: () => replace(undefined),
  };
  return { api, stray: runner.stray };
}

interface RunInput {
  readonly project: OpenProject;
  readonly request: RunRequest;
  readonly stopped: Stopped;
  readonly runner: LfRunner;
  readonly tell: Tell;
  /** Whether no newer run, and no other project, has come meanwhile. */
  readonly isCurrent: () => boolean;
}

/** Plans and runs on the sample what is not known yet, the files in view first. */
async function runFiles({ project, request, stopped, runner, tell, isCurrent }: RunInput): ReturnType<EngineApi["run"]> {
  const startedMs = performance.now();
  const { run, files, first = [] } = request;
  const answer = (): Awaited<ReturnType<EngineApi["run"]>> => ({ run, overtaken: !isCurrent(), ms: performance.now() - startedMs });
  const plan = await project.files.load(files, { stopped });
  if (!isCurrent()) return answer();
  tell("planned", { ...plan, run, lfs: plan.lfs.map(({ vote: _vote, ...site }) => site) });
  const known = new Set(request.known);
  const wanted = plan.lfs.filter((lf) => !known.has(lf.key));
  for (const lf of wanted) tellStopped(tell, run, lf, stopped, project.rows.length);
  for (const lf of firstOf(wanted, first)) {
    if (!isCurrent()) break;
    if (!stopped.has(lf.key)) await runOne({ project, runner, tell, run }, lf);
  }
  return answer();
}

async function runOne(
  { project, runner, tell, run }: Pick<RunInput, "project" | "runner" | "tell"> & { run: number },
  lf: LoadedLf,
): Promise<void> {
  const log = runner.newLog(project, lf);
  const { votes, ms } = await runner.run(project, lf, { rows: project.rows, firstRow: 0, log, run });
  const result = { run, name: lf.name, key: lf.key, votes, faults: log.faults(), faultRows: log.rows(), ms };
  tell("lfDone", result, [votes.buffer as ArrayBuffer]);
}

/** An LF that stopped a worker has a result too: it abstains everywhere. */
function tellStopped(tell: Tell, run: number, { name, key }: PlannedLf, stopped: Stopped, rows: number): void {
  const fault = stopped.get(key);
  if (!fault) return;
  const faultRows = Uint32Array.of(...(fault.firstRow === undefined ? [] : [fault.firstRow]));
  tell("lfDone", { run, name, key, votes: new Int16Array(rows).fill(ABSTAIN), faults: [fault], faultRows, ms: 0 });
}

/** LFs of these files first, in the files' order; the others as they were. */
function firstOf(lfs: readonly LoadedLf[], files: readonly string[]): LoadedLf[] {
  const rank = new Map(files.map((file, index) => [file, index]));
  return [...lfs].sort((a, b) => (rank.get(a.file) ?? files.length) - (rank.get(b.file) ?? files.length));
}

function cellsOf({ table }: OpenProject, rows: readonly number[]): Awaited<ReturnType<EngineApi["rows"]>> {
  return rows
    .filter((row) => row >= 0 && row < table.rows)
    .map((row) => ({ row, cells: Object.fromEntries(Array.from(table.columns, ([name, cells]) => [name, cells[row] ?? null])) }));
}
