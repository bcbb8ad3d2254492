import type { LabelCoverage } from "../core/labelModel/labelNotes";

export interface LabelModelSnapshot extends LabelCoverage {
  readonly kind: string;
  readonly title: string;
  /** What gold of dev rows was used for; `candidates` were compared by log loss on held-out gold. */
  readonly gold: {
    readonly used: string;
    readonly rows: number;
    readonly candidates: readonly { readonly name: string; readonly logLoss: number }[];
    /** Dev's votes differ visibly from the data's: calibration may do harm. In plain words. */
    readonly warning?: string;
  };
  /** Rows without a label because their two most probable labels tie. */
  readonly ties: number;
  /** What should be done about labels that no row can get, in plain words. */
  readonly notes: readonly string[];
}
