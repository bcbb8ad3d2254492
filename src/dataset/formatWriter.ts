export interface LabelColumn {
  readonly name: string;
  readonly type: "string" | "number";
}

/** The cells of one column in one batch. NaN and infinities are written as null. */
export type LabelCells = readonly (string | number | null)[];

/** Writes one format to a file that nobody else sees yet. */
export interface FormatWriter {
  write(batch: readonly LabelCells[]): Promise<void>;
  /** Completes the file. */
  finish(): Promise<void>;
  /** Lets go of the file; it need not be complete. Called once, also after `finish`. */
  close(): Promise<void>;
}

/** JSON and CSV have no other way to say it, and all formats agree. */
export const finite = (cell: string | number | null): string | number | null =>
  typeof cell === "number" && !Number.isFinite(cell) ? null : cell;
