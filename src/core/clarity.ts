import type { LfVerdict, PredictionVerdict } from "./rowFilter";

/** A cell of the clarity matrix. */
export interface ClarityCell {
  /** Rows with gold that fall here. */
  readonly count: number;
  /** LFs that voted a wrong label on these rows, most rows first. `lf` is a column. */
  readonly blame: readonly { readonly lf: number; readonly rows: number }[];
}

/** Denoised label against gold (3) by the LFs' votes against gold (4). The cells' counts sum to `goldRows`. */
export interface ClarityMatrix {
  readonly goldRows: number;
  readonly cells: Readonly<Record<PredictionVerdict, Readonly<Record<LfVerdict, ClarityCell>>>>;
}
