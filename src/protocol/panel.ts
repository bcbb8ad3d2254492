/** The pipe between the editor and the clarity-matrix webview. The panel gets whole snapshots; rows are fetched by query. */
import type { CellValue, Split } from "../core/data/cells";
import type { ClarityMatrix } from "../core/clarity/clarity";
import type { Overruling } from "../core/labelModel/contract";
import type { PredictionSource, RowFilter } from "../core/data/rowFilter";
import type { LfMatches } from "./engine";
import type { ProjectSnapshot } from "./snapshot";

export type { ClarityCell, ClarityMatrix } from "../core/clarity/clarity";
export type {
  CellName,
  ChangedRows,
  ChangeKind,
  LfRows,
  LfVerdict,
  PredictionSource,
  PredictionVerdict,
  RowFilter,
} from "../core/data/rowFilter";
export type { LfSummary, SetSummary } from "../core/statistics/summary";
export type { CellValue, ColumnInfo, Split } from "../core/data/cells";
export type { Problem } from "../core/data/problem";
export type { Fault } from "./fault";
export type { LabelModelSnapshot } from "./labelModel";
export type { AllRowsSnapshot, LfDependency, LfSnapshot, MarginalValue, ModelComparison, Numbers, ProjectSnapshot } from "./snapshot";
export { connect } from "./rpc";
export type { Pipe, Remote } from "./rpc";

export interface PanelSnapshot {
  readonly projects: readonly { readonly root: string; readonly name: string }[];
  /** The project that the panel shows; undefined if the workspace has none. */
  readonly project?: ProjectSnapshot;
}

export interface RowQuery {
  readonly root: string;
  readonly filter: RowFilter;
  readonly offset: number;
  readonly limit: number;
}

export interface RowVote {
  readonly lf: string;
  readonly label: string;
  /** Against gold; undefined where the row has none. */
  readonly right?: boolean;
}

export interface RowView {
  /** Row of the sample. */
  readonly row: number;
  readonly id: string;
  readonly split: Split;
  readonly gold?: string;
  /** The denoised label; undefined where the label model gives none. */
  readonly prediction?: string;
  readonly cells: Readonly<Record<string, CellValue>>;
  /** Votes only, no abstains, in the order of the project's LFs. */
  readonly votes: readonly RowVote[];
  /** What people wrote of it; absent if nothing. */
  readonly tags?: readonly string[];
  readonly comments?: readonly { readonly by: string; readonly at: string; readonly comment: string }[];
  /** LFs that the row is pinned to, and what they must vote (null: abstain); whether they do, unless that is not known for the code as it is. */
  readonly pins?: readonly { readonly lf: string; readonly vote: string | null; readonly holds?: boolean }[];
  /** What differs from the baseline, the denoised label first; only in answer to a filter of changed rows. */
  readonly changes?: readonly RowChange[];
}

/** An LF's vote, or the denoised label where no LF is named, that is not what it was. No label: undefined. */
export interface RowChange {
  readonly lf?: string;
  readonly from?: string;
  readonly to?: string;
}

/** What gave a row of the sample the votes of its LFs. */
export interface RowFindings {
  readonly row: number;
  /** Of the LFs that vote on it. */
  readonly lfs: readonly FoundInRow[];
}

export interface FoundInRow extends LfMatches {
  /** The return that was taken, or where what was found is written. */
  readonly place?: FilePlace;
}

export interface RowPage {
  /** Rows that match the filter, of which `rows` are one page. */
  readonly total: number;
  readonly rows: readonly RowView[];
}

