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
