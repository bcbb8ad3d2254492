/** The pipe between the client and its worker: what a session asks, and what it takes to start again after a kill. */
import type {
  DatasetInfo,
  EngineApi,
  EngineEvents,
  Fault,
  LabelReport,
  LabelRequest,
  PlannedLf,
  ProjectSpec,
  RunRequest,
} from "../protocol/engine";

export interface WorkerStart {
  /** Int32: the row that the LF under way is at. Shared, so that it can be read while the worker is busy. */
  readonly position: SharedArrayBuffer;
}

/** Code that stopped a worker, by its key: it does not run again until it changes. */
export type Stopped = ReadonlyMap<string, Fault>;

export interface Opened {
  readonly info: DatasetInfo;
  /** The sample, as packTable makes it; missing where it is too large to keep twice. */
  readonly sample?: SharedArrayBuffer;
}

export interface WorkerApi extends Omit<EngineApi, "open" | "run" | "label"> {
  open(spec: ProjectSpec): Promise<Opened>;
  /** Takes up what an earlier worker had opened. */
  restore(argument: { readonly spec: ProjectSpec; readonly opened: Opened }): Promise<void>;
  run(argument: { readonly request: RunRequest; readonly stopped: Stopped }): ReturnType<EngineApi["run"]>;
  label(argument: { readonly request: LabelRequest; readonly stopped: Stopped }): Promise<LabelReport>;
  /** Ends helper processes; the thread may be ended after this. */
  close(argument: null): Promise<void>;
}

/** User code that is about to run, so that whoever has to kill the worker can name it. */
export type Step =
  | { readonly kind: "load"; readonly file: string; readonly key: string }
  | {
      readonly kind: "lf";
      readonly lf: PlannedLf;
      /** Undefined when it runs over all rows for `label`. */
      readonly run?: number;
    };

export interface WorkerEvents extends Omit<EngineEvents, "lfStarted"> {
  /** Null: no user code runs. */
  step(step: Step | null): void;
}

/** How the worker tells its events. */
export type Tell = <K extends keyof WorkerEvents>(
  name: K,
  argument: Parameters<WorkerEvents[K]>[0],
  transfer?: readonly ArrayBuffer[],
) => void;
