import { addRow, bitset, countCommon, countRows } from "./bitset";
import { tallyColumns } from "./voteTally";
import { ABSTAIN, type VoteColumn, type VoteMatrix } from "./votes";

/** One LF against the set and against gold: all figures are counts of rows of the matrix. */
export interface LfSummary {
  /** Rows it votes on; coverage = votes / rows. */
  readonly votes: number;
  /** Rows on which it and at least one other LF vote; overlap = overlaps / rows. */
  readonly overlaps: number;
  /** Rows on which it votes and another LF votes differently; conflict = conflicts / rows. */
  readonly conflicts: number;
  /** Rows with gold on which it votes the gold label, or another. */
  readonly correct: number;
  readonly incorrect: number;
  /** The labels it emits, ascending. */
  readonly polarity: readonly number[];
}

/** The whole set: counts of rows. */
export interface SetSummary {
  readonly covered: number;
  readonly overlaps: number;
  readonly conflicts: number;
}

export interface Summary {
  readonly rows: number;
  readonly goldRows: number;
  readonly lfs: readonly LfSummary[];
  readonly set: SetSummary;
}

/** Counts everything about a vote matrix, in one pass. */
export function summarize(matrix: VoteMatrix): Summary {
  const { rows, labels, columns, gold } = matrix;
  const { tally, added } = tallyColumns(columns, gold);
  const withGold = bitset(rows);
  const covered = bitset(rows);
  const shared = bitset(rows);
  const disputed = bitset(rows);
  for (let row = 0; row < rows; row++) {
    if (gold[row] !== ABSTAIN) addRow(withGold, row);
    if (tally.voters[row]! > 0) addRow(covered, row);
    if (tally.voters[row]! > 1) addRow(shared, row);
    if (tally.dissent[row]! > 0) addRow(disputed, row);
  }
  const lfs = added.map(({ voted, correct }, j) => ({
    votes: countRows(voted),
    overlaps: countCommon(voted, shared),
    conflicts: countCommon(voted, disputed),
    correct,
    incorrect: countCommon(voted, withGold) - correct,
    polarity: polarityOf(columns[j]!, labels),
  }));
  return {
    rows,
    goldRows: countRows(withGold),
    lfs,
    set: { covered: countRows(covered), overlaps: countRows(shared), conflicts: countRows(disputed) },
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
