import type { DatasetInfo, EngineEvents, ProjectSpec } from "../../protocol/engine";
import type { Engine, ProjectPorts } from "../project/ports";
import type { Task } from "./tasks";

/**
 * Works on a project's data in an engine of its own, which ends with the work, or at once when the task is cancelled.
 * @param task told how far the engine is; absent where nobody follows
 */
export async function withEngine<T>(
  { engine, log }: Pick<ProjectPorts, "engine" | "log">,
  spec: ProjectSpec,
  task: Task | undefined,
  work: (engine: Engine, info: DatasetInfo) => Promise<T>,
): Promise<T> {
  task?.signal.throwIfAborted();
  const own = engine(quietEvents(log, task?.tell));
  const end = (): void => void own.dispose();
  task?.signal.addEventListener("abort", end);
  try {
    return await work(own, await own.open(spec));
  } finally {
    task?.signal.removeEventListener("abort", end);
    await own.dispose();
  }
}

const quietEvents = (log: EngineEvents["log"], progress: EngineEvents["progress"] = () => {}): EngineEvents => ({
  ...{ progress, log },
  planned: () => {},
  lfStarted: () => {},
  lfDone: () => {},
});
