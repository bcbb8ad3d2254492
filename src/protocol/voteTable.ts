/** The pipe to the thread that reads and writes tables which belong to no project. */
import type { TableFormat } from "../core/export/exportOptions";
import type { VoteMatrix } from "../core/votes";

/** A file of votes: one column per LF, and what else it has. All arrays have `matrix.rows` entries. */
export interface VoteTable {
  readonly matrix: VoteMatrix;
  readonly labels: readonly string[];
  readonly lfNames: readonly string[];
  readonly ids: readonly string[];
  /** Names of splits as the file has them; "all" where it has none. */
  readonly splits: readonly string[];
}

/** What is written for each row of a vote table: its label (or ABSTAIN) and its probabilities (rows x labels, row-major). */
export interface DenoisedTable {
  readonly labels: readonly string[];
  readonly ids: readonly string[];
  readonly label: Int16Array;
  readonly proba: Float64Array;
}

/** What the thread that reads and writes tables offers. */
export interface TablesApi {
  readVotes(argument: { readonly path: string; readonly labels?: readonly string[] }): Promise<VoteTable>;
  writeDenoised(argument: { readonly out: string; readonly format: TableFormat; readonly table: DenoisedTable }): Promise<void>;
}
