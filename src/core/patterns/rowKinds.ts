import type { PatternIndex } from "./patternTable";
import { addRows, emptyPatternSet, tableOf } from "./patternSet";
import type { VoteColumn } from "../statistics/votes";

/**
 * Rows that nothing tells apart but what is written of them: the same votes, gold, split and slices are one kind, and whatever an export
 * or a statistic asks of a row it can ask of the kind. There are as many as patterns, times the golds, splits and slices they
 * come with: their number does not grow with the rows.
 */
export interface RowKinds {
  /** Its entries are kinds in place of rows, each with its number of rows. */
  readonly index: PatternIndex & Required<Pick<PatternIndex, "weights">>;
  /** Label index or ABSTAIN of each kind. */
  readonly gold: Int16Array;
  /** Index into SPLITS of each kind. */
  readonly splits: Uint8Array;
  /** For each slice 1 for each kind whose rows it has, else 0. */
  readonly slices: readonly Uint8Array[];
}

/** A run of rows: each column has `rows` entries. */
export interface KindRows {
  readonly rows: number;
  /** A column for each LF. */
  readonly votes: readonly VoteColumn[];
  readonly gold: Int16Array;
  readonly splits: Uint8Array;
  /** For each slice 1 for each row that it has, else 0; none if absent. */
  readonly slices?: readonly Uint8Array[];
}

/** Finds the kinds of rows while they arrive in batches. */
export interface KindCollector {
  /** @returns the kind of each row; kinds are numbered in the order of their first row, so the same rows always get the same */
  add(rows: KindRows): Int32Array;
  /** All kinds so far. The collector must not be used afterwards. */
  finish(): RowKinds;
}

/** Slices that fit into one column of votes. */
const SLICES_A_COLUMN = 16;

/** @param slices how many each row is in, or not */
export function createKindCollector(lfs: number, labels: number, slices = 0): KindCollector {
  // Gold and split are two columns more beside the votes, and so are slices, many to a column.
  const sliceColumns = Math.ceil(slices / SLICES_A_COLUMN);
  const width = lfs + 2 + sliceColumns;
  const kinds = emptyPatternSet(width);
  return {
    add({ rows, votes, gold, splits, slices: own = [] }) {
      if (own.length !== slices) throw new Error(`Rows came with ${own.length} slices where there are ${slices}.`);
      const ofRows = new Int32Array(rows);
      addRows(kinds, [...votes, gold, Int16Array.from(splits), ...packSlices(own, rows)], rows, ofRows, 0);
      return ofRows;
    },
    finish() {
      const { votes, size, counts } = tableOf(kinds, labels);
      const column = (j: number): Int16Array => Int16Array.from({ length: size }, (_, kind) => votes[kind * width + j]!);
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
      const packed = Array.from({ length: sliceColumns }, (_, i) => column(lfs + 2 + i));
      const ofKinds = Array.from({ length: slices }, (_, slice) => unpackSlice(packed, slice));
      return { index: { table, rowPattern, weights: counts }, gold, splits, slices: ofKinds };
    },
  };
}

/** A bit of a column for each slice. */
function packSlices(slices: readonly Uint8Array[], rows: number): Int16Array[] {
  const columns = Array.from({ length: Math.ceil(slices.length / SLICES_A_COLUMN) }, () => new Int16Array(rows));
  slices.forEach((slice, at) => {
    const column = columns[Math.floor(at / SLICES_A_COLUMN)]!;
    for (let row = 0; row < rows; row++) column[row]! |= slice[row]! << (at % SLICES_A_COLUMN);
  });
  return columns;
}

const unpackSlice = (columns: readonly Int16Array[], slice: number): Uint8Array =>
  Uint8Array.from(columns[Math.floor(slice / SLICES_A_COLUMN)]!, (bits) => (bits >>> (slice % SLICES_A_COLUMN)) & 1);
