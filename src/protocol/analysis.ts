/** The pipe between the session and the thread that does the arithmetic, so that fitting never holds up the editor. */
import type { ClarityMatrix } from "../core/clarity/clarity";
import type { LabelModelSpec } from "../core/labelModel/fitLabelModel";
import type { CountedRows } from "../core/slices/countRows";
import type { PredictionSource } from "../core/data/rowFilter";
import type { Summary } from "../core/statistics/summary";
import type { VoteMatrix } from "../core/statistics/votes";
import type { RowExplanation } from "./panel";
import type { LfDependency, MarginalValue, ModelComparison, Progress } from "./snapshot";
import type { LabelModelSnapshot } from "./labelModel";

export interface AnalysisInput {
  /** The project's root: the thread keeps the last fit of each project, to explain and study it. */
  readonly project: string;
  readonly matrix: VoteMatrix;
  /** The LFs' names, in the order of the matrix's columns. */
  readonly names: readonly string[];
  /** The labels' names. */
  readonly labels: readonly string[];
  readonly labelModel: LabelModelSpec;
  /** The end model's label of each row, or ABSTAIN, where one is trained. */
  readonly endModel?: Int16Array;
  /** The gold that the label model may learn from: label index or ABSTAIN of each row. */
  readonly usableGold: Int16Array;
}

/** All that is computed from votes and gold after every change. */
export interface Analysis {
  readonly names: readonly string[];
  readonly summary: Summary;
  readonly labelModel: LabelModelSnapshot;
  /** The label model's estimate of each LF's accuracy, where it has one. */
  readonly estimated: readonly (number | undefined)[];
  /** The label of each row: a label index, or ABSTAIN; the end model's are all ABSTAIN where none is trained. */
  readonly predictions: Readonly<Record<PredictionSource, Int16Array>>;
  /** Rows of each label, denoised by the label model. */
  readonly labelCounts: readonly number[];
  readonly clarity: Readonly<Record<PredictionSource, ClarityMatrix>>;
}

/** Which rows of the sample a slice has: 1 for each of them, else 0. */
export interface SliceRows {
  readonly name: string;
  readonly rows: Uint8Array;
}

/** What is counted of a slice's rows in the sample. */
export interface SampleSlice extends CountedRows {
  readonly name: string;
  /** Where an end model is trained. */
  readonly endModel?: ClarityMatrix;
}

/** What takes longer than an analysis, of the same votes. */
export interface Study {
  /** For each LF, in the order of `names`. */
  readonly marginal: readonly MarginalValue[];
  /** Undefined without gold. */
  readonly comparison?: ModelComparison;
  readonly dependencies: readonly LfDependency[];
}

/** P(label) of rows: `proba[rowPattern[row] * labels + label]`, all 0 where the model knows nothing. */
export interface Beliefs {
  readonly proba: Float64Array;
  readonly rowPattern: Int32Array;
}

/** What the session may ask of the analysis thread. */
/** Labels to be looked at for errors. Lists have an entry for each row of the sample. */
export interface IssueInput {
  readonly texts: readonly string[];
  readonly labels: readonly string[];
  /** Label index, or ABSTAIN. */
  readonly given: Int16Array;
  readonly seed: number;
}

/** What is likely wrong with labels. Rows are those of the sample, labels their indexes. */
export interface IssueReport {
  /** Rows with a label. */
  readonly rows: number;
  /** Likely errors, the worst first: P(given), and how far it leads the likeliest other label (0..1; 0.5 is even). */
  readonly issues: readonly {
    readonly row: number;
    readonly given: number;
    readonly suggested: number;
    readonly score: number;
    readonly margin: number;
  }[];
  /** Nearly the same text with different labels, the most alike first. */
  readonly duplicates: readonly { readonly rows: readonly [number, number]; readonly similarity: number }[];
  /** Rows that fit no label, the worst first; 0..1. */
  readonly outliers: readonly { readonly row: number; readonly score: number }[];
}

export interface AnalysisApi {
  analyse(input: AnalysisInput): Promise<Analysis> | Analysis;
  /** Studies the project's last fit; undefined if a newer analysis came between. */
  study(project: string): Promise<Study | undefined>;
  /** Counts slices under the project's last fit. */
  slices(query: {
    readonly project: string;
    readonly slices: readonly SliceRows[];
  }): readonly SampleSlice[] | Promise<readonly SampleSlice[]>;
  /** Explains a row under the project's last fit. */
  explain(query: { readonly project: string; readonly row: number }): RowExplanation | Promise<RowExplanation>;
  /** What the label model of the project's last fit believes of each row. */
  beliefs(project: string): Beliefs | Promise<Beliefs>;
  /** Looks for LFs that depend on each other, by structure learning too: takes seconds, and tells its progress. */
  structure(input: AnalysisInput): readonly LfDependency[] | Promise<readonly LfDependency[]>;
  /** Lets go of a project. */
  /** Labels that are likely wrong. */
  issues(input: IssueInput): IssueReport | Promise<IssueReport>;
  forget(project: string): void;
}

/** What the analysis thread tells the session. */
export interface AnalysisEvents {
  progress(progress: Progress): void;
}
