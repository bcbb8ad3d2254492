import { ABSTAIN } from "../../core/statistics/votes";
import { isPromise, type LfInput } from "./runLf";

/** Rows that are voted on twice: at most a hundredth of the run, but enough to see something in a small sample. */
const SHARE = 0.01;
const LEAST_ROWS = 32;

/** A row on which an LF did not vote the second time as it did the first. */
export interface ChangedVote {
  readonly row: number;
  readonly first: number;
  readonly second: number;
}

/**
 * Has an LF vote again on a few rows, from the last to the first: an LF that keeps state between rows, or that draws lots, votes
 * otherwise. Half of the rows are such that it voted on.
 * @param votes what it voted on all rows
 * @returns the first difference found, or undefined
 */
export function findChangedVote(input: Omit<LfInput, "log" | "firstRow">, votes: Int16Array): ChangedVote | undefined {
  for (const row of rowsToRepeat(votes)) {
    const second = voteAgain(input, row);
    if (second !== votes[row]) return { row, first: votes[row]!, second };
  }
  return undefined;
}

/** Spread evenly over the rows that have a vote and over all rows; descending. */
function rowsToRepeat(votes: Int16Array): number[] {
  const half = Math.ceil(Math.max(LEAST_ROWS, votes.length * SHARE) / 2);
  const all = new Set([...votedRows(votes, half), ...spread(votes.length, half)]);
  return [...all].sort((a, b) => b - a);
}

/** Spread evenly over the rows that have a vote. */
function votedRows(votes: Int16Array, count: number): number[] {
  let voted = 0;
  for (let row = 0; row < votes.length; row++) if (votes[row] !== ABSTAIN) voted++;
  const wanted = spread(voted, count);
  const rows: number[] = [];
  for (let row = 0, nth = -1; rows.length < wanted.length; row++)
    if (votes[row] !== ABSTAIN && ++nth === wanted[rows.length]) rows.push(row);
  return rows;
}

const spread = (length: number, count: number): number[] =>
  count >= length ? Array.from({ length }, (_, i) => i) : Array.from({ length: count }, (_, i) => Math.floor((i * length) / count));

function voteAgain({ vote, rows, reader, position }: Omit<LfInput, "log" | "firstRow">, row: number): number {
  position[0] = row;
  try {
    const value = vote(rows[row]!);
    if (isPromise(value)) value.then(undefined, () => {});
    return reader.indexOf.get(value) ?? ABSTAIN;
  } catch {
    return ABSTAIN;
  }
}
