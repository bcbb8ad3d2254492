import type { CellValue, Split } from "../../core/data/cells";
import { isUntyped, type Compression, type DataFormat } from "../../core/data/dataFormats";
import type { ValueType } from "../../core/data/valueType";
import type { ReadSettings } from "../../protocol/engine";
import type { JsonShape } from "../cells/jsonShape";
import type { SqlFile } from "../cells/sqlRows";
import type { OnBytes } from "./bytes";
import type { Cells } from "../cells/kinds";

/** One file of the dataset as it was when the dataset was opened. */
export interface DataFile {
  /** Absolute. */
  readonly path: string;
  /** Relative to the project's folder, with forward slashes: what messages and sampling keys use. */
  readonly name: string;
  readonly format: DataFormat;
  readonly compression?: Compression;
  /** What the config says of how to read it. */
  readonly settings?: ReadSettings;
  /** Undefined where the rows' own split column decides. */
  readonly split?: Split;
  readonly size: number;
  readonly mtimeMs: number;
}

/** How a file's cells are written. */
export function cellsOf({ format, settings }: Pick<DataFile, "format" | "settings">): Cells {
  if (!isUntyped(format)) return "typed";
  return settings?.decimal === "," ? "comma" : "point";
}

/** Something wrong with a file or a line of it. */
export interface Finding {
  /** Physical line, from 1. What is about the whole file has none. */
  readonly line?: number;
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
  /** Each record's first physical line, from 1. Parquet and Arrow have none. */
  readonly lines?: readonly number[];
  /** What the file declares of its columns, where its reading alone tells (Arrow); null for a type that other formats do not have. */
  readonly valueTypes?: ReadonlyMap<string, ValueType | null>;
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
  /** As the schema declares it. */
  readonly valueType?: ValueType;
  /** Widens a shape to hold the column's cells, where they are nested. */
  readonly addTo: (shape: JsonShape) => void;
}

export interface ReadOptions {
  /** Only these columns; a reader for which it saves nothing may give all. */
  readonly columns?: readonly string[];
  /** Only these good records, counted from 0, ascending. */
  readonly rows?: readonly number[];
  /** Told the file's bytes by readers that read them themselves, one after the other. */
  readonly onBytes?: OnBytes;
}

/** A file that can be read again and again, always the same records in the same order. */
export interface Source {
  readonly file: DataFile;
  /** Only of files that carry one (Parquet); others tell their columns by being read. */
  readonly schema?: Schema;
  readonly read: (options: ReadOptions) => AsyncIterable<RecordBatch>;
  /** Only of files that DuckDB reads in their order without our help (Parquet). */
  readonly sql?: SqlFile;
  /** Only of files whose cells can be had as codes (Parquet). */
  readonly coded?: CodedSource;
}

/** One of the different cells of a column. */
export interface DistinctCell {
  readonly cell: CellValue;
  /** As the database writes it; null where the cell is. */
  readonly text: string | null;
  /** How many rows have it. */
  readonly rows: number;
}

/** Cells by their place among the different ones of their column: for columns of few different cells, such as votes. */
export interface CodedSource {
  /** The different cells of each column, in the order of their first rows; columns of lists or objects, or of many more than `most`, are missing. */
  readonly distinct: (most: number) => Promise<ReadonlyMap<string, readonly DistinctCell[]>>;
  /** All rows in order: codes of the columns whose different cells are given, and cells of others (none of them nested). */
  readonly read: (coded: ReadonlyMap<string, readonly DistinctCell[]>, cells: readonly string[]) => AsyncIterable<CodedBatch>;
}

export interface CodedBatch {
  readonly rows: number;
  /** At least `rows` entries each. */
  readonly codes: ReadonlyMap<string, Uint16Array>;
  readonly cells: ReadonlyMap<string, readonly CellValue[]>;
}

/** A cell cut from a block of the file keeps the whole block in memory; its copy does not. */
export function detach(cell: CellValue): CellValue {
  return typeof cell === "string" && cell.length > 12 ? (JSON.parse(JSON.stringify(cell)) as string) : cell;
}
