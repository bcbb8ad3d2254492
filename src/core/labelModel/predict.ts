import { ABSTAIN } from "../statistics/votes";
import type { PatternTable } from "../patterns/patternTable";

/** How near to a tie two labels may be before neither is given: two LFs in conflict should not decide by a hair. */
export const TIE_BAND = 0.02;

/**
 * The denoised label of each pattern: the most probable one.
 * ABSTAIN where the model gives none (all 0) and where the first two tie.
 * @param proba patterns x labels, row-major, from LabelModel.predictProba
 * @param tieBand 0..1: the first two labels tie where first - second <= tieBand * (first + second); 0: where they are exactly equal
 */
export function predictLabels(proba: Float64Array, { size, labels }: Pick<PatternTable, "size" | "labels">, tieBand = 0): Int16Array {
  const predicted = new Int16Array(size);
  for (let p = 0; p < size; p++) {
    const { label, first, second } = topTwo(proba, p * labels, labels);
    predicted[p] = first - second > tieBand * (first + second) ? label : ABSTAIN;
  }
  return predicted;
}

/** Rows whose label is a tie: they have probabilities, but no label. @param label of each pattern, from predictLabels */
export function countTies(proba: Float64Array, label: Int16Array, { labels, counts }: Pick<PatternTable, "labels" | "counts">): number {
  return label.reduce((rows, _, p) => (isTie(proba, label, p, labels) ? rows + counts[p]! : rows), 0);
}

/** Whether a pattern has probabilities but no label. */
export const isTie = (proba: Float64Array, label: Int16Array, pattern: number, labels: number): boolean =>
  label[pattern] === ABSTAIN && proba.subarray(pattern * labels, (pattern + 1) * labels).some((share) => share > 0);

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
