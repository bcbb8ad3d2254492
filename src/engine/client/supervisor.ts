import type { EngineEvents, ProjectSpec } from "../../protocol/engine";
import { stepName, type StoppedCode } from "../stoppedCode";
import { startWatchedWorker, type WatchedWorker } from "./watchedWorker";
import type { Opened } from "../workerApi";

/** What a worker must have open. */
export interface SupervisedProject {
  readonly spec: ProjectSpec;
  /** Undefined before the first open. */
  readonly opened?: Opened;
}

/** Keeps one worker alive, and remembers which user code hung or ended one. */
export interface Supervisor {
  /**
   * Asks the worker, with the project open in it; starts one when there is none. If the worker ends meanwhile and it can help,
   * asks again in a fresh one.
   * @param project what is open now; throws when the answer is not wanted any more
   */
  ask<T>(project: () => SupervisedProject, question: (worker: WatchedWorker) => Promise<T>): Promise<T>;
  /** Ends the worker, if there is one; nothing in it is to blame. */
  kill(): Promise<void>;
}

/** How often a call outlives a worker that ended for no reason that was found. */
const RESTARTS_IN_VAIN = 2;

export function createSupervisor(workerPath: string, events: EngineEvents, stoppedCode: StoppedCode): Supervisor {
  let current: WatchedWorker | undefined;
  let starting: Promise<WatchedWorker> | undefined;

  function letGo(): void {
    current = undefined;
    starting = undefined;
  }

  async function start({ spec, opened }: SupervisedProject): Promise<WatchedWorker> {
    const worker = startWatchedWorker({
      workerPath,
      limits: spec.limits,
      events,
      onVerdict(verdict) {
        letGo();
        if (verdict.kind === "time") stoppedCode.hung(verdict);
        else stoppedCode.spoiled(verdict);
        const why = verdict.kind === "time" ? "ran out of time" : verdict.message;
        events.log({ level: "error", text: `${stepName(verdict.step)} ${why}; a new worker continues without it.` });
      },
      onEnd(reason, underWay) {
        // One that was killed has been let go of before.
        if (current !== worker) return;
        letGo();
        if (underWay) stoppedCode.crashed(underWay, reason);
        events.log({ level: "error", text: `The worker ended${underWay ? ` while ${stepName(underWay.step)} ran` : ""}: ${reason}.` });
      },
    });
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
        let worker: WatchedWorker | undefined;
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
