import { CancelledError } from "../../protocol/cancelled";
import type { Progress, TaskKind, TaskSnapshot } from "../../protocol/snapshot";

/** A kind of long work. */
export interface TaskSpec extends Omit<TaskSnapshot, "id" | "progress"> {
  /** Kinds of which none may be under way: the task is refused. */
  readonly excludes: readonly TaskKind[];
  /** Kinds that are ended before it begins. */
  readonly ends?: readonly TaskKind[];
}

/** A task as its own work sees it. */
export interface Task {
  /** Aborted with a CancelledError when the task is cancelled. */
  readonly signal: AbortSignal;
  readonly tell: (progress: Progress) => void;
}

/** The long work of a project: what is under way, each to be cancelled alone. */
export interface Tasks {
  /**
   * Does a work, which is under way from the call on. Rejects in plain words if it is excluded by another, and with a
   * CancelledError once it is cancelled, whatever it met then.
   */
  run<T>(spec: TaskSpec, work: (task: Task) => Promise<T>): Promise<T>;
  /** Cancels the tasks that are chosen, all without a choice. Resolves when they are no longer under way. */
  cancel(which?: (task: TaskSnapshot) => boolean): Promise<void>;
  /** Cancels all, and nothing begins any more. */
  close(): Promise<void>;
}

interface UnderWay {
  snapshot: TaskSnapshot;
  readonly abort: AbortController;
  /** Resolves when it has ended, in whatever way. */
  ended: Promise<unknown>;
}

/** @param tell takes the list after each change of it */
export function createTasks(tell: (tasks: readonly TaskSnapshot[]) => void): Tasks {
  const underWay = new Map<number, UnderWay>();
  let lastId = 0;
  let closed = false;

  const told = (): void => tell(Array.from(underWay.values(), ({ snapshot }) => snapshot));

  async function perform<T>(own: UnderWay, ends: readonly TaskKind[], work: (task: Task) => Promise<T>): Promise<T> {
    const { signal } = own.abort;
    const { id } = own.snapshot;
    try {
      await cancel((task) => task.id !== id && ends.includes(task.kind));
      signal.throwIfAborted();
      const progressed = (progress: Progress): void => {
        own.snapshot = { ...own.snapshot, progress };
        if (underWay.has(id)) told();
      };
      return await work({ signal, tell: progressed });
    } catch (error) {
      if (signal.aborted && error !== signal.reason) throw new CancelledError({ cause: error });
      throw error;
    } finally {
      underWay.delete(id);
      told();
    }
  }

  async function cancel(which: (task: TaskSnapshot) => boolean = () => true): Promise<void> {
    const ending = [...underWay.values()].filter(({ snapshot }) => which(snapshot));
    for (const { abort } of ending) abort.abort(new CancelledError());
    await Promise.all(ending.map(({ ended }) => ended));
  }

  return {
    async run({ excludes, ends = [], ...spec }, work) {
      if (closed) throw new CancelledError();
      const other = [...underWay.values()].find(({ snapshot }) => excludes.includes(snapshot.kind));
      if (other) throw new Error(`"${other.snapshot.title}" is already running. Wait for it, or cancel it.`);
      const snapshot = { ...spec, id: ++lastId, progress: { what: "reading data", done: 0, total: 0 } };
      const own: UnderWay = { snapshot, abort: new AbortController(), ended: Promise.resolve() };
      underWay.set(snapshot.id, own);
      told();
      const done = perform(own, ends, work);
      own.ended = done.catch(() => {});
      return done;
    },
    cancel,
    async close() {
      closed = true;
      await cancel();
    },
  };
}
