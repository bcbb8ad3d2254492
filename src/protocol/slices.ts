/** Slices: named subsets of the rows, by a SQL condition in the config or by a function in an LF file. */
import type { LfPair } from "../core/patterns/pairwise";
import type { CountedRows } from "../core/slices/countRows";
import type { Fault } from "./fault";

/** Where a slice is defined: its SQL, or where its export stands. Lines and columns count from 1. */
export type SliceSource =
  { readonly sql: string } | { readonly file: string; readonly line: number; readonly column: number; readonly endLine: number };

/** A slice on the rows of the sample. */
export interface SliceResult {
  readonly name: string;
  readonly source: SliceSource;
  /** Hash of all that its rows depend on. */
  readonly key: string;
  /** 1 for each row of the sample that it has, else 0; absent where the session knows it by its key, or where there is a problem. */
  readonly rows?: Uint8Array;
  /** Of a function. */
  readonly faults: readonly Fault[];
  /** Why it has no rows: its SQL cannot be used. In plain words. */
  readonly problem?: string;
  /** Why the same row may be in it next time, or not; its key is then never known. */
  readonly unstable?: string;
}

/** What is counted of a slice's rows among all rows. */
export interface AllRowsSlice extends CountedRows {
  readonly name: string;
  readonly faults: readonly Fault[];
  /** Why rows are missing: its condition failed on some. In plain words. */
  readonly problem?: string;
  /** LFs that vote on at least one same row, by their places. */
  readonly pairs: readonly LfPair[];
}
