import { type Bitset, bitset, countCommon, countRows, intersect } from "./bitset";
import type { VoteColumn, VoteMatrix } from "./votes";

/** Each LF against each other: LFs x LFs, row-major and symmetric; the diagonal holds an LF's own votes. Counts of rows. */
export interface PairTable {
  readonly lfs: number;
  /** Rows on which both vote. */
  readonly overlap: Uint32Array;
  /** Of these, rows on which they vote the same label. */
  readonly agree: Uint32Array;
  /** Of these, rows on which they vote different labels. */
  readonly conflict: Uint32Array;
}

/** Compares every two LFs over all rows. */
export function pairwise({ rows, labels, columns }: VoteMatrix): PairTable {
  const digits = 32 - Math.clz32(Math.max(labels - 1, 0));
  const voted = columns.map(votedRows);
  const planes = columns.map((column) => Array.from({ length: digits }, (_, digit) => digitRows(column, digit)));
  const same = bitset(rows);
  return pairTable(columns.length, (a, b) => {
    same.set(voted[a]!);
    intersect(same, voted[b]!);
    const overlap = countRows(same);
    for (let digit = 0; digit < digits; digit++) dropDifferent(same, planes[a]![digit]!, planes[b]![digit]!);
    return { overlap, agree: countRows(same) };
  });
}

/** The same for one label: only rows on which at least one of the two votes it. Over all labels `agree` sums to pairwise's. */
export function pairwiseOf({ columns }: VoteMatrix, label: number): PairTable {
  const voted = columns.map(votedRows);
  const votes = columns.map((column) => labelRows(column, label));
  return pairTable(columns.length, (a, b) => {
    const agree = countCommon(votes[a]!, votes[b]!);
    return { overlap: countCommon(votes[a]!, voted[b]!) + countCommon(voted[a]!, votes[b]!) - agree, agree };
  });
}

function pairTable(lfs: number, compare: (a: number, b: number) => { overlap: number; agree: number }): PairTable {
  const table = { lfs, overlap: new Uint32Array(lfs * lfs), agree: new Uint32Array(lfs * lfs), conflict: new Uint32Array(lfs * lfs) };
  for (let a = 0; a < lfs; a++) {
    for (let b = a; b < lfs; b++) {
      const { overlap, agree } = compare(a, b);
      for (const cell of [a * lfs + b, b * lfs + a]) {
        table.overlap[cell] = overlap;
        table.agree[cell] = agree;
        table.conflict[cell] = overlap - agree;
      }
    }
  }
  return table;
}

/** The rows that have a vote. */
function votedRows(column: VoteColumn): Bitset {
  const set = bitset(column.length);
  for (let row = 0; row < column.length; row++) set[row >>> 5]! |= (~column[row]! >>> 31) << row;
  return set;
}

/** The rows whose vote has this binary digit, 0 the lowest; with digits, 1,000 labels cost 10 sets and not 1,000. Abstains have all. */
function digitRows(column: VoteColumn, digit: number): Bitset {
  const set = bitset(column.length);
  for (let row = 0; row < column.length; row++) set[row >>> 5]! |= ((column[row]! >>> digit) & 1) << row;
  return set;
}

function labelRows(column: VoteColumn, label: number): Bitset {
  const set = bitset(column.length);
  for (let row = 0; row < column.length; row++) set[row >>> 5]! |= Number(column[row] === label) << row;
  return set;
}

/** Keeps the rows that are in both or in neither of a and b. */
function dropDifferent(set: Bitset, a: Bitset, b: Bitset): void {
  for (let w = 0; w < set.length; w++) set[w]! &= ~(a[w]! ^ b[w]!);
}
