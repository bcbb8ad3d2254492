import type { PatternTable } from "./patternTable";
import { ABSTAIN } from "../statistics/votes";

/** Each LF against each other: LFs x LFs, row-major and symmetric; the diagonal holds an LF's own votes. Counts of rows. */
export interface PairTable {
  readonly lfs: number;
  /** Rows on which both vote. */
  readonly overlap: Float64Array;
  /** Of these, rows on which they vote the same label; on the others they conflict. */
  readonly agree: Float64Array;
}

/** Compares every two LFs over all rows that the patterns count. A pattern costs the square of its votes, not of the LFs. */
export function pairwise({ size, lfs, votes, counts }: PatternTable): PairTable {
  const table = { lfs, overlap: new Float64Array(lfs * lfs), agree: new Float64Array(lfs * lfs) };
  const given = new Int32Array(lfs);
  for (let pattern = 0; pattern < size; pattern++) {
    const rows = counts[pattern]!;
    if (rows === 0) continue;
    const own = votes.subarray(pattern * lfs, (pattern + 1) * lfs);
    let voting = 0;
    for (let lf = 0; lf < lfs; lf++) if (own[lf] !== ABSTAIN) given[voting++] = lf;
    for (let i = 0; i < voting; i++) {
      for (let j = i; j < voting; j++) addRows(table, given[i]!, given[j]!, rows, own[given[i]!] === own[given[j]!]);
    }
  }
  return table;
}

function addRows({ lfs, overlap, agree }: PairTable, a: number, b: number, rows: number, same: boolean): void {
  for (const cell of a === b ? [a * lfs + b] : [a * lfs + b, b * lfs + a]) {
    overlap[cell]! += rows;
    if (same) agree[cell]! += rows;
  }
}

/** Two LFs that vote on at least one same row, by their indices. */
export interface LfPair {
  readonly lfs: readonly [number, number];
  readonly overlap: number;
  readonly agree: number;
  readonly conflict: number;
}

/** The pairs that meet on a row, in the LFs' order. */
export function meetingPairs({ lfs, overlap, agree }: PairTable): LfPair[] {
  const pairs: LfPair[] = [];
  for (let a = 0; a < lfs; a++) {
    for (let b = a + 1; b < lfs; b++) {
      const at = a * lfs + b;
      if (overlap[at]! > 0) pairs.push({ lfs: [a, b], overlap: overlap[at]!, agree: agree[at]!, conflict: overlap[at]! - agree[at]! });
    }
  }
  return pairs;
}
