/** Each LF against each other: LFs x LFs, row-major and symmetric; the diagonal holds an LF's own votes. Counts of rows. */
export interface PairTable {
  readonly lfs: number;
  /** Rows on which both vote. */
  readonly overlap: Float64Array;
  /** Of these, rows on which they vote the same label; on the others they conflict. */
  readonly agree: Float64Array;
}
