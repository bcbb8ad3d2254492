import { popcount } from "../math/bitset";
import type { VoteColumn } from "../statistics/votes";
import type { PairTable } from "./pairTable";

/** Votes of entries (patterns or rows) by LF: LF j's vote on entry i is `column(j)[first(j) + i * stride]`. */
export interface VotesByLf {
  readonly lfs: number;
  readonly labels: number;
  readonly column: (lf: number) => VoteColumn;
  readonly first: (lf: number) => number;
  readonly stride: number;
}

/** Entries that are compared at a time: few enough for their votes to stay in cache. */
const BLOCK = 4096;
const WORDS = BLOCK / 32;

/** Bits of 32 entries each: whether the LF votes, then the label's index bit by bit, each in WORDS words. */
const planesOf = ({ labels }: VotesByLf): number => 1 + Math.ceil(Math.log2(Math.max(labels, 2)));

/** Words that are looked at to compare every two LFs on 32 entries. */
export const wordsToCompare = (votes: VotesByLf): number => ((votes.lfs * (votes.lfs + 1)) / 2) * (1 + planesOf(votes));

/**
 * Adds entries that stand for one row each to a table's upper half, 32 of them at a time: they cost the same however many votes
 * they have.
 */
export function addPairBits(table: PairTable, votes: VotesByLf, entries: Uint32Array): void {
  const planes = planesOf(votes);
  const bits = Array.from({ length: votes.lfs }, () => new Int32Array(planes * WORDS));
  for (let from = 0; from < entries.length; from += BLOCK) {
    const own = entries.subarray(from, from + BLOCK);
    bits.forEach((lf, j) => fill(lf.fill(0), votes.column(j), votes.first(j), votes.stride, own));
    for (let a = 0; a < bits.length; a++) {
      for (let b = a; b < bits.length; b++) addPair(table, a * bits.length + b, bits[a]!, bits[b]!);
    }
  }
}

/** Without a branch for each vote: which LF votes where cannot be foreseen. */
function fill(bits: Int32Array, votes: VoteColumn, first: number, stride: number, entries: Uint32Array): void {
  for (let from = 0, word = 0; from < entries.length; from += 32, word++) {
    const end = Math.min(from + 32, entries.length);
    let [any, lowest] = [0, 0];
    for (let i = from; i < end; i++) {
      const vote = votes[first + entries[i]! * stride]!;
      any |= (vote >= 0 ? 1 : 0) << i;
      lowest |= (vote & 1) << i;
    }
    bits[word] = any;
    bits[word + WORDS] = lowest;
    for (let at = word + 2 * WORDS, plane = 1; at < bits.length; at += WORDS, plane++) {
      let own = 0;
      for (let i = from; i < end; i++) own |= ((votes[first + entries[i]! * stride]! >> plane) & 1) << i;
      bits[at] = own;
    }
  }
}

function addPair({ overlap, agree }: PairTable, at: number, a: Int32Array, b: Int32Array): void {
  let [both, same] = [0, 0];
  for (let w = 0; w < WORDS; w++) {
    let word = a[w]! & b[w]!;
    if (word === 0) continue;
    both += popcount(word);
    for (let plane = w + WORDS; plane < a.length; plane += WORDS) word &= ~(a[plane]! ^ b[plane]!);
    same += popcount(word);
  }
  overlap[at]! += both;
  agree[at]! += same;
}
