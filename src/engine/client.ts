import type { EngineApi, EngineEvents, EngineLimits } from "../protocol/engine";
import { createCompilerClient } from "./compilerClient";
import { createLatestRun } from "./latestRun";
import { createStoppedCode } from "./stoppedCode";
import { createSupervisor, type SupervisedProject } from "./supervisor";

export interface EngineClientOptions {
  /** Absolute path of the built worker.js; compiler.js is beside it. */
  readonly workerPath: string;
  readonly events: EngineEvents;
}

/**
 * A project's engine. Calls start its threads when there are none. User code that hangs, or that ends its thread, is named and
 * stays out until it changes; a fresh thread goes on with the rest, and the caller notices nothing but the fault.
 */
export interface EngineClient extends EngineApi {
  /** Kills whatever runs; what waits for an answer is rejected. The next call starts afresh. */
  cancel(): Promise<void>;
  /** Ends the threads for good; what waits for an answer is rejected, and so is every later call. */
  dispose(): Promise<void>;
}

export function createEngineClient({ workerPath, events }: EngineClientOptions): EngineClient {
  const stoppedCode = createStoppedCode((row) => project?.opened?.info.sample.ids[row]);
  const latestRun = createLatestRun(events);
  const supervisor = createSupervisor(workerPath, latestRun.events, stoppedCode);
  const compiler = createCompilerClient(workerPath, (text) => events.log({ level: "info", text }));
  let project: SupervisedProject | undefined;
  /** Counts cancels: a call from before one is not tried again. */
  let era = 0;
  let disposed = false;

  function current(): SupervisedProject {
    if (disposed) throw new Error("The engine is closed.");
    if (!project) throw new Error("There is no open project.");
    return project;
  }

  /** To be asked from time to time by a call: what is open, as long as the call has not been cancelled. */
  function openProject(): () => SupervisedProject {
    const askedIn = era;
    return () => {
      if (askedIn !== era && !disposed) throw new Error("Cancelled.");
      return current();
    };
  }

  async function cancel(): Promise<void> {
    era++;
    await supervisor.kill();
  }

  return {
    async open(spec) {
      if (project && !sameLimits(project.spec.limits, spec.limits)) await cancel();
      stoppedCode.clear();
      const opening = (project = { spec });
      const opened = await supervisor.ask(openProject(), ({ remote }) => remote.call("open", spec));
      if (project === opening) project = { spec, opened };
      return opened.info;
    },
    async run({ files, ...request }) {
      const startedMs = performance.now();
      const at = openProject();
      latestRun.begin(request);
      const compiled = await compiler.compile(current().spec.root, files);
      const answer = await supervisor.ask(at, async (worker) => {
        const known = latestRun.known(request.run);
        if (!known) return { overtaken: true };
        return worker.remote.call("run", { ...request, compilation: compiled(worker.sendBundles), known, stopped: stoppedCode.inRun });
      });
      return { run: request.run, overtaken: answer.overtaken, ms: performance.now() - startedMs };
    },
    rows: async (rows) => supervisor.ask(openProject(), ({ remote }) => remote.call("rows", rows)),
    async vote({ files, examples }) {
      const at = openProject();
      const compiled = await compiler.compile(current().spec.root, files);
      return supervisor.ask(at, (worker) =>
        worker.remote.call("vote", { examples, compilation: compiled(worker.sendBundles), stopped: stoppedCode.inLabel() }),
      );
    },
    async label({ files, ...request }) {
      const at = openProject();
      const compiled = await compiler.compile(current().spec.root, files);
      let resume = request.resume ?? false;
      return supervisor.ask(at, (worker) => {
        const compilation = compiled(worker.sendBundles);
        const answer = worker.remote.call("label", { ...request, compilation, resume, stopped: stoppedCode.inLabel() });
        // A fresh worker goes on where the one before it was killed.
        resume = true;
        return answer;
      });
    },
    cancel,
    async dispose() {
      disposed = true;
      await Promise.all([cancel(), compiler.close()]);
    },
  };
}

const sameLimits = (a: EngineLimits, b: EngineLimits): boolean => a.lfMs === b.lfMs && a.rowMs === b.rowMs && a.memoryMb === b.memoryMb;
