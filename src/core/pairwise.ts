import { type Bitset, bitset, popcount } from "./bitset";
import { ABSTAIN, type VoteColumn, type VoteMatrix } from "./votes";

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
export function pairwise({ labels, columns }: VoteMatrix): PairTable {
  const planes = 32 - Math.clz32(Math.max(labels - 1, 0));
  const packed = columns.map((column) => packVotes(column, planes));
  return pairTable(packed.length, (a, b) => comparePair(packed[a]!, packed[b]!));
}

/** The same for one label: only rows on which at least one of the two votes it. Over all labels `agree` sums to pairwise's. */
export function pairwiseOf({ columns }: VoteMatrix, label: number): PairTable {
  const packed = columns.map((column) => ({
    voted: rowsWith(column, (vote) => vote !== ABSTAIN),
    votes: rowsWith(column, (vote) => vote === label),
  }));
  return pairTable(packed.length, (a, b) => compareOnLabel(packed[a]!, packed[b]!));
}

interface PairCounts {
  readonly overlap: number;
  readonly agree: number;
}

function pairTable(lfs: number, compare: (a: number, b: number) => PairCounts): PairTable {
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

/** A column in bits: who votes, and the binary digits of the labels, lowest first. Works the same for 2 labels and for 32,767. */
interface PackedVotes {
  readonly voted: Bitset;
  readonly digits: readonly Bitset[];
}

function packVotes(column: VoteColumn, planes: number): PackedVotes {
  const digits = Array.from({ length: planes }, (_, digit) => rowsWith(column, (vote) => vote !== ABSTAIN && ((vote >>> digit) & 1) === 1));
  return { voted: rowsWith(column, (vote) => vote !== ABSTAIN), digits };
}

function rowsWith(column: VoteColumn, test: (vote: number) => boolean): Bitset {
  const set = bitset(column.length);
  for (let row = 0; row < column.length; row++) set[row >>> 5]! |= Number(test(column[row]!)) << (row & 31);
  return set;
}

function comparePair(a: PackedVotes, b: PackedVotes): PairCounts {
  let overlap = 0;
  let agree = 0;
  for (let w = 0; w < a.voted.length; w++) {
    const both = a.voted[w]! & b.voted[w]!;
    if (both === 0) continue;
    let different = 0;
    for (let d = 0; d < a.digits.length; d++) different |= a.digits[d]![w]! ^ b.digits[d]![w]!;
    overlap += popcount(both);
    agree += popcount(both & ~different);
  }
  return { overlap, agree };
}

interface LabelVotes {
  readonly voted: Bitset;
  /** Rows on which it votes the label. */
  readonly votes: Bitset;
}

function compareOnLabel(a: LabelVotes, b: LabelVotes): PairCounts {
  let overlap = 0;
  let agree = 0;
  for (let w = 0; w < a.voted.length; w++) {
    overlap += popcount(a.voted[w]! & b.voted[w]! & (a.votes[w]! | b.votes[w]!));
    agree += popcount(a.votes[w]! & b.votes[w]!);
  }
  return { overlap, agree };
}
