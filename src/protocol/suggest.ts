/** Suggested LFs: what the engine is asked, and what the editor and the terminal show. */
import type { Interval } from "../core/math/interval";
import type { LabelModelSpec } from "../core/labelModel/fitLabelModel";
import type { Sign } from "../core/suggest/features";

export interface SuggestRequest {
  /** Label index of each row of the sample, or ABSTAIN: with judgements by hand. */
  readonly gold: Int16Array;
  /** Votes of the LFs there are, on the sample. */
  readonly votes: readonly Int16Array[];
  readonly names: readonly string[];
  readonly labelModel: LabelModelSpec;
  readonly ask: SuggestOptions;
  /** Rows of the sample: only what is added on these counts. All, if absent. */
  readonly target?: readonly number[];
}

export interface SuggestOptions {
  /** Only LFs that vote this label (index). */
  readonly label?: number;
  /** How many at most. */
  readonly count: number;
}

/** What the engine answers: what an LF would look for, without its text. */
export interface MinedLf {
  readonly label: number;
  readonly column: string;
  /** Any of them gives the vote; all of one kind. */
  readonly signs: readonly Sign[];
  readonly evidence: SuggestionEvidence;
}

/** What speaks for a suggestion. Rows are those of the sample. */
export interface SuggestionEvidence {
  /** Rows that it would vote on. */
  readonly rows: number;
  /** Rows among them that no LF votes on yet, and the others. */
  readonly newRows: number;
  readonly overlap: number;
  /** Rows with gold of the half that it was not mined from, and those where it is right. */
  readonly goldRows: number;
  readonly goldRight: number;
  /** Of those; undefined without such a row. */
  readonly precision?: number;
  /** 95 % Wilson interval of the precision. */
  readonly interval?: Interval;
  /** The precision that is expected, 0..1: by gold, and where there is little, by what rows with the same words are. */
  readonly expected: number;
  /** How many rows more would have the right denoised label, with the suggestions before it. An estimate; a row without votes counts as a guess. */
  readonly adds: number;
}

/** An LF to be accepted. */
export interface LfSuggestion extends SuggestionEvidence {
  /** The exported constant's name; no LF has it. */
  readonly name: string;
  readonly label: string;
  /** The whole export, TypeScript. */
  readonly source: string;
  /** What it imports from "lf-lens". */
  readonly imports: readonly string[];
}
