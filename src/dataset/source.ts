import type { CellValue, Split } from "../core/cells";
import type { JsonShape } from "./jsonShape";

export type DataFormat = "csv" | "tsv" | "jsonl" | "parquet";

/** One file of the dataset as it was when the dataset was opened. */
export interface DataFile {
  /** Absolute. */
  readonly path: string;
  /** Relative to the project's folder, with forward slashes: what messages and sampling keys use. */
  readonly name: string;
  readonly format: DataFormat;
  /** Undefined where the rows' own split column decides. */
  readonly split?: Split;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Something wrong with a line of a file. */
export interface Finding {
  /** Physical line, from 1. */
  readonly line: number;
  /** What is wrong and what to do, to follow the file and line. */
  readonly message: string;
  /** True if a record was left out because of it. */
  readonly skipped: boolean;
}

/** Ends the message of a finding that left a record out. */
export const SKIPPED = " (the record is skipped)";

/** A run of good records of one file, as columns of cells that are not yet converted to the column's type. */
export interface RecordBatch {
  readonly rows: number;
  /** Each has `rows` entries. A column of the file may be missing here: then all its cells are null. */
  readonly columns: ReadonlyMap<string, readonly CellValue[]>;
  /** Each record's place in its file, from 0. Malformed records count too, so that mending one moves no other. */
  readonly positions: readonly number[];
  /** Each record's first physical line, from 1. Parquet has none. */
  readonly lines?: readonly number[];
  readonly findings: readonly Finding[];
  /** How much of the file has been read, 0 to 1. */
  readonly share: number;
}

/** What a Parquet file says of itself without its rows being read. */
export interface Schema {
  readonly rows: number;
  readonly columns: readonly SchemaColumn[];
}

export interface SchemaColumn {
  readonly name: string;
  /** See kinds.ts. */
  readonly kinds: number;
  /** Widens a shape to hold the column's cells, where they are nested. */
  readonly addTo: (shape: JsonShape) => void;
}

export interface ReadOptions {
  /** Only these columns; a reader for which it saves nothing may give all. */
  readonly columns?: readonly string[];
  /** Only these good records, counted from 0, ascending. */
  readonly rows?: readonly number[];
}

/** A file that can be read again and again, always the same records in the same order. */
export interface Source {
  readonly file: DataFile;
  /** Only of files that carry one (Parquet); others tell their columns by being read. */
  readonly schema?: Schema;
  readonly read: (options: ReadOptions) => AsyncIterable<RecordBatch>;
}
