import type { EngineEvents, ProjectSpec } from "../protocol/engine";
import type { StoppedCode } from "./stoppedCode";
import { createWatchdog } from "./watchdog";
import type { Opened, Step, WorkerEvents } from "./workerApi";
import { startWorkerThread, type WorkerThread } from "./workerThread";

/** What a worker must have open. */
export interface SupervisedProject {
  readonly spec: ProjectSpec;
  /** Undefined before the first open. */
  readonly opened?: Opened;
}

/** Keeps one worker alive, kills it when user code in it hangs, and says which code hung or ended it. */
export interface Supervisor {
  /** The worker with the project open in it; started when there is none. */
  worker(project: SupervisedProject): Promise<WorkerThread>;
  /** Ends the worker, if there is one; nothing in it is to blame. */
  end(how: "kill" | "close"): Promise<void>;
}

export function createSupervisor(workerPath: string, events: EngineEvents, stoppedCode: StoppedCode): Supervisor {
  let thread: WorkerThread | undefined;
  let starting: Promise<WorkerThread> | undefined;

  function startThread({ limits }: ProjectSpec): WorkerThread {
    const started = startWorkerThread({
      workerPath,
      memoryMb: limits.memoryMb,
      events: workerEvents(events, (step) => watchdog.step(step)),
      onEnd(reason) {
        const step = watchdog.current();
        watchdog.step(null);
        if (thread !== started) return;
        letGo();
        if (step) stoppedCode.crashed(step, started.position[0]!, reason);
        events.log({ level: "error", text: `The worker ended${step ? ` while ${nameOf(step)} ran` : ""}: ${reason}.` });
      },
    });
    const watchdog = createWatchdog(limits, started.position, (overrun) => {
      letGo();
      stoppedCode.hung(overrun);
      events.log({
        level: "error",
        text: `${nameOf(overrun.step)} ran out of time at row ${overrun.row}; the worker starts again without it.`,
      });
      void started.kill();
    });
    return started;
  }

  function letGo(): void {
    thread = undefined;
    starting = undefined;
  }

  async function start({ spec, opened }: SupervisedProject): Promise<WorkerThread> {
    const started = startThread(spec);
    thread = started;
    try {
      if (opened) await started.remote.call("restore", { spec, opened });
      return started;
    } catch (error) {
      if (thread === started) letGo();
      await started.kill();
      throw error;
    }
  }

  return {
    worker: (project) => (starting ??= start(project)),
    async end(how) {
      const ending = thread;
      letGo();
      await ending?.[how]();
    },
  };
}

const workerEvents = (events: EngineEvents, onStep: WorkerEvents["step"]): WorkerEvents => ({
  ...events,
  step(step) {
    onStep(step);
    if (step?.kind === "lf" && step.run !== undefined) events.lfStarted({ run: step.run, name: step.lf.name, key: step.lf.key });
  },
});

const nameOf = (step: Step): string => (step.kind === "lf" ? step.lf.name : step.file);
