import { isDeepStrictEqual } from "node:util";
import type { DatasetInfo, ProjectSpec, SampleSpec } from "../../protocol/engine";
import type { SourceFile } from "../../protocol/sourceFile";
import type { ProjectConfig } from "../config/schema";
import type { Engine, ProjectPorts } from "../project/ports";
import type { ProjectState } from "../project/state";
import type { Task, Tasks } from "./tasks";
import { withEngine } from "./withEngine";

/** What long work on a project needs of it. */
export interface LongWork {
  readonly root: string;
  readonly ports: Pick<ProjectPorts, "engine" | "log" | "interactive" | "runsSample">;
  /** The project's own, which runs its LFs on the sample. */
  readonly engine: Engine;
  readonly tasks: Tasks;
  readonly state: () => ProjectState;
  /** @throws Error in plain words while the project cannot run */
  readonly ready: () => { readonly config: ProjectConfig; readonly spec: ProjectSpec };
  /** Resolves when no run on the sample is under way or due. */
  readonly settle: () => Promise<void>;
  /** The project's LF files as they are now. */
  readonly sources: () => Promise<readonly SourceFile[]>;
}

/**
 * Works on all rows of a project: where somebody types meanwhile in an engine of its own, so that the live numbers go on; else in
 * the project's, which has the data open already. A cancelled task ends that engine's work.
 */
export async function onAllRows<T>(long: LongWork, task: Task, work: (engine: Engine, info: DatasetInfo) => Promise<T>): Promise<T> {
  return long.ports.interactive ? withEngine(long.ports, long.ready().spec, task, work) : inProjectsEngine(long, task, work);
}

/**
 * Works on a sample of a project's data: in the project's engine where that has this very sample, else in one of its own.
 * @param sample in place of the config's; all of that where nothing is given
 */
export async function onSample<T>(
  long: LongWork,
  task: Task,
  sample: Partial<SampleSpec>,
  work: (engine: Engine, info: DatasetInfo) => Promise<T>,
): Promise<T> {
  // A sample that is read once is not kept.
  const { cacheFolder: _kept, ...spec } = long.ready().spec;
  const wanted = { ...spec.sample, ...sample };
  if (isDeepStrictEqual(spec.sample, wanted)) return inProjectsEngine(long, task, work);
  return withEngine(long.ports, { ...spec, sample: wanted }, task, work);
}

/** Cancelled, it ends what that engine does. */
async function inProjectsEngine<T>(
  { engine, state }: LongWork,
  { signal }: Task,
  work: (engine: Engine, info: DatasetInfo) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const end = (): void => void engine.cancel();
  signal.addEventListener("abort", end);
  try {
    return await work(engine, state().info!);
  } finally {
    signal.removeEventListener("abort", end);
  }
}
