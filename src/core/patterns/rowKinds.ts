import type { PatternIndex } from "./patternTable";
import { addRows, emptyPatternSet, tableOf } from "./patternSet";
import type { VoteColumn } from "../statistics/votes";

/**
 * Rows that nothing tells apart but what is written of them: the same votes, gold and split are one kind, and whatever an export
 * or a statistic asks of a row it can ask of the kind. There are as many as patterns, times the golds and splits they come
 * with: their number does not grow with the rows.
 */
export interface RowKinds {
  /** Its entries are kinds in place of rows, each with its number of rows. */
  readonly index: PatternIndex & Required<Pick<PatternIndex, "weights">>;
  /** Label index or ABSTAIN of each kind. */
  readonly gold: Int16Array;
  /** Index into SPLITS of each kind. */
  readonly splits: Uint8Array;
}

/** A run of rows: each column has `rows` entries. */
export interface KindRows {
  readonly rows: number;
  /** A column for each LF. */
  readonly votes: readonly VoteColumn[];
  readonly gold: Int16Array;
  readonly splits: Uint8Array;
}

/** Finds the kinds of rows while they arrive in batches. */
export interface KindCollector {
  /** @returns the kind of each row; kinds are numbered in the order of their first row, so the same rows always get the same */
  add(rows: KindRows): Int32Array;
  /** All kinds so far. The collector must not be used afterwards. */
  finish(): RowKinds;
}

export function createKindCollector(lfs: number, labels: number): KindCollector {
  // Gold and split are two columns more beside the votes.
  const kinds = emptyPatternSet(lfs + 2);
  return {
    add({ rows, votes, gold, splits }) {
      const own = new Int32Array(rows);
      addRows(kinds, [...votes, gold, Int16Array.from(splits)], rows, own, 0);
      return own;
    },
    finish() {
      const { votes, size, counts } = tableOf(kinds, labels);
      const column = (j: number): Int16Array => Int16Array.from({ length: size }, (_, kind) => votes[kind * (lfs + 2) + j]!);
      const [gold, splits] = [column(lfs), Uint8Array.from(column(lfs + 1))];
      const patterns = emptyPatternSet(lfs);
      const rowPattern = new Int32Array(size);
      addRows(
        patterns,
        Array.from({ length: lfs }, (_, j) => column(j)),
        size,
        rowPattern,
        0,
      );
      const table = tableOf(patterns, labels);
      table.counts.fill(0);
      for (let kind = 0; kind < size; kind++) table.counts[rowPattern[kind]!]! += counts[kind]!;
      return { index: { table, rowPattern, weights: counts }, gold, splits };
    },
  };
}
