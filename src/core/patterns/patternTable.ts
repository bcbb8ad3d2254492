/** Distinct rows of votes. `votes` is row-major: pattern p's vote of LF j is votes[p * lfs + j], a label index or -1. */
export interface PatternTable {
  readonly size: number;
  readonly lfs: number;
  readonly labels: number;
  readonly votes: Int16Array;
  /** Rows that have this pattern; 0 for one that is only predicted, such as a pattern of dev when train is fitted. */
  readonly counts: Float64Array;
}

/** Patterns, and for each row the index of its pattern. */
export interface PatternIndex {
  readonly table: PatternTable;
  readonly rowPattern: Int32Array;
  /** How many rows each entry of `rowPattern` stands for; one if absent. */
  readonly weights?: Float64Array;
}
