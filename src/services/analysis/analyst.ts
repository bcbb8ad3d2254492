import { Worker } from "node:worker_threads";
import type { Analysis, AnalysisApi, AnalysisInput, Study } from "../../protocol/analysis";
import type { RowExplanation } from "../../protocol/panel";
import { portPipe } from "../../protocol/portPipe";
import { connect, type Remote } from "../../protocol/rpc";

/** Does the arithmetic for all projects, elsewhere. */
export interface Analyst {
  analyse(input: AnalysisInput): Promise<Analysis>;
  /** Undefined if a newer analysis came between. */
  study(project: string): Promise<Study | undefined>;
  explain(query: { readonly project: string; readonly row: number }): Promise<RowExplanation>;
  forget(project: string): void;
  dispose(): Promise<void>;
}

/**
 * An analyst in a worker thread, started on first use and again after a crash.
 * @param workerPath the built src/services/analysis/worker.ts
 */
export function startAnalyst(workerPath: string): Analyst {
  let running: { worker: Worker; remote: Remote<AnalysisApi> } | undefined;
  const start = (): NonNullable<typeof running> => {
    const worker = new Worker(workerPath);
    const made = { worker, remote: connect<AnalysisApi, object>(portPipe(worker), {}) };
    const ended = (why: string): void => {
      made.remote.close(why);
      if (running === made) running = undefined;
    };
    worker.on("error", (error) => ended(`The analysis failed: ${error.message}`));
    worker.on("exit", () => ended("The analysis has ended."));
    return made;
  };
  const remote = (): Remote<AnalysisApi> => (running ??= start()).remote;
  return {
    analyse: (input) => remote().call("analyse", input),
    study: (project) => remote().call("study", project),
    explain: (query) => remote().call("explain", query),
    forget: (project) => running?.remote.tell("forget", project),
    dispose: async () => {
      const ending = running;
      running = undefined;
      ending?.remote.close("The analysis has ended.");
      await ending?.worker.terminate();
    },
  };
}
