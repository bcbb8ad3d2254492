import type { EngineApi, EngineEvents, EngineLimits } from "../protocol/engine";
import { createStoppedCode } from "./stoppedCode";
import { createSupervisor, type SupervisedProject } from "./supervisor";
import type { WorkerApi } from "./workerApi";
import type { WorkerThread } from "./workerThread";

export interface EngineClientOptions {
  /** Absolute path of the built worker.js. */
  readonly workerPath: string;
  readonly events: EngineEvents;
}

/**
 * A project's engine. Calls start a worker thread when there is none. User code that hangs, or that ends the worker, is named
 * and stays out until it changes; a fresh worker goes on with the rest, and the caller notices nothing but the fault.
 */
export interface EngineClient extends EngineApi {
  /** Kills whatever runs; what waits for an answer is rejected. The next call starts afresh. */
  cancel(): Promise<void>;
  /** Ends the worker for good; what waits for an answer is rejected, and so is every later call. */
  dispose(): Promise<void>;
}

/** How often a call outlives a worker that ended for no reason that was found. */
const RESTARTS_IN_VAIN = 2;

export function createEngineClient({ workerPath, events }: EngineClientOptions): EngineClient {
  const stoppedCode = createStoppedCode();
  const supervisor = createSupervisor(workerPath, { ...events, lfDone: takeResult }, stoppedCode);
  let project: SupervisedProject | undefined;
  let latestRun = 0;
  /** Keys of LFs whose results of the latest run the session has. */
  let told = new Set<string>();
  /** Counts cancels: a call from before one is not tried again. */
  let era = 0;
  let disposed = false;

  function takeResult(result: Parameters<EngineEvents["lfDone"]>[0]): void {
    if (result.run === latestRun) told.add(result.key);
    events.lfDone(result);
  }

  /**
   * Calls the worker, and once more in a fresh one whenever it ends meanwhile and that can help.
   * @param argument undefined when the answer is not wanted any more
   */
  async function ask<K extends keyof WorkerApi>(
    name: K,
    argument: () => Parameters<WorkerApi[K]>[0] | undefined,
  ): Promise<Answer<K> | undefined> {
    const askedIn = era;
    for (let vain = 0; ;) {
      if (disposed) throw new Error("The engine is closed.");
      if (askedIn !== era) throw new Error("Cancelled.");
      if (!project) throw new Error("There is no open project.");
      const given = argument();
      if (given === undefined) return undefined;
      const verdicts = stoppedCode.count();
      let worker: WorkerThread | undefined;
      try {
        worker = await supervisor.worker(project);
        return (await worker.remote.call(name, given as never)) as Answer<K>;
      } catch (error) {
        if (disposed || askedIn !== era) continue;
        if (worker && worker.ended() === undefined) throw error;
        if (stoppedCode.count() === verdicts && ++vain > RESTARTS_IN_VAIN) throw error;
      }
    }
  }

  async function end(how: "kill" | "close"): Promise<void> {
    era++;
    await supervisor.end(how);
  }

  return {
    async open(spec) {
      if (project && !sameLimits(project.spec.limits, spec.limits)) await end("close");
      stoppedCode.clear();
      project = { spec };
      const opened = (await ask("open", () => spec))!;
      project = { spec, opened };
      return opened.info;
    },
    async run(request) {
      const { run } = request;
      const startedMs = performance.now();
      latestRun = run;
      told = new Set(request.known);
      const wanted = () => (run === latestRun ? { request: { ...request, known: [...told] }, stopped: stoppedCode.inRun } : undefined);
      return (await ask("run", wanted)) ?? { run, overtaken: true, ms: performance.now() - startedMs };
    },
    rows: async (rows) => (await ask("rows", () => rows))!,
    label: async (request) => (await ask("label", () => ({ request, stopped: stoppedCode.inLabel() })))!,
    cancel: () => end("kill"),
    async dispose() {
      disposed = true;
      await end("close");
    },
  };
}

type Answer<K extends keyof WorkerApi> = Awaited<ReturnType<WorkerApi[K]>>;

const sameLimits = (a: EngineLimits, b: EngineLimits): boolean => a.lfMs === b.lfMs && a.rowMs === b.rowMs && a.memoryMb === b.memoryMb;
