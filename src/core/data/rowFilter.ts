import type { Split } from "./cells";

/** Against gold: did every vote hit it, some, none, or was there no vote? (columns of the clarity matrix) */
export type LfVerdict = "right" | "split" | "wrong" | "silent";
/** Against gold: was the denoised label right, wrong, or missing? (rows of the clarity matrix) */
export type PredictionVerdict = "right" | "wrong" | "none";

export const LF_VERDICTS: readonly LfVerdict[] = ["right", "split", "wrong", "silent"];
export const PREDICTION_VERDICTS: readonly PredictionVerdict[] = ["right", "wrong", "none"];

/** Whose labels are meant: the label model's (with gold, if it uses any), majority vote's, or the end model's. */
export type PredictionSource = "labelModel" | "majority" | "endModel";

/** Which rows of one LF: those it votes on, gets right or wrong, shares with others, disputes with others, or faults on. */
export type LfRows = "covered" | "correct" | "incorrect" | "overlap" | "conflict" | "fault";

/** A cell of the clarity matrix. */
export interface CellName {
  readonly prediction: PredictionVerdict;
  readonly lfs: LfVerdict;
}

/**
 * How a row's label (an LF's vote or a denoised label) differs from what it was: it has one now, has one no more, has another;
 * hits gold and did not, misses gold and did not.
 */
export type ChangeKind = "gained" | "lost" | "relabeled" | "newlyRight" | "newlyWrong";

/** Rows that differ from the baseline: the last saved version of the LFs, or a git revision's. */
export type ChangedRows =
  /** Any LF's vote or the denoised label differs. */
  | { readonly of: "any" }
  /** An LF's vote, or the denoised label, differs: in any way, or in this way. Labels by name, null for none. */
  | {
      readonly of: "label" | { readonly lf: string };
      readonly how?: ChangeKind;
      readonly from?: string | null;
      readonly to?: string | null;
    }
  /** The row moved from one cell of the clarity matrix to another. */
  | { readonly of: "cell"; readonly from: CellName; readonly to: CellName };

/** A named subset of the sample's rows. Every part that is given must hold; no part means all rows. */
export interface RowFilter {
  readonly lf?: { readonly name: string; readonly rows: LfRows };
  /** Rows that this part of an LF (a return, a word) decides; sites are counted from 0, as in LfSnapshot#evidence. `part` is its title. */
  readonly evidence?: { readonly lf: string; readonly site: number; readonly part?: string };
  /** Rows on which these two LFs both vote: the same label, or different ones. */
  readonly pair?: { readonly names: readonly [string, string]; readonly rows: "overlap" | "agree" | "conflict" };
  /** A cell, a row or a column of the clarity matrix; only rows with gold have one. */
  readonly clarity?: { readonly prediction?: PredictionVerdict; readonly lfs?: LfVerdict };
  /** Rows of the whole set: with any vote, with two or more, in dispute, or with none. */
  readonly set?: "covered" | "overlap" | "conflict" | "silent";
  readonly goldLabel?: string;
  readonly predictedLabel?: string;
  readonly split?: Split;
  /** Rows that people gave this tag. */
  readonly tag?: string;
  /** Rows of this slice. */
  readonly slice?: string;
  /** Rows with one of these ids. */
  readonly ids?: readonly string[];
  /** Selects nothing where there is no baseline. */
  readonly changed?: ChangedRows;
  /** Whose denoised labels `clarity`, `predictedLabel` and `changed` speak of: the label model's unless said otherwise; the end model gives none before it is trained. */
  readonly source?: PredictionSource;
}
