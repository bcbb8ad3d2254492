import { softmax } from "../labelModel/expectationMaximization";
import type { SparseRows } from "./sparseRows";

/** A linear model's numbers. */
export interface LinearModel {
  /** Features x labels, row-major. */
  readonly weights: Float32Array;
  /** One for each label. */
  readonly intercepts: ArrayLike<number>;
  /** Scores are divided by it; 1 leaves them as they are. */
  readonly temperature: number;
}

/** P(label) of rows: rows x labels, row-major. Every row sums to 1; one without features gets what the intercepts say. */
export function predictProba(
  { weights, intercepts, temperature }: LinearModel,
  { rows, starts, features, values }: SparseRows,
): Float64Array {
  const labels = intercepts.length;
  const proba = new Float64Array(rows * labels);
  for (let row = 0; row < rows; row++) {
    const scores = proba.subarray(row * labels, (row + 1) * labels);
    for (let k = 0; k < labels; k++) scores[k] = intercepts[k]!;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const [value, first] = [values[at]!, features[at]! * labels];
      for (let k = 0; k < labels; k++) scores[k]! += value * weights[first + k]!;
    }
    for (let k = 0; k < labels; k++) scores[k]! /= temperature;
    softmax(scores);
  }
  return proba;
}
