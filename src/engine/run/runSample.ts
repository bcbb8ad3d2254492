import { ABSTAIN } from "../../core/statistics/votes";
import type { RunRequest } from "../../protocol/engine";
import { plannedLf, type LoadedLf, type LoadedPlan } from "../realm/lfFiles";
import type { LfRunner } from "./lfRunner";
import type { OpenProject } from "./openProject";
import { sharedColumn } from "../sharedColumn";
import { onAllRows } from "../stoppedCode";
import type { Tell } from "../workerApi";

export interface RunInput {
  readonly project: OpenProject;
  readonly plan: LoadedPlan;
  readonly request: Omit<RunRequest, "files">;
  readonly runner: LfRunner;
  readonly tell: Tell;
  /** Whether no newer run, and no other project, has come meanwhile. */
  readonly isCurrent: () => boolean;
}

/** Announces the plan, and runs on the sample those of its LFs that are not known yet, the files in view first. */
export async function runSample({ project, plan, request, runner, tell, isCurrent }: RunInput): Promise<void> {
  const { run, first = [] } = request;
  const known = new Set(request.known);
  const { slices: _slices, ...rest } = plan;
  const planned = { ...rest, run, lfs: plan.lfs.map(plannedLf) };
  tell("planned", { ...planned, former: project.former.of(planned, known) });
  if (request.keep) project.former.keep(planned);
  // What it left behind may have stopped an LF whose votes are known.
  const isKnown = (lf: LoadedLf): boolean =>
    [lf.key, faultyVersion(lf)].some((version) => known.has(version) || project.partial.isKnown(version, known));
  const wanted = plan.lfs.filter((lf) => lf.stop || !isKnown(lf));
  for (const lf of wanted) tellStopped(tell, run, lf, project.rows.length);
  const toRun = firstOf(wanted, first).filter((lf) => !lf.stop && !tellKept(project, tell, run, lf));
  for (const lf of toRun) {
    if (!isCurrent()) break;
    await runOne({ project, runner, tell, run }, lf);
  }
}

async function runOne(
  { project, runner, tell, run }: Pick<RunInput, "project" | "runner" | "tell"> & { run: number },
  lf: LoadedLf,
): Promise<void> {
  const log = runner.newLog(project, lf);
  const outcome = await runner.run(project, lf, { rows: project.rows, firstRow: 0, log, run });
  const { ms, unstable, notAsked, asked, open } = outcome;
  const votes = sharedColumn(outcome.votes);
  const evidence = outcome.evidence && sharedColumn(outcome.evidence);
  if (unstable !== undefined) project.files.forget(lf.bundleId);
  const faults = log.faults();
  const whole = faults.length > 0 ? faultyVersion(lf) : lf.key;
  const version = open.length > 0 ? project.partial.keep(whole, open) : whole;
  const lasting = unstable === undefined ? { version } : { unstable };
  const result = {
    name: lf.name,
    key: lf.key,
    votes,
    faults,
    faultRows: log.rows(),
    ms,
    ...(notAsked > 0 ? { notAsked } : {}),
    ...(asked ? { asked } : {}),
    ...lasting,
    ...(evidence ? { evidence } : {}),
  };
  tell("lfDone", { ...result, run });
  // Nobody waits for it.
  setImmediate(() => project.votes.keep(lf, result));
}

/** Tells the result of an earlier session, if there is one. */
function tellKept({ votes }: OpenProject, tell: Tell, run: number, lf: LoadedLf): boolean {
  const kept = votes.read(lf);
  if (kept) tell("lfDone", { ...kept, run });
  return kept !== undefined;
}

/** A fault names places, so it is of one version of the file: also an edit that leaves the votes as they are may move it. */
const faultyVersion = ({ key, bundleId }: LoadedLf): string => `${key} ${bundleId}`;

/** An LF that stopped a worker has a result too: it abstains everywhere. */
function tellStopped(tell: Tell, run: number, { name, key, file, line, column, stop }: LoadedLf, rows: number): void {
  if (!stop) return;
  const fault = { ...onAllRows(stop, rows), file, line, column };
  const faultRows = Uint32Array.from({ length: rows }, (_, row) => row);
  tell("lfDone", { run, name, key, votes: new Int16Array(rows).fill(ABSTAIN), faults: [fault], faultRows, ms: 0 });
}

/** LFs of these files first, in the files' order; the others as they were. */
function firstOf(lfs: readonly LoadedLf[], files: readonly string[]): LoadedLf[] {
  const rank = new Map(files.map((file, index) => [file, index]));
  return [...lfs].sort((a, b) => (rank.get(a.file) ?? files.length) - (rank.get(b.file) ?? files.length));
}
