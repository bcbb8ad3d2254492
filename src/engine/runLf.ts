import { setImmediate as nextTurn } from "node:timers/promises";
import { ABSTAIN } from "../core/votes";
import { describeValue, type FaultLog } from "./faultLog";
import type { RowObject } from "./rowObjects";
import type { VoteReader } from "./voteReader";

export interface LfInput {
  readonly vote: (row: object) => unknown;
  readonly rows: readonly RowObject[];
  /** The number of the first row, where rows come in batches. */
  readonly firstRow: number;
  readonly reader: VoteReader;
  readonly log: FaultLog;
  /** [0] is the row under way: the watchdog watches it from another thread. */
  readonly position: Int32Array;
}

/**
 * Runs one LF over rows. Where it throws, returns what is no label, or returns a promise, it abstains and the log gets a fault.
 * Waits a turn of the event loop, so that promises it left behind have failed, if they fail at once.
 * @returns a label index or ABSTAIN for each row, and how long the LF took
 */
export async function runLf(input: LfInput): Promise<{ votes: Int16Array; ms: number }> {
  const startedMs = performance.now();
  const promises: Returned[] = [];
  const votes = voteAll(input, promises);
  const ms = performance.now() - startedMs;
  await nextTurn();
  for (const { row, failed, reason } of promises) {
    if (failed) input.log.threw(reason, row);
    else input.log.returned("promise", () => "Returned a promise: LFs are synchronous. Remove async and await.", row);
  }
  return { votes, ms };
}

interface Returned {
  readonly row: number;
  failed: boolean;
  reason: unknown;
}

function voteAll({ vote, rows, firstRow, reader, log, position }: LfInput, promises: Returned[]): Int16Array {
  const votes = new Int16Array(rows.length).fill(ABSTAIN);
  const { indexOf } = reader;
  for (let i = 0; i < rows.length; i++) {
    position[0] = firstRow + i;
    try {
      const value = vote(rows[i]!);
      if (value === null || value === undefined) continue;
      const label = indexOf.get(value);
      if (label !== undefined) votes[i] = label;
      else if (isPromise(value)) promises.push(follow(value, firstRow + i));
      else log.returned(kindOf(value), () => reader.complain(value), firstRow + i);
    } catch (thrown) {
      log.threw(thrown, firstRow + i);
    }
  }
  return votes;
}

export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === "function";

function follow(promise: PromiseLike<unknown>, row: number): Returned {
  const returned: Returned = { row, failed: false, reason: undefined };
  promise.then(undefined, (reason: unknown) => {
    returned.failed = true;
    returned.reason = reason;
  });
  return returned;
}

/** Returned strings are told apart, up to a length; other values by what they are. */
const kindOf = (value: unknown): string =>
  typeof value === "string" ? `"${value.slice(0, 100)}` : `${typeof value} ${describeValue(value)}`;
