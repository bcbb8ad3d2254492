import type { DatasetInfo, EngineEvents, ProjectSpec } from "../../protocol/engine";
import type { Progress } from "../../protocol/snapshot";
import type { Engine, ProjectPorts } from "./ports";

/** Long work in an engine of its own, which ends with it: the project's own goes on meanwhile. One work at a time. */
export interface OwnEngine {
  /**
   * Does a work, which is under way from the call on. Rejects with a plain message, also when it is cancelled or another work is
   * under way.
   */
  work<T>(job: (work: Work) => Promise<T>): Promise<T>;
  /** Ends what is under way. Resolves when nothing is under way any more. */
  cancel(): Promise<void>;
  /** Ends what is under way, and nothing begins any more. */
  close(): Promise<void>;
}

/** What is under way, as its job sees it. */
export interface Work {
  /** Opens the data in an engine and works on it there. Rejects once the work is cancelled. */
  inEngine<T>(project: ProjectSpec, job: (engine: Engine, info: DatasetInfo) => Promise<T>): Promise<T>;
  /** Throws once the work is cancelled: asked before what cannot be taken back. */
  goOn(): void;
}

export interface OwnEngineOptions {
  readonly ports: Pick<ProjectPorts, "engine" | "log">;
  /** What is under way; undefined when it has ended. */
  readonly tell: (progress: Progress | undefined) => void;
  /** Says that another work is under way. */
  readonly busy: string;
}

interface UnderWay {
  cancelled: boolean;
  engine?: Engine | undefined;
  /** Resolves when it has ended, in whatever way. */
  ended?: Promise<unknown>;
}

export function createOwnEngine({ ports, tell, busy }: OwnEngineOptions): OwnEngine {
  let underWay: UnderWay | undefined;
  let closed = false;

  async function perform<T>(now: UnderWay, job: (work: Work) => Promise<T>): Promise<T> {
    const goOn = (cause?: unknown): void => {
      if (now.cancelled) throw new Error(CANCELLED, { cause });
    };
    const inEngine: Work["inEngine"] = async (project, inside) => {
      goOn();
      const engine = (now.engine = ports.engine(quietEvents(tell, ports.log)));
      try {
        return await inside(engine, await engine.open(project));
      } catch (error) {
        goOn(error);
        throw error;
      } finally {
        await engine.dispose();
      }
    };
    tell({ what: "reading data", done: 0, total: 0 });
    try {
      return await job({ inEngine, goOn });
    } catch (error) {
      goOn(error);
      throw error;
    } finally {
      underWay = undefined;
      tell(undefined);
    }
  }

  async function cancel(): Promise<void> {
    const ending = underWay;
    if (!ending) return;
    ending.cancelled = true;
    await ending.engine?.dispose();
    await ending.ended;
  }

  return {
    async work(job) {
      if (closed) throw new Error(CANCELLED);
      if (underWay) throw new Error(busy);
      const now: UnderWay = (underWay = { cancelled: false });
      const done = perform(now, job);
      now.ended = done.catch(() => {});
      return done;
    },
    cancel,
    async close() {
      closed = true;
      await cancel();
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
