import { CancelledError } from "../../protocol/cancelled";
import type { EngineApi, EngineEvents, EngineLimits } from "../../protocol/engine";
import type { SourceFile } from "../../protocol/sourceFile";
import { createBundleSender, type Compilation } from "../bundle";
import { createCompilerClient, type CompilerClient } from "./compilerClient";
import { owningOutput } from "../output/owner";
import { createLatestRun } from "./latestRun";
import { createStoppedCode } from "../stoppedCode";
import { createSupervisor, type SupervisedProject } from "./supervisor";
import type { WatchedWorker } from "./watchedWorker";
import type { Compiled } from "../workerApi";

export interface EngineClientOptions {
  /** Absolute path of the built worker.js; compiler.js is beside it. */
  readonly workerPath: string;
  readonly events: EngineEvents;
  /** Before long work on all rows the compiler ends, which gives its memory back: nobody goes on typing. */
  readonly compilesOnce?: boolean;
}

/**
 * A project's engine. Calls start its threads when there are none. User code that hangs, or that ends its thread, is named and
 * stays out until it changes; a fresh thread goes on with the rest, and the caller notices nothing but the fault.
 */
export interface EngineClient extends EngineApi {
  /** All LF files with what they import, to run elsewhere. */
  compile(files: readonly SourceFile[]): Promise<Compilation>;
  /** Kills whatever runs; what waits for an answer is rejected. The next call starts afresh. */
  cancel(): Promise<void>;
  /** Ends the threads for good; what waits for an answer is rejected, and so is every later call. */
  dispose(): Promise<void>;
}

