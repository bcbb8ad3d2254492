import { createFaultLog, type FaultLog } from "./faultLog";
import { messageOf } from "../thrown";
import type { ImpureSource } from "../realm/impureReads";
import { createConsultations, type LookedUp, type OpenQuestion } from "./consultations";
import { createLfConsole } from "./lfConsole";
import { plannedLf, type LfFilesOptions, type LoadedLf } from "../realm/lfFiles";
import type { VotingProject } from "./openProject";
import { createQueue } from "../queue";
import type { RealmEvents } from "../realm/realm";
import type { RowObject } from "../realm/rowObjects";
import { HAS_ROW, sliceReader } from "./sliceReader";
import { runLf } from "./runLf";
import { findChangedVote, type ChangedVote } from "./stability";
import { stackOf } from "../stack";
import { stepName } from "../stoppedCode";
import type { UserCode } from "../realm/userCode";
import type { Step, Tell } from "../workerApi";

/** Rows for an LF, and where its faults go. */
export interface LfBatch {
  readonly rows: readonly RowObject[];
  /** The number of the first of them. */
  readonly firstRow: number;
  readonly log: FaultLog;
  /** Of the sample; undefined when all rows are labeled. */
  readonly run?: number;
}

export interface LfOutcome extends LookedUp {
  readonly votes: Int16Array;
  /** As in LfResult; for a run on the sample only. */
  readonly evidence?: Int16Array;
  readonly ms: number;
  /** What its prompts are still to be told. */
  readonly open: readonly OpenQuestion[];
  /** Why its votes may differ next time; looked for on the sample only. */
  readonly unstable?: string;
}

/** Runs LFs one at a time, and tells before and after, so that the one that hangs can be named. */
export interface LfRunner extends RealmEvents, Pick<LfFilesOptions, "consulted"> {
  readonly run: (project: VotingProject, lf: LoadedLf, batch: LfBatch) => Promise<LfOutcome>;
  readonly newLog: (project: VotingProject, lf: LoadedLf) => FaultLog;
  /** Takes an error that nobody caught, and the step whose code left it behind, if that is known. */
  readonly stray: (thrown: unknown, owner: Step | undefined) => void;
}

export function createLfRunner(tell: Tell, position: Int32Array, userCode: UserCode): LfRunner {
  const oneAtATime = createQueue();
  const lfConsole = createLfConsole((line) => tell("log", line));
  const consultations = createConsultations(position);
  let underWay: { readonly key: string; readonly log: FaultLog } | undefined;
  let read: ImpureSource | undefined;
  /** [0] is the number of the instrumented return that was taken last. */
  const lastReturn = new Int32Array(1);

  async function runOnce(project: VotingProject, lf: LoadedLf, batch: LfBatch): Promise<LfOutcome> {
    consultations.begin(batch.firstRow, batch.rows.length);
    const outcome = await runVotes(project, lf, batch);
    return { ...outcome, ...consultations.counts(), open: consultations.open() };
  }

  async function runVotes(
    project: VotingProject,
    { vote, source, readOnLoad, isSlice }: LoadedLf,
    { run, ...batch }: LfBatch,
  ): Promise<Omit<LfOutcome, "open" | keyof LookedUp>> {
    const input = { ...batch, vote, reader: isSlice ? sliceReader : project.reader, position, userCode };
    read = readOnLoad;
    if (run === undefined) return runLf(input);
    const outcome = await runLf({ ...input, evidence: { source, lastReturn } });
    if (read !== undefined) return { ...outcome, unstable: readText(read, isSlice) };
    lfConsole.mute();
    const changed = userCode.own(() => findChangedVote(input, outcome.votes));
    return changed ? { ...outcome, unstable: changedText(changed, project.spec.labels, isSlice) } : outcome;
  }

  return {
    run: (project, lf, batch) =>
      oneAtATime(async () => {
        const { run } = batch;
        userCode.begin({ kind: "lf", lf: plannedLf(lf), ...(run === undefined ? {} : { run }) });
        lfConsole.startLf(lf.name);
        underWay = { key: lf.key, log: batch.log };
        try {
          return await runOnce(project, lf, batch);
        } finally {
          underWay = undefined;
          userCode.end(lf.realm);
        }
      }),
    newLog: ({ files }, lf) => createFaultLog(lf, files.names),
    print: lfConsole.print,
    onRead: (what) => void (read = what),
    consulted: consultations.note,
    returned(site, value) {
      lastReturn[0] = site;
      return value;
    },
    stray(thrown, owner) {
      if (underWay && owner?.kind === "lf" && owner.lf.key === underWay.key) return underWay.log.threw(thrown);
      const who = owner ? stepName(owner) : "An LF";
      tell("log", {
        level: "error",
        text: `${who} left behind a callback or promise that failed later: ${messageOf(thrown)}\n${stackOf(thrown)}`,
      });
    },
  };
}

const rule = (isSlice = false): string =>
  isSlice
    ? "A slice should depend only on its row, so its rows are not kept and it runs every time."
    : "An LF should depend only on its row, so its votes are not cached and it runs every time.";

const readText = (read: ImpureSource, isSlice?: boolean): string =>
  `reads ${read}, so the same row may ${isSlice ? "be in it next time, or not" : "get a different vote next time"}. ${rule(isSlice)}`;

function changedText({ row, first, second }: ChangedVote, labels: readonly string[], isSlice?: boolean): string {
  const [was, is] = [first, second].map((vote) => (isSlice ? String(vote === HAS_ROW) : (labels[vote] ?? "no vote")));
  return `gave row ${row} ${was} at first and ${is} when asked again: it keeps state between rows (a counter, a cache, a regular expression with the flag g), or uses random numbers. ${rule(isSlice)}`;
}
