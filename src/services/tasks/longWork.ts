import type { DatasetInfo, ProjectSpec } from "../../protocol/engine";
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
export async function onAllRows<T>(
  { ports, engine, state, ready }: LongWork,
  task: Task,
  work: (engine: Engine, info: DatasetInfo) => Promise<T>,
): Promise<T> {
  const { spec } = ready();
  if (ports.interactive) return withEngine(ports, spec, task, work);
  task.signal.throwIfAborted();
  const end = (): void => void engine.cancel();
  task.signal.addEventListener("abort", end);
  try {
    return await work(engine, state().info!);
  } finally {
    task.signal.removeEventListener("abort", end);
  }
}
