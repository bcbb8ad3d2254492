/** The vote of an LF that has nothing to say about a row, and the gold of a row without gold. */
export const ABSTAIN = -1;

/** The most labels a project may have: votes are Int16 and -1 is taken. */
export const MAX_LABELS = 32_767;

/** One LF's votes: a label's index (0..labels-1) or ABSTAIN for each row. */
export type VoteColumn = Int16Array;

/**
 * Votes of all LFs on the same rows, and their gold.
 * Every column has `rows` entries; `gold` too, ABSTAIN where a row has none.
 */
export interface VoteMatrix {
  readonly rows: number;
  readonly labels: number;
  readonly columns: readonly VoteColumn[];
  readonly gold: Int16Array;
}

/** The label that all rows with gold have; undefined if they have several, or there is none. */
export function onlyGoldLabel(gold: Int16Array): number | undefined {
  const first = gold.find((label) => label !== ABSTAIN);
  return first !== undefined && gold.every((label) => label === ABSTAIN || label === first) ? first : undefined;
}

/** The rows that have gold (of one label, if given), ascending. */
export function rowsWithGold(gold: Int16Array, label?: number): Uint32Array {
  const rows = new Uint32Array(gold.length);
  let count = 0;
  for (let row = 0; row < gold.length; row++) {
    if (gold[row] !== ABSTAIN && (label === undefined || gold[row] === label)) rows[count++] = row;
  }
  return rows.slice(0, count);
}
