import { basename } from "node:path";
import type { Fault } from "../protocol/fault";
import type { Overrun, Spoiled, UnderWay } from "./watchdog";
import type { Step, Stopped } from "./workerApi";

/** The verdicts on code that hung or that ended its worker. Such code does not run again until it changes. */
export interface StoppedCode {
  /** Found while running on the sample; LFs may hang on other rows only, so `label` keeps its own list. */
  readonly inRun: Stopped;
  readonly inLabel: () => Stopped;
  /** It was given its time and more: it is out at once. */
  hung(overrun: Overrun): void;
  /**
   * A worker ended while it ran. The first time may be another's doing (memory that other LFs have filled): it gets a second
   * chance in a fresh worker.
   */
  crashed(underWay: UnderWay, reason: string): void;
  /** It did what others suffer from. */
  spoiled(verdict: Spoiled): void;
  /** Grows with each verdict and each first chance lost: as long as it does, starting again is not in vain. */
  readonly count: () => number;
  clear(): void;
}

/** @param idOf the id of a row of the sample, if it is known */
export function createStoppedCode(idOf: (row: number) => string | undefined): StoppedCode {
  const inRun = new Map<string, Fault>();
  const onlyInLabel = new Map<string, Fault>();
  const strikes = new Set<string>();

  function stop(step: Step, row: number, message: string): void {
    const isLabel = step.kind === "lf" && step.run === undefined;
    (isLabel ? onlyInLabel : inRun).set(keyOf(step), faultOf(step, row, message));
  }

  /** All rows of the data are counted from 1; their ids are not known here. */
  function rowName(step: Step, row: number): string {
    const id = step.kind === "lf" && step.run !== undefined ? idOf(row) : undefined;
    return id === undefined ? `row ${row + 1}` : `row ${JSON.stringify(id)}`;
  }

  return {
    inRun,
    inLabel: () => new Map([...onlyInLabel, ...inRun]),
    hung({ step, row, ms, onRow, late }) {
      const at = rowName(step, row);
      const time = onRow ? `Ran out of time on ${at}, after ${ms} ms on it.` : `Ran out of time after ${ms} ms, at ${at}.`;
      const lateTime = `Something that it left behind (a promise, a callback) ran for ${ms} ms.`;
      if (step.kind === "lf") return stop(step, row, `${late ? lateTime : time} ${SILENT}`);
      const what = late
        ? `something that its top-level code left behind (a promise, a callback) ran for`
        : "its top-level code did not end within";
      stop(step, row, `${NONE_RUN} ${what} ${ms} ms.`);
    },
    crashed({ step, row, late }, reason) {
      const key = keyOf(step);
      if (!strikes.has(key)) return void strikes.add(key);
      if (step.kind === "lf") {
        const where = late ? "by something that it left behind" : `on ${rowName(step, row)}`;
        return stop(step, row, `Ended the worker ${where}: ${reason}. ${SILENT}`);
      }
      const what = late ? "something that its top-level code left behind" : "its top-level code";
      stop(step, row, `${NONE_RUN} ${what} ended the worker: ${reason}.`);
    },
    spoiled({ step, row, message }) {
      stop(
        step,
        row,
        step.kind === "lf" ? `${message[0]!.toUpperCase()}${message.slice(1)}. ${SILENT}` : `${NONE_RUN} its top-level code ${message}.`,
      );
    },
    count: () => inRun.size + onlyInLabel.size + strikes.size,
    clear() {
      inRun.clear();
      onlyInLabel.clear();
      strikes.clear();
    },
  };
}

/** An LF's name, or the name of a file that is loaded. */
export const stepName = (step: Step): string => (step.kind === "lf" ? step.lf.name : basename(step.file));

const NONE_RUN = "None of this file's LFs run, because";
const SILENT = "It abstains on every row until its code changes.";

const keyOf = (step: Step): string => (step.kind === "lf" ? step.lf.key : step.key);

/** How many rows abstain because of it, only those who have the rows know: see `onAllRows`. */
function faultOf(step: Step, row: number, message: string): Fault {
  if (step.kind === "load") return { message, file: step.file, line: 1, rows: 0 };
  const { file, line, column } = step.lf;
  return { message, file, line, column, rows: 0, ...(step.run === undefined ? {} : { firstRow: row }) };
}

/** The fault of an LF that stopped a worker, with the number of rows that it would have run over. */
export const onAllRows = (fault: Fault, rows: number): Fault => ({ ...fault, rows });
