import { join } from "node:path";
import { startWatchedWorker, type WatchedWorker } from "../engine/client/watchedWorker";
import { createStoppedCode, stepName, type StoppedCode } from "../engine/stoppedCode";
import type { EngineEvents } from "../protocol/engine";
import type { LfFault } from "../protocol/fault";
import { readJob } from "./clusterJob";
import type { RowsFrom } from "./clusterTable";
import type { VotedRows, VoterApi } from "./voterApi";

/** The LFs of a job, run on one partition's rows. An LF that hangs or ends its thread is named, and abstains from then on. */
export interface Voting {
  vote(rows: Uint8Array): Promise<VotedRows>;
  /** What went wrong so far: equal faults are one, with the number of their rows. */
  faults(): PartitionFaults;
  close(): Promise<void>;
}

export interface PartitionFaults {
  readonly faults: readonly LfFault[];
  /** LFs that stopped their thread: their votes do not count on any row. */
  readonly stopped: readonly string[];
}

/** How often a thread may end for no reason that was found. */
const RESTARTS_IN_VAIN = 2;

/** @param log takes what LFs print, and what became of those that were stopped */
export async function startVoting(folder: string, from: RowsFrom, log: (text: string) => void): Promise<Voting> {
  const { limits, lfs } = readJob(folder);
  const stoppedCode = createStoppedCode(() => undefined);
  const faults = new Map<string, LfFault>();
  let [worker, rows] = [undefined as WatchedWorker<VoterApi> | undefined, 0];

  async function started(): Promise<WatchedWorker<VoterApi>> {
    if (worker && worker.ended() === undefined) return worker;
    worker = startWatchedWorker<VoterApi>({
      workerPath: join(__dirname, "voter.js"),
      limits,
      events: logOnly(log),
      onVerdict: (verdict) => {
        log(
          `${stepName(verdict.step)} ${verdict.kind === "time" ? "ran out of time" : verdict.message}; the partition goes on without it.`,
        );
        if (verdict.kind === "time") stoppedCode.hung(verdict);
        else stoppedCode.spoiled(verdict);
      },
      onEnd: (reason, underWay) => underWay && stoppedCode.crashed(underWay, reason),
    });
    const problems = await worker.remote.call("open", { folder, from });
    const [problem] = problems.filter(({ severity }) => severity === "error");
    if (problem) throw new Error(`${problem.file}:${problem.line ?? 1}: ${problem.message}`);
    return worker;
  }

  /** The same rows again, in a fresh thread, as long as that can help. */
  async function voteAgain(bytes: Uint8Array): Promise<VotedRows> {
    for (let vain = 0; ;) {
      const verdicts = stoppedCode.count();
      let asked: WatchedWorker<VoterApi> | undefined;
      try {
        asked = await started();
        return await asked.remote.call("vote", { rows: bytes, firstRow: rows, stopped: stoppedCode.inLabel() });
      } catch (error) {
        if (asked && asked.ended() === undefined) throw error;
        if (stoppedCode.count() === verdicts && ++vain > RESTARTS_IN_VAIN) throw error;
      }
    }
  }

  await started();
  return {
    async vote(bytes) {
      const voted = await voteAgain(bytes);
      rows += voted.rows;
      for (const fault of voted.faults) addFault(faults, fault);
      return voted;
    },
    faults: () => ({ faults: [...faults.values(), ...stops(stoppedCode, lfs)], stopped: stops(stoppedCode, lfs).map(({ lf }) => lf) }),
    close: async () => worker?.kill(),
  };
}

const logOnly = (log: (text: string) => void): EngineEvents => ({
  progress: () => {},
  planned: () => {},
  lfStarted: () => {},
  lfDone: () => {},
  log: ({ text }) => log(text),
});

function addFault(faults: Map<string, LfFault>, { lf, fault }: LfFault): void {
  const key = `${lf} ${fault.file}:${fault.line}:${fault.column} ${fault.message}`;
  const same = faults.get(key)?.fault;
  faults.set(key, { lf, fault: same ? { ...same, rows: same.rows + fault.rows } : fault });
}

/** The faults of LFs that stopped their thread, each by the LF that stands at its place. */
function stops(
  stoppedCode: StoppedCode,
  lfs: readonly { readonly name: string; readonly file: string; readonly line: number }[],
): LfFault[] {
  return [...stoppedCode.inLabel().values()].flatMap((fault) => {
    const stopped = lfs.find(({ file, line }) => file === fault.file && line === fault.line);
    return stopped ? [{ lf: stopped.name, fault }] : [];
  });
}
