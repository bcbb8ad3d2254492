import type { CellValue } from "../../core/data/cells";
import type { RecordCells } from "../../core/export/exportColumns";

/** Cells of rows that are alike in many: row i has `ofKind[kinds[i]]`. All batches of a file have the same `ofKind`. */
export interface RepeatedCells {
  readonly ofKind: RecordCells;
  readonly kinds: Int32Array;
  readonly length: number;
}

/** The cells of one column in one batch: indices into `names` where the column is a `category`. NaN and infinities are written as null. */
export type Cells = RecordCells | RepeatedCells;

/** Writes one format to a file that nobody else sees yet. */
export interface FormatWriter {
  /** Appends rows, given as one array of cells for each column, all of the same length. */
  write(batch: readonly Cells[]): Promise<void>;
  /** Completes the file. */
  finish(): Promise<void>;
  /** Lets go of the file; it need not be complete. Called once, also after `finish`. */
  close(): Promise<void>;
}

export const isRepeated = (cells: Cells): cells is RepeatedCells => "ofKind" in cells;

/** The cells, one for each row. */
export function plainCells(cells: Cells): RecordCells {
  if (!isRepeated(cells)) return cells;
  const { ofKind, kinds } = cells;
  return Array.from(kinds, (kind) => ofKind[kind]!);
}

/** JSON and CSV have no other way to say it, and all formats agree. */
export const finite = (cell: CellValue): CellValue => (typeof cell === "number" && !Number.isFinite(cell) ? null : cell);
