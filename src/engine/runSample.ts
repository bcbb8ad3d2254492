import { ABSTAIN } from "../core/votes";
import type { EngineApi, PlannedLf, RunRequest } from "../protocol/engine";
import type { LoadedLf, LoadedPlan } from "./lfFiles";
import type { LfRunner } from "./lfRunner";
import type { OpenProject } from "./openProject";
import type { Stopped, Tell } from "./workerApi";

export interface RunInput {
  readonly project: OpenProject;
  readonly plan: LoadedPlan;
  readonly request: Omit<RunRequest, "files"> & { readonly stopped: Stopped };
  readonly runner: LfRunner;
  readonly tell: Tell;
  /** Whether no newer run, and no other project, has come meanwhile. */
  readonly isCurrent: () => boolean;
}

/** Announces the plan, and runs on the sample those of its LFs that are not known yet, the files in view first. */
export async function runSample({ project, plan, request, runner, tell, isCurrent }: RunInput): ReturnType<EngineApi["run"]> {
  const startedMs = performance.now();
  const { run, stopped, first = [] } = request;
  const answer = (): Awaited<ReturnType<EngineApi["run"]>> => ({ run, overtaken: !isCurrent(), ms: performance.now() - startedMs });
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
