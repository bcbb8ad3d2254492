import type { Events } from "./events";

/** A square sparse matrix: row e has columns[k] and values[k] for k in start[e] .. start[e + 1]. */
export interface SparseMatrix {
  readonly start: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/**
 * How often votes occur, alone and together. Only votes that occur are counted: vote e is "LF lf[e] votes label[e]",
 * LF by LF and label by label. An LF that only ever votes one label has one, so the size is not LFs x labels.
 */
export interface VoteMoments {
  readonly size: number;
  readonly lf: Int32Array;
  readonly label: Int32Array;
  /** LF j's vote for label c is vote index[j * labels + c], or -1 if it does not occur. */
  readonly index: Int32Array;
  /** Rows counted, those without a vote included. */
  readonly rows: number;
  /** Share of rows with each vote. */
  readonly shares: Float64Array;
  /** Share of rows with both votes: symmetric, `shares` on the diagonal, absent where no row has both. */
  readonly together: SparseMatrix;
}

/** Costs the sum over patterns of (votes in it) squared, whatever the number of labels. */
export function voteMoments(events: Events): VoteMoments {
  const { lfs, labels, totals, weights } = events;
  const cells = [...totals.keys()].filter((cell) => totals[cell]! > 0);
  const index = new Int32Array(lfs * labels).fill(-1);
  cells.forEach((cell, vote) => (index[cell] = vote));
  const rows = weights.reduce((sum, weight) => sum + weight, events.silentRows);
  return {
    size: cells.length,
    lf: Int32Array.from(cells, (cell) => Math.floor(cell / labels)),
    label: Int32Array.from(cells, (cell) => cell % labels),
    index,
    rows,
    shares: Float64Array.from(cells, (cell) => totals[cell]! / rows),
    together: countTogether(events, index, cells.length, rows),
  };
}

/** One vote at a time, so that it needs no table of all pairs: most pairs of many labels never meet. */
function countTogether(events: Events, index: Int32Array, size: number, rows: number): SparseMatrix {
  const having = patternsByVote(events, index, size);
  const sums = new Float64Array(size);
  const start = new Int32Array(size + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let vote = 0; vote < size; vote++) {
    sums.fill(0);
    for (let at = having.start[vote]!; at < having.start[vote + 1]!; at++) {
      const pattern = having.patterns[at]!;
      for (let i = events.starts[pattern]!; i < events.starts[pattern + 1]!; i++) sums[index[events.ids[i]!]!]! += events.weights[pattern]!;
    }
    for (let other = 0; other < size; other++) {
      if (sums[other]! === 0) continue;
      columns.push(other);
      values.push(sums[other]! / rows);
    }
    start[vote + 1] = columns.length;
  }
  return { start, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}

/** The patterns that have each vote, in compressed rows. */
function patternsByVote({ size, starts, ids }: Events, index: Int32Array, votes: number) {
  const start = new Int32Array(votes + 1);
  for (const id of ids) start[index[id]! + 1]!++;
  for (let vote = 0; vote < votes; vote++) start[vote + 1]! += start[vote]!;
  const patterns = new Int32Array(ids.length);
  const next = start.slice();
  for (let pattern = 0; pattern < size; pattern++) {
    for (let i = starts[pattern]!; i < starts[pattern + 1]!; i++) patterns[next[index[ids[i]!]!]!++] = pattern;
  }
  return { start, patterns };
}
