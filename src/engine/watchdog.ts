import type { EngineLimits } from "../protocol/engine";
import type { Step } from "./workerApi";

/** Watches the user code that runs in a worker. */
export interface Watchdog {
  /** This code has begun; null: none runs. */
  step(step: Step | null): void;
  /** The code under way, if any. */
  readonly current: () => Step | null;
}

/** Where a step was when its time was up. */
export interface Overrun {
  readonly step: Step;
  /** The row it was at. */
  readonly row: number;
  /** How long it had run, in ms; on that row alone if `onRow`. */
  readonly ms: number;
  readonly onRow: boolean;
}

/**
 * Times each step: an LF may take `lfMs` over all rows and `rowMs` over one, a file's top-level code `lfMs`.
 * Only time in which this thread could look counts: while a laptop sleeps or the host is busy, nobody is late.
 * @param position [0] is the row under way
 */
export function createWatchdog(
  limits: Pick<EngineLimits, "lfMs" | "rowMs">,
  position: Int32Array,
  onOverrun: (overrun: Overrun) => void,
): Watchdog {
  const lookMs = Math.min(Math.max(Math.min(limits.lfMs, limits.rowMs) / 4, 5), 50);
  let current: Step | null = null;
  let timer: NodeJS.Timeout | undefined;

  function watch(step: Step): void {
    let [row, stepMs, rowMs, lookedMs] = [position[0]!, 0, 0, performance.now()];
    timer = setInterval(() => {
      const nowMs = performance.now();
      const passedMs = Math.min(nowMs - lookedMs, 2 * lookMs);
      lookedMs = nowMs;
      stepMs += passedMs;
      rowMs = position[0] === row ? rowMs + passedMs : 0;
      row = position[0]!;
      const onRow = step.kind === "lf" && rowMs > limits.rowMs;
      if (!onRow && stepMs <= limits.lfMs) return;
      clearInterval(timer);
      onOverrun({ step, row, ms: Math.round(onRow ? rowMs : stepMs), onRow });
    }, lookMs);
  }

  return {
    step(step) {
      clearInterval(timer);
      current = step;
      if (step) watch(step);
    },
    current: () => current,
  };
}
