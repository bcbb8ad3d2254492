import type { EngineApi, EngineEvents, EngineLimits, SourceFile } from "../protocol/engine";
import type { Compilation } from "./bundle";
import { createCompilerClient } from "./compilerClient";
import { createStoppedCode } from "./stoppedCode";
import { createSupervisor, type SupervisedProject, type SupervisedWorker } from "./supervisor";

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
  const stoppedCode = createStoppedCode();
  const supervisor = createSupervisor(workerPath, { ...events, lfDone: takeResult }, stoppedCode);
  const compiler = createCompilerClient(workerPath, (text) => events.log({ level: "info", text }));
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

  /** Compiles files, and gives what is to be sent of them to a worker. */
  async function compile(files: readonly SourceFile[]): Promise<(worker: SupervisedWorker) => Compilation> {
    const compiled = await compiler.compile(current().spec.root, files);
    return (worker) => worker.sendBundles(compiled.files, compiled.bundles);
  }

  async function cancel(): Promise<void> {
    era++;
    await supervisor.kill();
  }

  return {
    async open(spec) {
      if (project && !sameLimits(project.spec.limits, spec.limits)) await cancel();
      stoppedCode.clear();
      project = { spec };
      const opened = await supervisor.ask(openProject(), ({ remote }) => remote.call("open", spec));
      project = { spec, opened };
      return opened.info;
    },
    async run({ files, ...request }) {
      const startedMs = performance.now();
      const at = openProject();
      latestRun = request.run;
      told = new Set(request.known);
      const compilation = await compile(files);
      const answer = await supervisor.ask(at, async (worker) => {
        if (request.run !== latestRun) return { overtaken: true };
        return worker.remote.call("run", { ...request, compilation: compilation(worker), known: [...told], stopped: stoppedCode.inRun });
      });
      return { run: request.run, overtaken: answer.overtaken, ms: performance.now() - startedMs };
    },
    rows: async (rows) => supervisor.ask(openProject(), ({ remote }) => remote.call("rows", rows)),
    async label({ files, ...request }) {
      const at = openProject();
      const compilation = await compile(files);
      return supervisor.ask(at, (worker) =>
        worker.remote.call("label", { ...request, compilation: compilation(worker), stopped: stoppedCode.inLabel() }),
      );
    },
    cancel,
    async dispose() {
      disposed = true;
      await Promise.all([cancel(), compiler.close()]);
    },
  };
}

const sameLimits = (a: EngineLimits, b: EngineLimits): boolean => a.lfMs === b.lfMs && a.rowMs === b.rowMs && a.memoryMb === b.memoryMb;
