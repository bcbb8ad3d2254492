/** The pipe between the editor and the panel in which rows are labeled by hand. */
import type { Strategy } from "../core/gold/queue";
import type { CellValue, Split } from "../core/data/cells";

export type { Strategy } from "../core/gold/queue";
export type { CellValue } from "../core/data/cells";
export { connect } from "./rpc";
export type { Pipe, Remote } from "./rpc";

/** Which rows come, and of what for the strategies that need it. */
export interface QueueChoice {
  readonly strategy: Strategy;
  readonly lf?: string;
  readonly label?: string;
}

export interface LabelProject {
  readonly root: string;
  readonly name: string;
  readonly labels: readonly string[];
  readonly lfs: readonly string[];
  /** Who judges. */
  readonly by: string;
  readonly choice: QueueChoice;
  readonly strategies: readonly { readonly name: Strategy; readonly why: string }[];
  /** What LFs vote is shown before the judgement, too. */
  readonly votesBefore: boolean;
  /** guidelines.md of the project, if there is one. */
  readonly guidelines?: string;
}

/** The panel's project; undefined while there is none, with the reason. */
export interface LabelSnapshot {
  readonly project?: LabelProject;
  readonly problem?: string;
}

/** What somebody said of a row. */
export interface Said {
  readonly by: string;
  readonly label: string | null;
  readonly note?: string;
  readonly flagged?: boolean;
  readonly skipped?: boolean;
}

/** A row to be judged. */
export interface LabelRow {
  /** Row of the sample. */
  readonly row: number;
  readonly id: string;
  readonly split: Split;
  readonly text?: string;
  /** The other columns but gold, in the data's order. */
  readonly cells: readonly (readonly [name: string, value: CellValue])[];
  readonly votes: readonly { readonly lf: string; readonly label: string }[];
  /** The denoised label. */
  readonly prediction?: string;
  /** What the one who judges said before. */
  readonly mine?: Said;
  /** What others said; only of rows that are to be settled. */
  readonly others?: readonly Said[];
}

export interface LabelPage {
  readonly rows: readonly LabelRow[];
  /** Rows that the strategy has, these among them. */
  readonly left: number;
}

export interface Verdict {
  readonly row: number;
  readonly said: Omit<Said, "by">;
  readonly choice: QueueChoice;
}

/** What the panel may ask of the editor. */
export interface LabelPanelApi {
  /** The panel is drawn and listens. */
  ready(argument: null): Promise<LabelSnapshot>;
  /** The next rows of a choice, without those that the panel has already. */
  next(query: { readonly choice: QueueChoice; readonly without: readonly number[] }): Promise<LabelPage>;
  /** Answers when the judgement is on the disk. */
  judge(verdict: Verdict): Promise<void>;
}

/** What the editor tells the panel. */
export interface LabelPanelEvents {
  snapshot(snapshot: LabelSnapshot): void;
}