export function createEngineClient({ workerPath, events, compilesOnce = false }: EngineClientOptions): EngineClient {
  const current = createCurrentProject();
  const stoppedCode = createStoppedCode((row) => current.get()?.opened?.info.sample.ids[row]);
  const latestRun = createLatestRun(events);
  const supervisor = createSupervisor(workerPath, latestRun.events, stoppedCode);
  const compiler = createCompilerClient(workerPath, (text) => events.log({ level: "info", text }));
  const compile = (files: readonly SourceFile[]): ReturnType<CompilerClient["compile"]> =>
    compiler.compile(current.need().spec.root, files);

  async function cancel(): Promise<void> {
    current.cancelCalls();
    await supervisor.kill();
  }

  /** Asks for what LFs say of rows outside of the sample's runs. */
  async function askWithLfs<T>(
    files: readonly SourceFile[],
    ask: (remote: WatchedWorker["remote"], lfs: Compiled) => Promise<T>,
  ): Promise<T> {
    const at = current.forCall();
    const compiled = await compile(files);
    if (compilesOnce) await compiler.close();
    return supervisor.ask(at, ({ remote, sendBundles }) =>
      ask(remote, { compilation: compiled(sendBundles), stopped: stoppedCode.inLabel() }),
    );
  }

  /** Asks for what keeps parts of its work on disk. A fresh worker goes on where the one before it was killed. */
  function askInParts<T>(
    files: readonly SourceFile[],
    resumes: boolean,
    ask: (remote: WatchedWorker["remote"], rest: Compiled & { readonly resume: boolean }) => Promise<T>,
  ): Promise<T> {
    let resume = resumes;
    return askWithLfs(files, (remote, lfs) => {
      const answer = ask(remote, { ...lfs, resume });
      resume = true;
      return answer;
    });
  }

  /** Asks for what writes a file or a folder, which nobody else may write meanwhile. */
  async function owning<T>(out: string, ask: () => Promise<T>): Promise<T> {
    const at = current.forCall();
    return owningOutput(out, at().spec.boundary, () => {
      // It may have been cancelled while the place was taken.
      at();
      return ask();
    });
  }

  return {
    async open(spec) {
      if (!sameLimits(current.get()?.spec.limits, spec.limits)) await cancel();
      stoppedCode.clear();
      const opening = current.set({ spec });
      const opened = await supervisor.ask(current.forCall(), ({ remote }) => remote.call("open", spec));
      if (current.get() === opening) current.set({ spec, opened });
      return opened.info;
    },
    async run({ files, ...request }) {
      const startedMs = performance.now();
      const at = current.forCall();
      latestRun.begin(request);
      const compiled = await compile(files);
      const compiledMs = performance.now();
      const { overtaken, slices, ...parts } = await supervisor.ask(at, async (worker) => {
        const known = latestRun.known(request.run);
        if (!known) return { overtaken: true, load: 0, run: 0, slices: [] };
        return worker.remote.call("run", { ...request, compilation: compiled(worker.sendBundles), known, stopped: stoppedCode.inRun });
      });
      return {
        run: request.run,
        overtaken,
        slices,
        ms: performance.now() - startedMs,
        parts: { compile: compiledMs - startedMs, ...parts },
      };
    },
    rows: async (rows) => supervisor.ask(current.forCall(), ({ remote }) => remote.call("rows", rows)),
    locate: async (keys) => supervisor.ask(current.forCall(), ({ remote }) => remote.call("locate", keys)),
    vote: ({ files, examples }) => askWithLfs(files, (remote, lfs) => remote.call("vote", { examples, ...lfs })),
    questions: ({ files, ...request }) => askWithLfs(files, (remote, lfs) => remote.call("questions", { ...request, ...lfs })),
    matches: ({ files, rows }) => askWithLfs(files, (remote, lfs) => remote.call("matches", { rows, ...lfs })),
    versions: ({ files }) => askWithLfs(files, (remote, lfs) => remote.call("versions", lfs)),
    label: ({ files, resume = false, ...request }) =>
      owning(request.out, () => askInParts(files, resume, (remote, rest) => remote.call("label", { ...request, ...rest }))),
    train: ({ files, ...request }) =>
      owning(request.out, () => askInParts(files, false, (remote, rest) => remote.call("train", { ...request, ...rest }))),
    measure: ({ files, ...request }) => askWithLfs(files, (remote, lfs) => remote.call("measure", { ...request, ...lfs })),
    predict: (request) => owning(request.out, () => supervisor.ask(current.forCall(), ({ remote }) => remote.call("predict", request))),
    compare: async (request) => supervisor.ask(current.forCall(), ({ remote }) => remote.call("compare", request)),
    suggest: async (request) => supervisor.ask(current.forCall(), ({ remote }) => remote.call("suggest", request)),
    predictSample: async (request) => supervisor.ask(current.forCall(), ({ remote }) => remote.call("predictSample", request)),
    compile: async (files) => (await compile(files))(createBundleSender()),
    cancel,
    async dispose() {
      current.close();
      await Promise.all([cancel(), compiler.close()]);
    },
  };
}

/** The project that is open, and which calls are still wanted. */
interface CurrentProject {
  get(): SupervisedProject | undefined;
  set(project: SupervisedProject): SupervisedProject;
  /** @throws if there is none, or if the engine is closed */
  need(): SupervisedProject;
  /** For a call to ask from time to time: the open project. @throws once the call has been cancelled */
  forCall(): () => SupervisedProject;
  cancelCalls(): void;
  close(): void;
}

function createCurrentProject(): CurrentProject {
  let project: SupervisedProject | undefined;
  /** Counts cancels: a call from before one is not tried again. */
  let era = 0;
  let closed = false;

  function need(): SupervisedProject {
    if (closed) throw new Error("The engine is closed.");
    if (!project) throw new Error("There is no open project.");
    return project;
  }

  return {
    get: () => project,
    set: (opened) => (project = opened),
    need,
    forCall() {
      const askedIn = era;
      return () => {
        if (askedIn !== era && !closed) throw new CancelledError();
        return need();
      };
    },
    cancelCalls: () => void era++,
    close: () => void (closed = true),
  };
}

/** Where none were before, none have changed. */
const sameLimits = (a: EngineLimits | undefined, b: EngineLimits): boolean =>
  !a || (a.lfMs === b.lfMs && a.rowMs === b.rowMs && a.memoryMb === b.memoryMb);
