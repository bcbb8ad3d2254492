import type { CellValue, Split } from "../../core/data/cells";
import type { SqlFile } from "../cells/sqlRows";
import type { DatasetInfo } from "../../protocol/engine";

/** Rows as columns. All arrays have `rows` entries; `columns` is keyed by column name, in the data's order. */
export interface Table {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, readonly CellValue[]>;
  /** The id column's value as text, else the record's position in its file, from 0, malformed records counted. */
  readonly ids: readonly string[];
  /** Index into SPLITS. */
  readonly splits: Uint8Array;
  /** Label index or ABSTAIN. */
  readonly gold: Int16Array;
}

/** A project's data, read and checked. */
export interface Dataset {
  readonly info: Omit<DatasetInfo, "sample" | "rowsFingerprint">;
  /** The sampled rows, in reading order. */
  sample(): Promise<Table>;
  /**
   * All good rows of all files (or of one split) in reading order, in tables of at most `batchRows` rows (8192 unless said),
   * without the first `from` rows: files that hold only such are not read.
   * Gold is the data's with the judgements of now laid over it, or the data's alone. Memory is bounded by a batch. Throws if a file is not the one that was opened or gives another number of rows.
   */
  scan(options: {
    readonly split?: Split;
    readonly batchRows?: number;
    readonly from?: number;
    readonly gold?: "judged" | "data";
  }): AsyncIterable<Table>;
  /** The files in reading order, where SQL can give all rows of all of them in that order. */
  readonly sqlFiles?: readonly SqlFile[];
  /** @throws Error if a file is not the one that was opened */
  assertUnchanged(): Promise<void>;
  /**
   * SHA-256 (hexadecimal) of the files of which opening has read every byte, by path: they need not be read again for it.
   * @throws Error if a file is not the one that was opened
   */
  hashes(): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}
