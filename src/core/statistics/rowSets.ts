import { type Bitset, bitset } from "../math/bitset";
import type { VoteTally } from "./voteTally";

/** The rows with any vote, with two or more, and in dispute. */
export interface RowSets {
  readonly covered: Bitset;
  readonly shared: Bitset;
  readonly disputed: Bitset;
}

export function rowSetsOf(tally: VoteTally): RowSets {
  const rows = tally.voters.length;
  const sets = { covered: bitset(rows), shared: bitset(rows), disputed: bitset(rows) };
  for (let word = 0; word < sets.covered.length; word++) placeRows(sets, tally, word);
  return sets;
}

/** Puts the rows of one word into the sets that their tally says. */
export function placeRows({ covered, shared, disputed }: RowSets, { voters, dissent }: VoteTally, word: number): void {
  const from = word * 32;
  const to = Math.min(from + 32, voters.length);
  let anyVote = 0;
  let twoVotes = 0;
  let dispute = 0;
  for (let row = from; row < to; row++) {
    anyVote |= (-voters[row]! >>> 31) << row;
    twoVotes |= ((1 - voters[row]!) >>> 31) << row;
    dispute |= (-dissent[row]! >>> 31) << row;
  }
  covered[word] = anyVote;
  shared[word] = twoVotes;
  disputed[word] = dispute;
}
