/** The pipe between the session and the thread that does the arithmetic, so that fitting never holds up the editor. */
import type { ClarityMatrix } from "../core/clarity";
import type { Summary } from "../core/summary";
import type { VoteMatrix } from "../core/votes";

export interface AnalysisInput {
  readonly matrix: VoteMatrix;
  /** The LFs' names, in the order of the matrix's columns. */
  readonly names: readonly string[];
  /** A kind of the label model registry, or auto. */
  readonly labelModel: string;
  readonly balance?: readonly number[];
}

/** All that is computed from votes and gold after every change. */
export interface Analysis {
  readonly names: readonly string[];
  readonly summary: Summary;
  readonly labelModel: { readonly kind: string; readonly title: string };
  /** The denoised label of each row: a label index, or ABSTAIN. */
  readonly prediction: Int16Array;
  /** Denoised rows per label. */
  readonly labelCounts: readonly number[];
  readonly clarity: ClarityMatrix;
}

/** What the session may ask of the analysis thread. */
export interface AnalysisApi {
  analyse(input: AnalysisInput): Promise<Analysis> | Analysis;
}
