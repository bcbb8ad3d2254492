/** The pipes between the client and its two threads: the worker, which runs user code, and the compiler, which does not. */
import type {
  DatasetInfo,
  EngineApi,
  EngineEvents,
  LabelReport,
  LabelRequest,
  MeasureAnswer,
  MeasureRequest,
  PlannedLf,
  ProjectSpec,
  RunAnswer,
  RunParts,
  RunRequest,
} from "../protocol/engine";
import type { MessagePort } from "node:worker_threads";
import type { Fault } from "../protocol/fault";
import type { SourceFile } from "../protocol/sourceFile";
import type { TrainAnswer, TrainRequest } from "../protocol/endModel";
import type { DebugApi } from "../protocol/debug";
import type { Compilation } from "./bundle";

export interface CompilerApi extends DebugApi {
  /** Compiles a project's LF files, and forgets those that are no longer among them. */
  compile(argument: { readonly root: string; readonly files: readonly SourceFile[] }): Promise<Compilation>;
  /** Ends helper processes; the thread may be ended after this. */
  close(argument: null): Promise<void>;
}

export interface WorkerStart {
  readonly port: MessagePort;
  /**
   * Int32: the row that the LF under way is at, and the number of the step that left behind what runs instead of it, 0 as a rule.
   * Shared, so that it can be read while the worker is busy.
   */
  readonly position: SharedArrayBuffer;
}

/** Code that stopped a worker, by its key: it does not run again until it changes. */
export type Stopped = ReadonlyMap<string, Fault>;

export interface Opened {
  readonly info: DatasetInfo;
  /** The sample, as packTable makes it; missing where it is too large to keep twice. */
  readonly sample?: SharedArrayBuffer;
}

export interface WorkerApi extends Omit<
  EngineApi,
  "open" | "run" | "vote" | "matches" | "questions" | "versions" | "label" | "train" | "measure"
> {
  open(spec: ProjectSpec): Promise<Opened>;
  /** Takes up what an earlier worker had opened. */
  restore(argument: { readonly spec: ProjectSpec; readonly opened: Opened }): Promise<void>;
  run(argument: CompiledRequest<RunRequest>): Promise<WorkerAnswer>;
  vote(argument: CompiledRequest<Parameters<EngineApi["vote"]>[0]>): ReturnType<EngineApi["vote"]>;
  questions(argument: CompiledRequest<Parameters<EngineApi["questions"]>[0]>): ReturnType<EngineApi["questions"]>;
  matches(argument: CompiledRequest<Parameters<EngineApi["matches"]>[0]>): ReturnType<EngineApi["matches"]>;
  versions(argument: CompiledRequest<{ readonly files: readonly SourceFile[] }>): ReturnType<EngineApi["versions"]>;
  label(argument: CompiledRequest<LabelRequest>): Promise<LabelReport>;
  measure(argument: CompiledRequest<MeasureRequest>): Promise<MeasureAnswer>;
  /** `resume`: go on with what a worker that was killed has left. */
  train(argument: CompiledRequest<TrainRequest> & { readonly resume: boolean }): Promise<TrainAnswer>;
}

/** What takes the place of source files, and the code in them that does not run. */
export interface Compiled {
  readonly compilation: Compilation;
  readonly stopped: Stopped;
}

/** What the worker knows of a run. */
export type WorkerAnswer = Pick<RunAnswer, "overtaken" | "slices"> & Omit<RunParts, "compile">;

/** A request whose files are compiled. */
export type CompiledRequest<Request> = Omit<Request, "files"> & Compiled;

/** User code that is about to run, so that the watchdog can name it. */
export type Step = StepParts & {
  /** Counts the worker's steps from 1. */
  readonly number: number;
};

export type StepParts =
  | { readonly kind: "load"; readonly file: string; readonly key: string }
  | {
      readonly kind: "lf";
      readonly lf: PlannedLf;
      /** Undefined when it runs over all rows, for `label` and `measure`. */
      readonly run?: number;
    };

export interface WorkerEvents extends Omit<EngineEvents, "lfStarted"> {
  /** Null: no user code runs. */
  step(step: Step | null): void;
  /** Between steps, something runs that an earlier one left behind: see WorkerStart. Over with the next `step`. */
  late(argument: null): void;
  /** The step under way has done what others suffer from, and the worker waits to be killed. `message` goes on after "It". */
  spoiled(argument: { readonly message: string }): void;
}

/** How the worker tells its events. */
export type Tell = <K extends keyof WorkerEvents>(name: K, argument: Parameters<WorkerEvents[K]>[0]) => void;
