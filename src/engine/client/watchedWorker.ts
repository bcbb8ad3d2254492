import type { EngineEvents, EngineLimits } from "../../protocol/engine";
import { createBundleSender, type BundleSender } from "../bundle";
import { startThread, type Thread } from "./thread";
import { createWatchdog, type UnderWay, type Verdict } from "../watchdog";
import type { WorkerApi, WorkerEvents, WorkerStart } from "../workerApi";

/** A worker thread under a watchdog, and what it has been sent. */
export interface WatchedWorker<Api = WorkerApi> extends Thread<Api> {
  readonly sendBundles: BundleSender;
}

export interface WatchedWorkerOptions {
  /** Absolute path of the built worker.js. */
  readonly workerPath: string;
  readonly limits: EngineLimits;
  readonly events: EngineEvents;
  /** Told just before the worker is killed, because user code took too long, or did what others suffer from. */
  readonly onVerdict: (verdict: Verdict) => void;
  /** Told when the worker has ended, for whatever reason, with the user code that was under way. */
  readonly onEnd: (reason: string, underWay: UnderWay | undefined) => void;
}

/** Starts a worker, and kills it when user code in it takes longer than it may, or spoils it for others. */
export function startWatchedWorker<Api = WorkerApi>({
  workerPath,
  limits,
  events,
  onVerdict,
  onEnd,
}: WatchedWorkerOptions): WatchedWorker<Api> {
  const position = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const thread = startThread<Api, WorkerEvents>({
    path: workerPath,
    data: { position: position.buffer } satisfies Omit<WorkerStart, "port">,
    ownPort: true,
    memoryMb: limits.memoryMb,
    events: workerEvents(events, {
      step: (step) => watchdog.step(step),
      late: () => watchdog.late(),
      spoiled({ message }) {
        const underWay = watchdog.current();
        if (underWay) endFor({ kind: "spoiled", ...underWay, message });
      },
    }),
    onOutput: (text) => events.log({ level: "info", text }),
    onEnd(reason) {
      const underWay = watchdog.current();
      watchdog.step(null);
      onEnd(reason, underWay);
    },
  });
  const endFor = (verdict: Verdict): void => {
    onVerdict(verdict);
    void thread.kill();
  };
  const watchdog = createWatchdog(limits, position, endFor);
  return { ...thread, sendBundles: createBundleSender() };
}

const workerEvents = (events: EngineEvents, own: Pick<WorkerEvents, "step" | "late" | "spoiled">): WorkerEvents => ({
  ...events,
  ...own,
  step(step) {
    own.step(step);
    if (step?.kind === "lf" && step.run !== undefined) events.lfStarted({ run: step.run, name: step.lf.name, key: step.lf.key });
  },
});
