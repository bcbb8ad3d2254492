import { ABSTAIN } from "../statistics/votes";
import type { ExportOptions } from "./exportOptions";

/** What is known of all rows, or kinds of rows, after the label model's fit. */
export interface LabeledRows {
  /** The pattern of each row. */
  readonly rowPattern: Int32Array;
  /** The denoised label of each pattern, or ABSTAIN. */
  readonly patternLabel: Int16Array;
  /** Its probability, 0..1. */
  readonly patternConfidence: Float64Array;
  /** Label index or ABSTAIN for each row. */
  readonly gold: Int16Array;
}

/** The label that each row is exported with, or ABSTAIN: the denoised one where it is sure enough, gold in its place if asked for. */
export function finalLabels(rows: LabeledRows, { minConfidence, gold }: Pick<ExportOptions, "minConfidence" | "gold">): Int16Array {
  const sure = rows.patternLabel.map((label, pattern) => (rows.patternConfidence[pattern]! >= minConfidence ? label : ABSTAIN));
  const labels = new Int16Array(rows.rowPattern.length);
  for (let row = 0; row < labels.length; row++) {
    const trusted = gold === "override" ? rows.gold[row]! : ABSTAIN;
    labels[row] = trusted === ABSTAIN ? sure[rows.rowPattern[row]!]! : trusted;
  }
  return labels;
}
