/** The pipe to the thread that reads and writes tables which belong to no project. */
import type { TextList } from "../core/data/textList";
import type { TableFormat } from "../core/export/exportOptions";
import type { VoteMatrix } from "../core/statistics/votes";
import type { AnalysedData, DataToRead, IdeasRequest, MinedIdeas } from "./newProject";

/** A file of votes: one column per LF, and what else it has. All arrays have `matrix.rows` entries. */
export interface VoteTable {
  readonly matrix: VoteMatrix;
  readonly labels: readonly string[];
  readonly lfNames: readonly string[];
  readonly ids: TextList;
  /** Names of splits as the file has them ("all" where it has none), in the order of their first rows, and each row's place among them. */
  readonly splits: { readonly names: readonly string[]; readonly of: Uint16Array };
  /** How the columns were read; undefined where the file says so itself. */
  readonly columns?: VoteTableColumns;
}

/** What was taken for what, so that a user can see a mistake. */
export interface VoteTableColumns extends Omit<VoteRoles, "lfs"> {
  readonly leftOut: readonly LeftOutColumn[];
  /** What abstains are spelled as ("" is an empty cell), and in how many cells of LFs. */
  readonly abstains: Readonly<Record<string, number>>;
  /** What else a user should know, in plain words. */
  readonly notes: readonly string[];
}

/** A column that is no LF, and what it holds instead. */
export interface LeftOutColumn {
  readonly name: string;
  readonly why: string;
}

/** Columns by their role. */
export interface VoteRoles {
  readonly lfs?: readonly string[];
  readonly id?: string;
  readonly gold?: string;
  readonly split?: string;
}

export interface VoteTableRequest {
  /** Absolute. */
  readonly path: string;
  /** In order; those that occur if absent. */
  readonly labels?: readonly string[];
  /** Where they are not found by their names and what they hold. */
  readonly roles?: VoteRoles;
  /** More texts that abstain, in any case. */
  readonly abstain?: readonly string[];
}

/** What is written for each row of a vote table: the label (or ABSTAIN) and the probabilities (patterns x labels, row-major) of its pattern of votes. */
export interface DenoisedTable {
  readonly labels: readonly string[];
  readonly ids: TextList;
  /** Each row's pattern. */
  readonly rowPattern: Int32Array;
  readonly label: Int16Array;
  readonly proba: Float64Array;
}

/** What the thread that reads and writes tables offers. */
export interface TablesApi {
  readVotes(request: VoteTableRequest): Promise<VoteTable>;
  /** What data files look like: for a project that is to be made of them. */
  analyse(data: DataToRead): Promise<AnalysedData>;
  /** Words of these files that may make first LFs. */
  mine(request: IdeasRequest): Promise<MinedIdeas>;
  writeDenoised(argument: { readonly out: string; readonly format: TableFormat; readonly table: DenoisedTable }): Promise<void>;
}
