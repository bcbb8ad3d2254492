/** The pipe between the editor and the evaluation's webview: stored trainings, one of them whole, and any two models side by side. */
import type { Split } from "../core/data/cells";
import type { Interval } from "../core/math/interval";
import type { RowFilter } from "../core/data/rowFilter";
import type { TrainingRecord } from "./endModel";
import type { RowComparison } from "./rowComparison";

export type { Split } from "../core/data/cells";
export type { RowFilter } from "../core/data/rowFilter";
export type { Interval } from "../core/math/interval";
export type { CrossoverReport, Disagreement, EvaluateReport, Figures, LikelyWrongGold, SplitFigures, TrainingRecord } from "./endModel";
export type { ComparedRow, ComparedSplit, RowComparison } from "./rowComparison";
export { connect } from "./rpc";
export type { Pipe, Remote } from "./rpc";

export interface EvaluationSnapshot {
  readonly projects: readonly { readonly root: string; readonly name: string }[];
  /** The project that the panel shows; undefined if the workspace has none. */
  readonly project?: EvaluatedProject;
}

export interface EvaluatedProject {
  readonly root: string;
  readonly name: string;
  /** Newest first. */
  readonly runs: readonly RunName[];
  /** The run that is shown; undefined if there is none yet. */
  readonly run?: TrainingRecord;
  /** The shown run's model is the one whose labels the rows panel shows. */
  readonly current: boolean;
  /** LFs, data or settings are not those of the shown run. */
  readonly stale: boolean;
  /** A training is under way. */
  readonly training?: { readonly what: string; readonly done: number; readonly total: number };
  /** Why the project cannot train now; undefined if it can. */
  readonly blocked?: string;
  /** Unreadable run records: each with its file and what to do. */
  readonly unreadable: readonly string[];
}

export interface RunName {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  /** What it learned. */
  readonly target: string;
  /** It was not measured on this machine: it came with the folder. */
  readonly elsewhere?: true;
  /** The sources it measured, each with the splits it was measured on. */
  readonly sources: readonly string[];
}

/** One model's predictions: a source of a run. */
export interface ModelName {
  readonly run: string;
  readonly source: string;
}

/** Two models by their stored figures: `second` minus `first`. */
export interface SideBySide {
  /** One for each split on which both have figures. */
  readonly splits: readonly SplitDifference[];
  /** Rows with different labels, where both sides of a run's records know them. */
  readonly changed?: { readonly rows: number; readonly of: number; readonly first: readonly ChangedRow[] };
  /** Both models' label of each row can be known, which takes a reading of all rows: `rowByRow`. */
  readonly byRow: boolean;
  /** What a reader of the differences must know. */
  readonly notes: readonly string[];
}

export interface SplitDifference {
  readonly split: Split;
  readonly figures: readonly FigureDifference[];
}

export interface FigureDifference {
  readonly name: "accuracy" | "macroF1" | "logLoss" | "brier" | "ece";
  readonly first: number | null;
  readonly second: number | null;
  readonly difference: number | null;
  /** 95 % interval of the difference; for accuracies only. */
  readonly interval: Interval | null;
}

export interface ChangedRow {
  readonly id: string;
  readonly split: Split;
  readonly text: string;
  readonly gold: string | null;
  readonly first: string;
  readonly second: string;
}

/** What the webview may ask of the editor. */
export interface EvaluationApi {
  /** The webview is drawn and listens; answered with the first snapshot. */
  ready(argument: null): Promise<EvaluationSnapshot>;
  /** Shows another project. */
  select(root: string): Promise<void>;
  /** Shows another run. */
  chooseRun(id: string): Promise<void>;
  sideBySide(query: { readonly first: ModelName; readonly second: ModelName; readonly covered: boolean }): Promise<SideBySide>;
  /** The two on all rows of the project's data as it is now. */
  rowByRow(query: { readonly first: ModelName; readonly second: ModelName }): Promise<RowComparison>;
  /** Trains the end model. */
  train(argument: null): Promise<void>;
  /** Makes the end model one more LF. */
  useAsLf(argument: null): Promise<void>;
  /** Writes the shown run, and the last comparison row by row, as Markdown to a file that the user names; no text of compared rows. */
  exportMarkdown(argument: null): Promise<void>;
  /** Shows rows of the sample in the clarity panel. */
  showRows(filter: RowFilter): Promise<void>;
}

/** What the editor tells the webview. */
export interface EvaluationEvents {
  snapshot(snapshot: EvaluationSnapshot): void;
}
