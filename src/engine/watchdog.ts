import type { EngineLimits } from "../protocol/engine";
import type { Step } from "./workerApi";

/** Watches the user code that runs in a worker. */
export interface Watchdog {
  /** This code has begun; null: none runs. */
  step(step: Step | null): void;
  /** Something runs that an earlier step left behind, and no step does. */
  late(): void;
  /** The code under way, if any. */
  readonly current: () => UnderWay | undefined;
}

/** User code that runs, or that has stopped its worker. */
export interface UnderWay {
  readonly step: Step;
  /** The row it is at. */
  readonly row: number;
  /** It is something that the step left behind: a promise, a callback. */
  readonly late: boolean;
}

/** Where a step was when its time was up. */
export interface Overrun extends UnderWay {
  readonly kind: "time";
  /** How long it had run, in ms; on that row alone if `onRow`. */
  readonly ms: number;
  readonly onRow: boolean;
}

/** User code did what others suffer from. */
export interface Spoiled extends UnderWay {
  readonly kind: "spoiled";
  /** What it did; goes on after "It". */
  readonly message: string;
}

/** Why a worker is killed. */
export type Verdict = Overrun | Spoiled;

/** Of more steps than this the oldest are forgotten; something that they left behind is nobody's then. */
const STEPS = 1_000;

/** What else the process may take meanwhile. */
const SPARE_MB = 256;

/**
 * Times each step: an LF may take `lfMs` over all rows and `rowMs` over one, a file's top-level code `lfMs`, and what a step left behind
 * `lfMs`, which is not the time of whichever step it interrupts.
 * While one runs, the process may take `memoryMb` and a bit more: a row can fill memory outside of the heap, which has a limit of its own.
 * Only time in which this thread could look counts: while a laptop sleeps or the host is busy, nobody is late.
 * @param position see WorkerStart
 */
export function createWatchdog(limits: EngineLimits, position: Int32Array, onVerdict: (verdict: Verdict) => void): Watchdog {
  const lookMs = Math.min(Math.max(Math.min(limits.lfMs, limits.rowMs) / 4, 5), 50);
  const steps = new Map<number, Step>();
  const lateMs = new Map<number, number>();
  let current: Step | null = null;
  let timer: NodeJS.Timeout | undefined;

  const mostMb = 1.25 * limits.memoryMb + SPARE_MB;

  function end(verdict: Verdict): void {
    clearInterval(timer);
    onVerdict(verdict);
  }

  /** Whether something runs that a step left behind. */
  function lookAtLate(passedMs: number): boolean {
    const step = steps.get(position[1]!);
    if (!step) return false;
    const ms = (lateMs.get(step.number) ?? 0) + passedMs;
    lateMs.set(step.number, ms);
    if (ms > limits.lfMs) end({ kind: "time", step, row: position[0]!, late: true, ms: Math.round(ms), onRow: false });
    return true;
  }

  function watch(step: Step | null): void {
    clearInterval(timer);
    let [row, stepMs, rowMs, lookedMs] = [position[0]!, 0, 0, performance.now()];
    const before = process.memoryUsage.rss();
    timer = setInterval(() => {
      const nowMs = performance.now();
      const passedMs = Math.min(nowMs - lookedMs, 2 * lookMs);
      lookedMs = nowMs;
      if (lookAtLate(passedMs) || !step) return;
      stepMs += passedMs;
      rowMs = position[0] === row ? rowMs + passedMs : 0;
      row = position[0]!;
      const onRow = step.kind === "lf" && rowMs > limits.rowMs;
      const at = { step, row, late: false };
      if (onRow || stepMs > limits.lfMs) end({ kind: "time", ...at, ms: Math.round(onRow ? rowMs : stepMs), onRow });
      else if (process.memoryUsage.rss() - before > mostMb * 2 ** 20)
        end({ kind: "spoiled", ...at, message: `took more than ${Math.round(mostMb)} MB of memory` });
    }, lookMs);
  }

  return {
    step(step) {
      clearInterval(timer);
      current = step;
      if (!step) return;
      steps.set(step.number, step);
      for (const [oldest] of steps) {
        if (steps.size <= STEPS) break;
        steps.delete(oldest);
        lateMs.delete(oldest);
      }
      watch(step);
    },
    late: () => watch(null),
    current() {
      const late = steps.get(position[1]!);
      const step = late ?? current;
      return step ? { step, row: position[0]!, late: late !== undefined } : undefined;
    },
  };
}
