import { type Bitset, bitsetOf, countCommon, countRows, popcount } from "../math/bitset";
import { placeRows, type RowSets, rowSetsOf } from "./rowSets";
import type { LfSummary, Summary } from "./summary";
import {
  type AddedColumn,
  addPairs,
  electLeaders,
  pairsOf,
  removePairs,
  type RowPairs,
  tallyColumns,
  type VoteTally,
  WORD_PAIRS,
} from "./voteTally";
import { ABSTAIN, type VoteColumn, type VoteMatrix } from "./votes";

/** A summary that follows its matrix: a changed LF costs one column, not all of them. */
export interface LiveSummary extends RowSets {
  readonly labels: number;
  readonly gold: Int16Array;
  /** Rows with gold. */
  readonly goldRows: Bitset;
  readonly columns: VoteColumn[];
  readonly tally: VoteTally;
  /** For each LF: the rows it votes on, and its figures. */
  readonly voted: Bitset[];
  readonly lfs: LfSummary[];
}

/** Counts everything about a vote matrix, in one pass. The matrix may be changed by `replaceLf` only. */
export function createSummary({ rows, labels, columns, gold }: VoteMatrix): LiveSummary {
  const { tally, added } = tallyColumns(columns, gold);
  const live: LiveSummary = {
    labels,
    gold,
    goldRows: bitsetOf(rows, (row) => gold[row] !== ABSTAIN),
    columns: [...columns],
    tally,
    ...rowSetsOf(tally),
    voted: added.map(({ voted }) => voted),
    lfs: [],
  };
  live.lfs.push(...added.map((found, lf) => describeLf(live, columns[lf]!, found)));
  return live;
}

/** The figures as they are now. */
export function readSummary({ gold, goldRows, lfs, covered, shared, disputed }: LiveSummary): Summary {
  return {
    rows: gold.length,
    goldRows: countRows(goldRows),
    lfs: [...lfs],
    set: { covered: countRows(covered), overlaps: countRows(shared), conflicts: countRows(disputed) },
  };
}

/** Gives an LF new votes. Costs a pass over its rows, and for the other LFs only the words in which a row's state changed. */
export function replaceLf(live: LiveSummary, lf: number, column: VoteColumn): void {
  const shared = live.shared.slice();
  const disputed = live.disputed.slice();
  const correct = live.lfs[lf]!.correct + changeColumn(live, lf, column);
  const moreShared = differencesOf(shared, live.shared);
  const moreDisputed = differencesOf(disputed, live.disputed);
  live.lfs.forEach((summary, other) => {
    const overlaps = summary.overlaps + gain(moreShared, live.voted[other]!);
    const conflicts = summary.conflicts + gain(moreDisputed, live.voted[other]!);
    live.lfs[other] = { ...summary, overlaps, conflicts };
  });
  live.lfs[lf] = describeLf(live, column, { voted: live.voted[lf]!, correct });
}

/** Brings tally and row sets up to date with an LF's new votes, 32 rows at a time. Returns by how much `correct` grew. */
function changeColumn(live: LiveSummary, lf: number, column: VoteColumn): number {
  const { tally, columns, gold, voted } = live;
  const [before, after, goldPairs] = [pairsOf(columns[lf]!), pairsOf(column), pairsOf(gold)];
  let moreCorrect = 0;
  columns[lf] = column;
  for (let word = 0, from = 0; from < after.length; word++, from += WORD_PAIRS) {
    const to = Math.min(from + WORD_PAIRS, after.length);
    if (isSame(before, after, from, to)) continue;
    moreCorrect -= removePairs(tally, before, goldPairs, from, to);
    moreCorrect += addPairs(tally, after, goldPairs, voted[lf]!, from, to);
    electLeaders(tally, columns, 2 * from, Math.min(2 * to, column.length));
    placeRows(live, tally, word);
  }
  return moreCorrect;
}

function isSame(a: RowPairs, b: RowPairs, from: number, to: number): boolean {
  let changes = 0;
  for (let pair = from; pair < to; pair++) changes |= a[pair]! ^ b[pair]!;
  return changes === 0;
}

function describeLf({ goldRows, shared, disputed, labels }: LiveSummary, column: VoteColumn, { voted, correct }: AddedColumn): LfSummary {
  return {
    votes: countRows(voted),
    overlaps: countCommon(voted, shared),
    conflicts: countCommon(voted, disputed),
    correct,
    incorrect: countCommon(voted, goldRows) - correct,
    polarity: polarityOf(column, labels),
  };
}

/** The labels that a column holds, ascending. */
function polarityOf(column: VoteColumn, labels: number): number[] {
  const seen = new Uint8Array(labels);
  const polarity: number[] = [];
  for (let row = 0; row < column.length && polarity.length < labels; row++) {
    const vote = column[row]!;
    if (vote === ABSTAIN || seen[vote] === 1) continue;
    seen[vote] = 1;
    polarity.push(vote);
  }
  return polarity.sort((a, b) => a - b);
}

/** The words in which a set differs from what it was. */
interface Differences {
  readonly words: readonly number[];
  readonly before: Bitset;
  readonly after: Bitset;
}

function differencesOf(before: Bitset, after: Bitset): Differences {
  const words: number[] = [];
  for (let w = 0; w < after.length; w++) if (before[w] !== after[w]) words.push(w);
  return { words, before, after };
}

/** How many more of these rows are in the set than were before. */
function gain({ words, before, after }: Differences, rows: Bitset): number {
  let more = 0;
  for (const w of words) more += popcount(after[w]! & rows[w]!) - popcount(before[w]! & rows[w]!);
  return more;
}

/** Counts everything about a vote matrix. */
export const summarize = (matrix: VoteMatrix): Summary => readSummary(createSummary(matrix));
