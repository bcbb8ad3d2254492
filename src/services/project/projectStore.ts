import { isDeepStrictEqual } from "node:util";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { changesOf } from "../baseline/baseline";
import { projectSnapshot } from "./projectSnapshot";
import type { ProjectState } from "./state";

/** About one frame: what changes within it is told as one. */
export const FRAME_MS = 16;

/** The one place where a project's state is replaced. */
export interface ProjectStore {
  readonly state: ProjectState;
  readonly snapshot: ProjectSnapshot;
  /** Replaces parts of the state; told at the frame's end. */
  readonly change: (part: Partial<ProjectState>) => void;
  /** Tells what has changed now instead of at the frame's end, with every vote counted. */
  flush(): void;
  /** Nothing is told any more. */
  close(): void;
}

/**
 * @param beforeTelling counts the votes that have come since
 * @param onChange told once a frame, after changes
 */
export function createProjectStore(first: ProjectState, beforeTelling: () => void, onChange: () => void): ProjectStore {
  let state = first;
  /** The last snapshot, and what it was made of: many ask for it, and it takes its time. */
  let shown: { readonly of: ProjectState; readonly snapshot: ProjectSnapshot } | undefined;
  let frame: NodeJS.Timeout | undefined;

  function flush(): void {
    if (frame === undefined) return;
    beforeTelling();
    clearTimeout(frame);
    frame = undefined;
    onChange();
  }

  return {
    get state() {
      return state;
    },
    get snapshot() {
      if (shown?.of !== state) shown = { of: state, snapshot: withPartsOf(shown?.snapshot, projectSnapshot(state)) };
      return shown.snapshot;
    },
    change(part) {
      const next = { ...state, ...part };
      // Of a new analysis or a new baseline the changes are new too.
      state = "analysis" in part || "baseline" in part ? { ...next, changes: changesOf(next) } : next;
      frame ??= setTimeout(flush, FRAME_MS);
    },
    flush,
    close: () => clearTimeout(frame),
  };
}

/** The new snapshot, in which each part, each number and each LF that is as before is the same object: views see by that what has changed. */
function withPartsOf(before: ProjectSnapshot | undefined, now: ProjectSnapshot): ProjectSnapshot {
  if (!before) return now;
  const { sample, ...others } = now.numbers;
  const old = new Map(before.numbers.sample.lfs.map((lf) => [lf.name, lf]));
  const lfs = sample.lfs.map((lf) => sameOr(old.get(lf.name), lf));
  const numbers = withSame(before.numbers, { ...others, sample: withSame(before.numbers.sample, { ...sample, lfs }) });
  return withSame(before, { ...now, numbers });
}

/** What is as before, part by part; all of it as before is the very object. */
function withSame<T extends object>(before: T, now: T): T {
  const parts = Object.entries(now).map(([name, part]) => [name, sameOr(before[name as keyof T], part)] as const);
  const same = parts.length === Object.keys(before).length && parts.every(([name, part]) => before[name as keyof T] === part);
  return same ? before : (Object.fromEntries(parts) as T);
}

const sameOr = <T>(before: unknown, now: T): T => (isDeepStrictEqual(before, now) ? (before as T) : now);
