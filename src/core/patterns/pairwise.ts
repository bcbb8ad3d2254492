import { ABSTAIN, type VoteMatrix } from "../statistics/votes";
import { addPairBits, wordsToCompare, type VotesByLf } from "./pairBits";
import { buildPatterns } from "./patterns";
import type { PairTable } from "./pairTable";
import type { PatternTable } from "./patternTable";

/**
 * Compares every two LFs over all rows that the patterns count. Those of several rows cost the square of their votes each; the
 * others, where they are many, are compared as bits.
 */
export function pairwise(patterns: PatternTable): PairTable {
  const { lfs, labels, votes, counts } = patterns;
  const table = emptyTable(lfs);
  const own = { lfs, labels, column: () => votes, first: (lf: number) => lf, stride: lfs };
  const single = indicesWhere(counts, (rows) => rows === 1);
  const asBits = bitsAreCheaper(own, single);
  if (asBits) addPairBits(table, own, single);
  addPatterns(table, patterns, (rows) => rows > 0 && !(asBits && rows === 1));
  return mirrored(table);
}

/** The same for rows that are not merged yet: where few are alike, merging them costs more than it saves. */
export function pairwiseRows(matrix: VoteMatrix): PairTable {
  const { rows, labels, columns } = matrix;
  const lfs = columns.length;
  const own = { lfs, labels, column: (lf: number) => columns[lf]!, first: () => 0, stride: 1 };
  const entries = Uint32Array.from({ length: rows }, (_, row) => row);
  if (!areVaried(matrix) || !bitsAreCheaper(own, entries)) return pairwise(buildPatterns(matrix).table);
  const table = emptyTable(lfs);
  addPairBits(table, own, entries);
  return mirrored(table);
}

const emptyTable = (lfs: number): PairTable => ({ lfs, overlap: new Float64Array(lfs * lfs), agree: new Float64Array(lfs * lfs) });

/** Rows that tell how varied all are. */
const PROBED = 4096;

/** Whether more than half of the rows have votes of their own. */
function areVaried(matrix: VoteMatrix): boolean {
  const rows = Math.min(matrix.rows, PROBED);
  const part = { ...matrix, rows, columns: matrix.columns.map((column) => column.subarray(0, rows)), gold: matrix.gold.subarray(0, rows) };
  return 2 * buildPatterns(part).table.size > rows;
}

/** What it takes to count a pair of votes, in words of bits that are compared meanwhile. */
const PAIR_WORDS = 4;

/** Judged by some of the entries. */
function bitsAreCheaper(votes: VotesByLf, entries: Uint32Array): boolean {
  const probed = entries.subarray(0, PROBED);
  const given = new Int32Array(probed.length);
  for (let lf = 0; lf < votes.lfs; lf++) {
    const [column, first] = [votes.column(lf), votes.first(lf)];
    for (let i = 0; i < probed.length; i++) if (column[first + probed[i]! * votes.stride] !== ABSTAIN) given[i]!++;
  }
  const pairsOfVotes = given.reduce((sum, own) => sum + (own * (own + 1)) / 2, 0);
  return wordsToCompare(votes) * Math.ceil(probed.length / 32) < PAIR_WORDS * pairsOfVotes;
}

function addPatterns({ overlap, agree }: PairTable, { size, lfs, votes, counts }: PatternTable, wanted: (rows: number) => boolean): void {
  const given = new Int32Array(lfs);
  for (let pattern = 0; pattern < size; pattern++) {
    const rows = counts[pattern]!;
    if (!wanted(rows)) continue;
    const own = pattern * lfs;
    let voting = 0;
    for (let lf = 0; lf < lfs; lf++) if (votes[own + lf] !== ABSTAIN) given[voting++] = lf;
    for (let i = 0; i < voting; i++) {
      const at = given[i]! * lfs;
      const vote = votes[own + given[i]!];
      for (let j = i; j < voting; j++) {
        overlap[at + given[j]!]! += rows;
        if (votes[own + given[j]!] === vote) agree[at + given[j]!]! += rows;
      }
    }
  }
}

/** Copies the upper half to the lower. */
function mirrored(table: PairTable): PairTable {
  const { lfs, overlap, agree } = table;
  for (let a = 0; a < lfs; a++) {
    for (let b = a + 1; b < lfs; b++) {
      overlap[b * lfs + a] = overlap[a * lfs + b]!;
      agree[b * lfs + a] = agree[a * lfs + b]!;
    }
  }
  return table;
}

function indicesWhere(values: Float64Array, test: (value: number) => boolean): Uint32Array {
  const indices = new Uint32Array(values.length);
  let count = 0;
  values.forEach((value, i) => {
    if (test(value)) indices[count++] = i;
  });
  return indices.subarray(0, count);
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
