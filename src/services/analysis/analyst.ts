import { Worker } from "node:worker_threads";
import type { Analysis, AnalysisApi, AnalysisInput } from "../../protocol/analysis";
import { portPipe } from "../../protocol/portPipe";
import { connect, type Remote } from "../../protocol/rpc";

/** Does the arithmetic for all projects, elsewhere. */
export interface Analyst {
  analyse(input: AnalysisInput): Promise<Analysis>;
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
  return {
    analyse: (input) => (running ??= start()).remote.call("analyse", input),
    dispose: async () => {
      const ending = running;
      running = undefined;
      ending?.remote.close("The analysis has ended.");
      await ending?.worker.terminate();
    },
  };
}
