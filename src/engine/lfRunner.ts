import { createFaultLog, messageOf, type FaultLog } from "./faultLog";
import { createLfConsole } from "./lfConsole";
import type { LoadedLf } from "./lfFiles";
import type { OpenProject } from "./openProject";
import { createQueue } from "./queue";
import type { Print } from "./realm";
import type { RowObject } from "./rowObjects";
import { runLf } from "./runLf";
import { stackOf } from "./stack";
import type { Tell } from "./workerApi";

/** Rows for an LF, and where its faults go. */
export interface LfBatch {
  readonly rows: readonly RowObject[];
  /** The number of the first of them. */
  readonly firstRow: number;
  readonly log: FaultLog;
  /** Of the sample; undefined when all rows are labeled. */
  readonly run?: number;
}

/** Runs LFs one at a time, and tells before and after, so that the one that hangs can be named. */
export interface LfRunner {
  readonly run: (project: OpenProject, lf: LoadedLf, batch: LfBatch) => Promise<{ readonly votes: Int16Array; readonly ms: number }>;
  readonly newLog: (project: OpenProject, lf: LoadedLf) => FaultLog;
  /** For the LF that is under way. */
  readonly print: Print;
  /** Takes an error that nobody caught: the LF under way, or one before it, left it behind. */
  readonly stray: (thrown: unknown) => void;
}

export function createLfRunner(tell: Tell, position: Int32Array): LfRunner {
  const oneAtATime = createQueue();
  const lfConsole = createLfConsole((line) => tell("log", line));
  let underWay: FaultLog | undefined;
  return {
    run: (project, { vote, ...lf }, { run, ...batch }) =>
      oneAtATime(async () => {
        tell("step", { kind: "lf", lf, ...(run === undefined ? {} : { run }) });
        lfConsole.startLf(lf.name);
        underWay = batch.log;
        try {
          return await runLf({ ...batch, vote, reader: project.reader, position });
        } finally {
          underWay = undefined;
          tell("step", null);
        }
      }),
    newLog: ({ files }, lf) => createFaultLog(lf, files.names),
    print: lfConsole.print,
    stray(thrown) {
      if (underWay) return underWay.threw(thrown);
      tell("log", { level: "error", text: `An LF left a promise or a timer behind that failed: ${messageOf(thrown)}\n${stackOf(thrown)}` });
    },
  };
}
