import { addRow, type Bitset, bitset } from "./bitset";
import { ABSTAIN, type VoteColumn } from "./votes";

/**
 * What each row's votes come to, in a form that one vote can be added to or taken from.
 * Rows on which two LFs vote are those with voters >= 2; rows in dispute are those with dissent > 0.
 * Counts are 16 bits wide: up to 65,535 LFs.
 */
export interface VoteTally {
  /** LFs that vote. */
  readonly voters: Uint16Array;
  /** A label that at least one of them votes; ABSTAIN on a row without a vote. */
  readonly leader: Int16Array;
  /** Votes for any other label than the leader. */
  readonly dissent: Uint16Array;
}

/** What adding a column found besides the tally. */
export interface AddedColumn {
  /** Rows with a vote. */
  readonly voted: Bitset;
  /** Rows whose vote is the row's gold. */
  readonly correct: number;
}

/** Rows whose tally stays in the processor's first cache while all columns are added to it. */
const BLOCK = 2048;

/** Tallies all columns. Returns one AddedColumn for each. */
export function tallyColumns(columns: readonly VoteColumn[], gold: Int16Array): { tally: VoteTally; added: AddedColumn[] } {
  const rows = gold.length;
  const { tally, lanes } = emptyTally(rows);
  const goldPairs = pairsOf(gold);
  const inputs = columns.map(pairsOf);
  const voted = columns.map(() => bitset(rows));
  const correct = columns.map(() => 0);
  for (let from = 0; from < rows >>> 1; from += BLOCK / 2) {
    const to = Math.min(from + BLOCK / 2, rows >>> 1);
    for (let j = 0; j < columns.length; j++) correct[j]! += addPairs(lanes, inputs[j]!, goldPairs, voted[j]!, from, to);
  }
  if (rows % 2 === 1) columns.forEach((column, j) => (correct[j]! += addLastRow(tally, column, gold, voted[j]!)));
  return { tally, added: voted.map((set, j) => ({ voted: set, correct: correct[j]! })) };
}

/** Replaces one vote of a row: `from` leaves, `to` comes (either may be ABSTAIN). `columns` are the row's votes afterwards. */
export function changeVote(tally: VoteTally, row: number, from: number, to: number, columns: readonly VoteColumn[]): void {
  const { voters, leader, dissent } = tally;
  if (from !== ABSTAIN) {
    voters[row]!--;
    if (from !== leader[row]) dissent[row]!--;
  }
  if (to !== ABSTAIN) {
    if (voters[row] === 0) leader[row] = to;
    voters[row]!++;
    if (to !== leader[row]) dissent[row]!++;
  }
  if (voters[row] === dissent[row]) electLeader(tally, row, columns);
}

/** Finds a row whose leader lost its last vote a new one. */
function electLeader({ voters, leader, dissent }: VoteTally, row: number, columns: readonly VoteColumn[]): void {
  leader[row] = columns.find((column) => column[row] !== ABSTAIN)?.[row] ?? ABSTAIN;
  let same = 0;
  for (const column of columns) if (column[row] !== ABSTAIN && column[row] === leader[row]) same++;
  dissent[row] = voters[row]! - same;
}

/** The tally's arrays again, two neighbouring rows (16-bit lanes) to a word. */
interface TallyLanes {
  readonly voters: Int32Array;
  readonly leader: Int32Array;
  readonly dissent: Int32Array;
}

function emptyTally(rows: number): { tally: VoteTally; lanes: TallyLanes } {
  const words = (rows + 1) >>> 1;
  const lanes = { voters: new Int32Array(words), leader: new Int32Array(words).fill(-1), dissent: new Int32Array(words) };
  const tally = {
    voters: new Uint16Array(lanes.voters.buffer, 0, rows),
    leader: new Int16Array(lanes.leader.buffer, 0, rows),
    dissent: new Uint16Array(lanes.dissent.buffer, 0, rows),
  };
  return { tally, lanes };
}

function pairsOf(column: Int16Array): Int32Array {
  const aligned = column.byteOffset % 4 === 0 ? column : column.slice();
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >>> 1);
}

/**
 * Adds pairs from..to of a column without a branch, both lanes of a word at once; half the time of a plain loop.
 * A label never has a lane's top bit, ABSTAIN has all bits. Returns the votes equal to gold.
 */
function addPairs(lanes: TallyLanes, column: Int32Array, gold: Int32Array, voted: Bitset, from: number, to: number): number {
  const { voters, leader, dissent } = lanes;
  let correct = 0;
  for (let pair = from; pair < to;) {
    let bits = 0;
    const word = pair >>> 4;
    for (let k = 0; k < 16 && pair < to; k++, pair++) {
      const vote = column[pair]!;
      const voting = (~vote >>> 15) & 0x00010001;
      const free = (leader[pair]! >>> 15) & 0x00010001;
      const freeLanes = (free << 16) - free;
      const lead = leader[pair]! ^ ((leader[pair]! ^ vote) & freeLanes);
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

/** Bit 0 of each lane: do the lanes' lower 15 bits differ? (Other bits are noise.) */
const differing = (a: number, b: number): number => (((a ^ b) & 0x7fff7fff) + 0x7fff7fff) >>> 15;

/** Puts the lower 16 bits on even places and the upper 16 on odd ones (Hacker's Delight, section 7-2). */
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

/** The last of an odd number of rows has no neighbour to share a word with. */
function addLastRow(tally: VoteTally, column: VoteColumn, gold: Int16Array, voted: Bitset): number {
  const row = gold.length - 1;
  const vote = column[row]!;
  if (vote === ABSTAIN) return 0;
  addRow(voted, row);
  changeVote(tally, row, ABSTAIN, vote, []);
  return vote === gold[row] ? 1 : 0;
}
