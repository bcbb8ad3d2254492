import type { SparseRows } from "./sparseRows";

/**
 * Rows without the features that only one of them has. Such a feature's weight follows from its row alone
 * (value x residual), so that training needs no more of them than their squares: half of all features, on most texts.
 */
export interface SharedFeatures {
  /** As in SparseRows, of the features that several rows have. */
  readonly starts: Int32Array;
  readonly features: Int32Array;
  readonly values: Float32Array;
  /** Sum of squares of a row's shared features and of its intercept, 1. */
  readonly sharedSquares: Float64Array;
  /** Sum of squares of a row's own features. */
  readonly ownSquares: Float64Array;
}

/** @param weights rows of weight 0 do not count */
export function shareFeatures(rows: SparseRows, weights: Float64Array): SharedFeatures {
  const rowsWith = countRowsWith(rows, weights);
  const starts = new Int32Array(rows.rows + 1);
  const features = new Int32Array(rows.features.length);
  const values = new Float32Array(rows.features.length);
  const sharedSquares = new Float64Array(rows.rows).fill(1);
  const ownSquares = new Float64Array(rows.rows);
  let size = 0;
  for (let row = 0; row < rows.rows; row++) {
    for (let at = rows.starts[row]!; weights[row]! > 0 && at < rows.starts[row + 1]!; at++) {
      const [feature, value] = [rows.features[at]!, rows.values[at]!];
      if (rowsWith[feature] === 1) ownSquares[row]! += value * value;
      else {
        sharedSquares[row]! += value * value;
        features[size] = feature;
        values[size++] = value;
      }
    }
    starts[row + 1] = size;
  }
  return { starts, features, values, sharedSquares, ownSquares };
}

/** Gives the features that only one row has their weights (features x labels, row-major). */
export function weighOwnFeatures(rows: SparseRows, rowWeights: Float64Array, residuals: Float32Array, weights: Float32Array): void {
  const rowsWith = countRowsWith(rows, rowWeights);
  const labels = residuals.length / Math.max(1, rows.rows);
  for (let row = 0; row < rows.rows; row++) {
    for (let at = rows.starts[row]!; rowWeights[row]! > 0 && at < rows.starts[row + 1]!; at++) {
      const feature = rows.features[at]!;
      if (rowsWith[feature] !== 1) continue;
      for (let k = 0; k < labels; k++) weights[feature * labels + k] = rows.values[at]! * residuals[row * labels + k]!;
    }
  }
}

function countRowsWith({ rows, width, starts, features }: SparseRows, weights: Float64Array): Int32Array {
  const rowsWith = new Int32Array(width);
  for (let row = 0; row < rows; row++) {
    for (let at = starts[row]!; weights[row]! > 0 && at < starts[row + 1]!; at++) rowsWith[features[at]!]!++;
  }
  return rowsWith;
}
