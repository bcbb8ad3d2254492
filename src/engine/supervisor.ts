import type { EngineEvents, EngineLimits, ProjectSpec } from "../protocol/engine";
import { createBundleSender } from "./bundle";
import type { StoppedCode } from "./stoppedCode";
import { startThread, type Thread } from "./thread";
import { createWatchdog } from "./watchdog";
import type { Opened, Step, WorkerApi, WorkerEvents, WorkerStart } from "./workerApi";

/** What a worker must have open. */
export interface SupervisedProject {
  readonly spec: ProjectSpec;
  /** Undefined before the first open. */
  readonly opened?: Opened;
}

/** A worker thread, and what it has been sent. */
export interface SupervisedWorker extends Thread<WorkerApi> {
  readonly sendBundles: ReturnType<typeof createBundleSender>;
}

/** Keeps one worker alive, kills it when user code in it hangs, and says which code hung or ended it. */
export interface Supervisor {
  /**
   * Asks the worker, with the project open in it; starts one when there is none. If the worker ends meanwhile and it can help,
   * asks again in a fresh one.
   * @param project what is open now; throws when the answer is not wanted any more
   */
  ask<T>(project: () => SupervisedProject, question: (worker: SupervisedWorker) => Promise<T>): Promise<T>;
  /** Ends the worker, if there is one; nothing in it is to blame. */
  kill(): Promise<void>;
}

export function createSupervisor(workerPath: string, events: EngineEvents, stoppedCode: StoppedCode): Supervisor {
  let current: SupervisedWorker | undefined;
  let starting: Promise<SupervisedWorker> | undefined;

  function letGo(): void {
    current = undefined;
    starting = undefined;
  }

  function startWorker(limits: EngineLimits): SupervisedWorker {
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
        if (current !== worker) return;
        letGo();
        if (step) stoppedCode.crashed(step, position[0]!, reason);
        events.log({ level: "error", text: `The worker ended${step ? ` while ${nameOf(step)} ran` : ""}: ${reason}.` });
      },
    });
    const watchdog = createWatchdog(limits, position, (overrun) => {
      letGo();
      stoppedCode.hung(overrun);
      events.log({
        level: "error",
        text: `${nameOf(overrun.step)} ran out of time at row ${overrun.row}; a fresh worker goes on without it.`,
      });
      void thread.kill();
    });
    const worker = { ...thread, sendBundles: createBundleSender() };
    return worker;
  }

  async function start({ spec, opened }: SupervisedProject): Promise<SupervisedWorker> {
    const worker = startWorker(spec.limits);
    current = worker;
    try {
      if (opened) await worker.remote.call("restore", { spec, opened });
      return worker;
    } catch (error) {
      if (current === worker) letGo();
      await worker.kill();
      throw error;
    }
  }

  return {
    async ask(project, question) {
      for (let vain = 0; ;) {
        const at = project();
        const verdicts = stoppedCode.count();
        let worker: SupervisedWorker | undefined;
        try {
          worker = await (starting ??= start(at));
          return await question(worker);
        } catch (error) {
          project();
          if (worker && worker.ended() === undefined) throw error;
          if (stoppedCode.count() === verdicts && ++vain > RESTARTS_IN_VAIN) throw error;
        }
      }
    },
    async kill() {
      const ending = current;
      letGo();
      await ending?.kill();
    },
  };
}

/** How often a call outlives a worker that ended for no reason that was found. */
const RESTARTS_IN_VAIN = 2;

const workerEvents = (events: EngineEvents, onStep: WorkerEvents["step"]): WorkerEvents => ({
  ...events,
  step(step) {
    onStep(step);
    if (step?.kind === "lf" && step.run !== undefined) events.lfStarted({ run: step.run, name: step.lf.name, key: step.lf.key });
  },
});

const nameOf = (step: Step): string => (step.kind === "lf" ? step.lf.name : step.file);
