import { type Bitset, bitset } from "../math/bitset";
import { ABSTAIN, type VoteColumn } from "./votes";

/**
 * What each row's votes come to, in a form that a column can be added to or taken from.
 * Rows on which two LFs vote are those with voters >= 2; rows in dispute are those with dissent > 0.
 * Holds up to 32,767 LFs.
 */
export interface VoteTally {
  /** LFs that vote. */
  readonly voters: Uint16Array;
  /** A label that at least one of them votes; ABSTAIN on a row without a vote. */
  readonly leader: Int16Array;
  /** Votes for any other label than the leader. */
  readonly dissent: Uint16Array;
  /** The same memory, two neighbouring rows (16-bit lanes) to a word: the loops below count both at once. */
  readonly pairs: Readonly<Record<"voters" | "leader" | "dissent", RowPairs>>;
}

/** A column of 16-bit entries, two rows to a word. */
export type RowPairs = Int32Array;

/** What adding a column found besides the tally. */
export interface AddedColumn {
  /** Rows with a vote. */
  readonly voted: Bitset;
  /** Rows whose vote is the row's gold. */
  readonly correct: number;
}

/** Pairs of rows to a word of a bitset. */
export const WORD_PAIRS = 16;

/** Pairs of rows whose tally stays in the processor's first cache while all columns are added to it. */
const BLOCK = 64 * WORD_PAIRS;

/** Tallies all columns. Returns one AddedColumn for each. */
export function tallyColumns(columns: readonly VoteColumn[], gold: Int16Array): { tally: VoteTally; added: AddedColumn[] } {
  const tally = emptyTally(gold.length);
  const goldPairs = pairsOf(gold);
  const inputs = columns.map(pairsOf);
  const voted = columns.map(() => bitset(gold.length));
  const correct = columns.map(() => 0);
  for (let from = 0; from < goldPairs.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, goldPairs.length);
    for (let j = 0; j < columns.length; j++) correct[j]! += addPairs(tally, inputs[j]!, goldPairs, voted[j]!, from, to);
  }
  return { tally, added: voted.map((set, j) => ({ voted: set, correct: correct[j]! })) };
}

/** The column as pairs of rows; an odd last row is paired with ABSTAIN. Shares the column's memory where it can. */
export function pairsOf(column: Int16Array): RowPairs {
  if (column.length % 2 === 0 && column.byteOffset % 4 === 0) return new Int32Array(column.buffer, column.byteOffset, column.length / 2);
  const padded = new Int16Array(column.length + (column.length % 2)).fill(ABSTAIN);
  padded.set(column);
  return new Int32Array(padded.buffer);
}

/**
 * Adds pairs from..to of a column, without a branch. `from` must be a multiple of WORD_PAIRS.
 * Sets the words of `voted`; returns how many of the votes are gold.
 * A label never has a lane's top bit, ABSTAIN has all bits.
 */
export function addPairs({ pairs }: VoteTally, column: RowPairs, gold: RowPairs, voted: Bitset, from: number, to: number): number {
  const { voters, leader, dissent } = pairs;
  let correct = 0;
  for (let pair = from; pair < to;) {
    let bits = 0;
    const word = pair >>> 4;
    for (let k = 0; k < WORD_PAIRS && pair < to; k++, pair++) {
      const vote = column[pair]!;
      const voting = (~vote >>> 15) & LOW_BITS;
      const free = lanes((leader[pair]! >>> 15) & LOW_BITS);
      const lead = leader[pair]! ^ ((leader[pair]! ^ vote) & free);
      leader[pair] = lead;
      voters[pair]! += voting;
      dissent[pair]! += differing(vote, lead) & voting;
      correct += ~differing(vote, gold[pair]!) & voting;
      bits |= voting << k;
    }
    voted[word] = interleave(bits);
  }
  return (correct & 0xffff) + (correct >>> 16);
}

/**
 * Takes pairs from..to of a column out again; returns how many of the votes were gold.
 * A leader may be left without votes (then voters = dissent > 0): see electLeaders.
 */
export function removePairs({ pairs }: VoteTally, column: RowPairs, gold: RowPairs, from: number, to: number): number {
  const { voters, leader, dissent } = pairs;
  let correct = 0;
  for (let pair = from; pair < to; pair++) {
    const vote = column[pair]!;
    const voting = (~vote >>> 15) & LOW_BITS;
    voters[pair]! -= voting;
    dissent[pair]! -= differing(vote, leader[pair]!) & voting;
    correct += ~differing(vote, gold[pair]!) & voting;
    leader[pair]! |= lanes(~differing(voters[pair]!, 0) & LOW_BITS);
  }
  return (correct & 0xffff) + (correct >>> 16);
}

/** Finds rows of from..to whose leader lost its last vote a new one. `columns` are all that is tallied. */
export function electLeaders({ voters, leader, dissent }: VoteTally, columns: readonly VoteColumn[], from: number, to: number): void {
  for (let row = from; row < to; row++) {
    if (voters[row] !== dissent[row] || voters[row] === 0) continue;
    leader[row] = columns.find((column) => column[row] !== ABSTAIN)![row]!;
    for (const column of columns) if (column[row] === leader[row]) dissent[row]!--;
  }
}

function emptyTally(rows: number): VoteTally {
  const words = (rows + 1) >>> 1;
  const pairs = { voters: new Int32Array(words), leader: new Int32Array(words).fill(-1), dissent: new Int32Array(words) };
  return {
    voters: new Uint16Array(pairs.voters.buffer, 0, rows),
    leader: new Int16Array(pairs.leader.buffer, 0, rows),
    dissent: new Uint16Array(pairs.dissent.buffer, 0, rows),
    pairs,
  };
}

/** Bit 0 of both lanes. */
const LOW_BITS = 0x00010001;

/** Fills each lane with its bit 0, the only one that is set. */
const lanes = (bits: number): number => (bits << 16) - bits;

/** Bit 0 of each lane: do the lanes' lower 15 bits differ? Other bits are noise. */
const differing = (a: number, b: number): number => (((a ^ b) & 0x7fff7fff) + 0x7fff7fff) >>> 15;

/** Puts the lower 16 bits on even places and the upper 16 on odd ones (Warren, Hacker's Delight, section 7-2). */
function interleave(word: number): number {
  let x = word;
  let t = (x ^ (x >>> 8)) & 0x0000ff00;
  x ^= t ^ (t << 8);
  t = (x ^ (x >>> 4)) & 0x00f000f0;
  x ^= t ^ (t << 4);
  t = (x ^ (x >>> 2)) & 0x0c0c0c0c;
  x ^= t ^ (t << 2);
  t = (x ^ (x >>> 1)) & 0x22222222;
  return x ^ t ^ (t << 1);
}
