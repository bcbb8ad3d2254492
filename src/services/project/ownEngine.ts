import type { DatasetInfo, EngineEvents, ProjectSpec } from "../../protocol/engine";
import type { Progress } from "../../protocol/snapshot";
import type { Engine, ProjectPorts } from "./ports";

/** Long work in an engine of its own, which ends with it: the project's own goes on meanwhile. One work at a time. */
export interface OwnEngine {
  /** Opens the data and works on it. Rejects with a plain message, also when it is cancelled or another work is under way. */
  work<T>(project: ProjectSpec, job: (engine: Engine, info: DatasetInfo) => Promise<T>): Promise<T>;
  /** Ends what is under way. */
  cancel(): Promise<void>;
}

export interface OwnEngineOptions {
  readonly ports: Pick<ProjectPorts, "engine" | "log">;
  /** What is under way; undefined when it has ended. */
  readonly tell: (progress: Progress | undefined) => void;
  /** Says that another work is under way. */
  readonly busy: string;
}

export function createOwnEngine({ ports, tell, busy }: OwnEngineOptions): OwnEngine {
  let underWay: Engine | undefined;
  let cancelled = false;
  return {
    async work(project, job) {
      if (underWay) throw new Error(busy);
      cancelled = false;
      const own = (underWay = ports.engine(quietEvents(tell, ports.log)));
      tell({ what: "reading data", done: 0, total: 0 });
      try {
        return await job(own, await own.open(project));
      } catch (error) {
        throw cancelled ? new Error(CANCELLED, { cause: error }) : error;
      } finally {
        await own.dispose();
        underWay = undefined;
        tell(undefined);
      }
    },
    async cancel() {
      cancelled = true;
      await underWay?.dispose();
    },
  };
}

const CANCELLED = "Cancelled.";

/** Whether work ended because the user cancelled it. */
export const isCancelled = (error: unknown): boolean => error instanceof Error && error.message === CANCELLED;

const quietEvents = (progress: EngineEvents["progress"], log: EngineEvents["log"]): EngineEvents => ({
  ...{ progress, log },
  planned: () => {},
  lfStarted: () => {},
  lfDone: () => {},
});
