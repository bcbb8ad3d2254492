import { ABSTAIN } from "../votes";
import type { PatternTable } from "./contract";

/**
 * The denoised label of each pattern: the most probable one.
 * ABSTAIN where the model gives none (all 0) and where the first two are exactly equal.
 * @param proba patterns x labels, row-major, from LabelModel.predictProba
 */
export function predictLabels(proba: Float64Array, { size, labels }: Pick<PatternTable, "size" | "labels">): Int16Array {
  const predicted = new Int16Array(size);
  for (let p = 0; p < size; p++) {
    const { label, first, second } = topTwo(proba, p * labels, labels);
    predicted[p] = first > second ? label : ABSTAIN;
  }
  return predicted;
}

/** How sure a model is of each pattern, 0..1; all 0 where it gives no label. */
export interface Certainty {
  /** The most probable label's probability. */
  readonly confidence: Float64Array;
  /** By how much it leads the next label's. */
  readonly margin: Float64Array;
}

/** @param proba patterns x labels, row-major, from LabelModel.predictProba */
export function certaintyOf(proba: Float64Array, { size, labels }: Pick<PatternTable, "size" | "labels">): Certainty {
  const confidence = new Float64Array(size);
  const margin = new Float64Array(size);
  for (let p = 0; p < size; p++) {
    const { first, second } = topTwo(proba, p * labels, labels);
    confidence[p] = first;
    margin[p] = first - second;
  }
  return { confidence, margin };
}

function topTwo(values: Float64Array, start: number, count: number): { label: number; first: number; second: number } {
  let label = ABSTAIN;
  let first = 0;
  let second = 0;
  for (let k = 0; k < count; k++) {
    const value = values[start + k]!;
    if (value > first) {
      second = first;
      first = value;
      label = k;
    } else if (value > second) second = value;
  }
  return { label, first, second };
}
