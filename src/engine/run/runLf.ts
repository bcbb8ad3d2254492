import { setImmediate as nextTurn } from "node:timers/promises";
import { ABSTAIN } from "../../core/statistics/votes";
import { alternativesTaken, type EvidenceSource } from "../realm/evidence";
import type { FaultLog } from "./faultLog";
import { describeValue } from "../thrown";
import type { RowObject } from "../realm/rowObjects";
import type { UserCode } from "../realm/userCode";
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
  readonly userCode: UserCode;
  /** Asks for evidence. `lastReturn` [0] is the number of the instrumented return that was taken last. */
  readonly evidence?: { readonly source: EvidenceSource; readonly lastReturn: Int32Array };
}

/**
 * Runs one LF over rows. Where it throws, returns what is no label, or returns a promise, it abstains and the log gets a fault.
 * Waits a turn of the event loop, so that promises it left behind have failed, if they fail at once.
 * @returns a label index or ABSTAIN for each row, evidence if it was asked for and there is any, and how long the LF took
 */
export async function runLf(input: LfInput): Promise<{ votes: Int16Array; evidence?: Int16Array; ms: number }> {
  const startedMs = performance.now();
  const promises: Returned[] = [];
  const { votes, evidence } = input.userCode.own(() => {
    const { votes, returns } = voteAll(input, promises);
    return { votes, evidence: evidenceIn(input, votes, returns) };
  });
  const ms = performance.now() - startedMs;
  await nextTurn();
  for (const { row, failed, reason } of promises) {
    if (failed) input.log.threw(reason, row);
    else input.log.returned("promise", () => "Returned a promise: LFs are synchronous. Remove async and await.", row);
  }
  return { votes, ms, ...(evidence ? { evidence } : {}) };
}

/** How often memory is looked at: it takes as long as a cheap LF takes for ten rows. */
const MEMORY_ROWS = 1_000;

interface Returned {
  readonly row: number;
  failed: boolean;
  reason: unknown;
}

/** @returns votes, and for each row which of the LF's returns gave its value, counted from 0; -1 where it took none of them */
function voteAll(input: LfInput, promises: Returned[]): { votes: Int16Array; returns: Int16Array } {
  const { vote, rows, firstRow, reader, log, position, userCode } = input;
  const { firstReturn, count, lastReturn } = countedReturns(input);
  const votes = new Int16Array(rows.length).fill(ABSTAIN);
  const returns = new Int16Array(rows.length).fill(-1);
  const { indexOf, mayAbstain } = reader;
  for (let i = 0; i < rows.length; i++) {
    position[0] = firstRow + i;
    if (i % MEMORY_ROWS === MEMORY_ROWS - 1) userCode.checkMemory();
    lastReturn[0] = -1;
    try {
      const value = vote(rows[i]!);
      const taken = lastReturn[0] - firstReturn;
      if (taken >= 0 && taken < count) returns[i] = taken;
      if ((value === null || value === undefined) && mayAbstain) continue;
      const label = indexOf.get(value);
      if (label !== undefined) votes[i] = label;
      else if (isPromise(value)) promises.push(follow(value, firstRow + i));
      else log.returned(mayAbstain ? kindOf(value) : typeof value, () => reader.complain(value), firstRow + i);
    } catch (thrown) {
      log.threw(thrown, firstRow + i);
    }
  }
  return { votes, returns };
}

function countedReturns({ evidence }: LfInput): { firstReturn: number; count: number; lastReturn: Int32Array } {
  const { source, lastReturn } = evidence ?? { source: undefined, lastReturn: new Int32Array(1) };
  const { firstReturn, count } = source && "count" in source ? source : { firstReturn: 0, count: 0 };
  return { firstReturn, count, lastReturn };
}

function evidenceIn({ evidence, rows, position }: LfInput, votes: Int16Array, returns: Int16Array): Int16Array | undefined {
  if (!evidence) return undefined;
  if ("texts" in evidence.source) return alternativesTaken(evidence.source, rows, votes, position);
  return evidence.source.count > 0 ? returns : undefined;
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
