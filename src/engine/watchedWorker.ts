import type { EngineEvents, EngineLimits } from "../protocol/engine";
import { createBundleSender, type BundleSender } from "./bundle";
import { startThread, type Thread } from "./thread";
import { createWatchdog, type Overrun } from "./watchdog";
import type { Step, WorkerApi, WorkerEvents, WorkerStart } from "./workerApi";

/** A worker thread under a watchdog, and what it has been sent. */
export interface WatchedWorker extends Thread<WorkerApi> {
  readonly sendBundles: BundleSender;
}

export interface WatchedWorkerOptions {
  /** Absolute path of the built worker.js. */
  readonly workerPath: string;
  readonly limits: EngineLimits;
  readonly events: EngineEvents;
  /** Told just before the worker is killed, because a step took too long. */
  readonly onOverrun: (overrun: Overrun) => void;
  /** Told when the worker has ended, for whatever reason, with the step and the row that were under way. */
  readonly onEnd: (reason: string, step: Step | null, row: number) => void;
}

/** Starts a worker, and kills it when user code in it takes longer than it may. */
export function startWatchedWorker({ workerPath, limits, events, onOverrun, onEnd }: WatchedWorkerOptions): WatchedWorker {
  const position = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const thread = startThread<WorkerApi, WorkerEvents>({
    path: workerPath,
    data: { position: position.buffer } satisfies WorkerStart,
    memoryMb: limits.memoryMb,
    events: workerEvents(events, (step) => watchdog.step(step)),
    onOutput: (text) => events.log({ level: "info", text }),
    onEnd(reason) {
      const step = watchdog.current();
      watchdog.step(null);
      onEnd(reason, step, position[0]!);
    },
  });
  const watchdog = createWatchdog(limits, position, (overrun) => {
    onOverrun(overrun);
    void thread.kill();
  });
  return { ...thread, sendBundles: createBundleSender() };
}

const workerEvents = (events: EngineEvents, onStep: WorkerEvents["step"]): WorkerEvents => ({
  ...events,
  step(step) {
    onStep(step);
    if (step?.kind === "lf" && step.run !== undefined) events.lfStarted({ run: step.run, name: step.lf.name, key: step.lf.key });
  },
});