/** Why a row has its denoised label. */
export interface RowExplanation {
  readonly row: number;
  /** The label model's label; undefined where it gives none. */
  readonly label?: string;
  /** Probability of each label, most probable first, at most ten; empty without a vote. */
  readonly probabilities: readonly { readonly label: string; readonly probability: number }[];
  /** No LF votes: the label is the one declared for such rows, and how many dev gold rows without a vote have it. */
  readonly otherwise?: { readonly right: number; readonly of: number };
  /** All votes agree, and this keeps the row from having their label. */
  readonly reason?: Overruling;
  /** Lead of the label over the next, 0..1. */
  readonly margin: number;
  /** Every vote on the row, the heaviest first. `logOdds` speaks for the label if above 0. */
  readonly votes: readonly { readonly lf: string; readonly label: string; readonly logOdds: number }[];
  /** The smallest set of votes whose removal changes the label, and to what (none: undefined). Absent if nothing flips it. */
  readonly flip?: { readonly lfs: readonly string[]; readonly label?: string; readonly exact: boolean };
}

/** Where to put the cursor. Lines and columns count from 1. */
export interface FilePlace {
  /** Absolute path. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** Which rows the panel's numbers are of. */
export type Scope = "sample" | "allRows";

/** What the editor wants shown: a CodeLens or a tree item was clicked, or a command called. */
export interface AskedView {
  /** These rows of the sample. */
  readonly filter?: RowFilter;
  readonly scope?: Scope;
}

/** What the webview may ask of the editor. */
export interface PanelApi {
  /** The webview is drawn and listens; answered with the first snapshot and what to show. */
  ready(argument: null): Promise<{ readonly snapshot: PanelSnapshot } & AskedView>;
  rows(query: RowQuery): Promise<RowPage>;
  /** What gave these rows of the sample the votes of their LFs. */
  findings(query: { readonly root: string; readonly rows: readonly number[] }): Promise<readonly RowFindings[]>;
  /** Shows another project. */
  select(root: string): Promise<void>;
  /** Opens an LF's source at its line. */
  openLf(argument: { readonly root: string; readonly name: string }): Promise<void>;
  /** Opens a file at a place: a problem's or a fault's. */
  openFile(place: FilePlace): Promise<void>;
  /** The clarity matrix of the rows whose gold is one label. */
  clarity(query: { readonly root: string; readonly goldLabel: string; readonly source?: PredictionSource }): Promise<ClarityMatrix>;
  /** Why a row of the sample has its denoised label. */
  explain(query: { readonly root: string; readonly row: number }): Promise<RowExplanation>;
  /** Asks the user what an LF must vote on a row, and pins the row to it, or unpins it. `lf`: the LF that is looked at. */
  pin(query: { readonly root: string; readonly row: number; readonly lf?: string }): Promise<void>;
  /** Opens the panel in which rows are labeled one after the other. */
  labelRows(root: string): Promise<void>;
  /** Asks the user for a label, a tag or a comment, and says it of a row of the sample. */
  labelRow(query: { readonly root: string; readonly row: number }): Promise<void>;
  tagRow(query: { readonly root: string; readonly row: number }): Promise<void>;
  commentRow(query: { readonly root: string; readonly row: number }): Promise<void>;
  /** Asks for one label for all rows that pass a filter, with a preview. */
  labelFiltered(query: { readonly root: string; readonly filter: RowFilter }): Promise<void>;
  /** Starts the debugger on an LF with a row. `lf`: the LF that is looked at; without, the user chooses. */
  debugRow(query: { readonly root: string; readonly row: number; readonly lf?: string }): Promise<void>;
  /** Measures all rows of a project; the snapshots say how far it is. Answers when it has ended. */
  measureAllRows(root: string): Promise<void>;
  /** Ends that; the last numbers stay. */
  cancelAllRows(root: string): Promise<void>;
  /** Suggests LFs that would add to these rows. */
  suggestLfs(query: { readonly root: string; readonly rows: RowFilter }): Promise<void>;
  /** Starts the export of denoised labels. */
  exportLabels(root: string): Promise<void>;
  /** Opens the evaluation of the end model. */
  openEvaluation(root: string): Promise<void>;
}

/** What the editor tells the webview. */
export interface PanelEvents {
  snapshot(snapshot: PanelSnapshot): void;
  show(asked: AskedView): void;
}
