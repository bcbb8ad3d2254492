/** Rows of which most entries are 0 (CSR): row i's entries are at starts[i] to starts[i + 1] (exclusive). */
export interface SparseRows {
  readonly rows: number;
  /** How many features there are: `features` holds 0..width-1. */
  readonly width: number;
  readonly starts: Int32Array;
  readonly features: Int32Array;
  readonly values: Float32Array;
}

/** Some rows, in the order given; a row may be taken several times. */
export function takeRows({ width, starts, features, values }: SparseRows, picks: Uint32Array): SparseRows {
  const taken = new Int32Array(picks.length + 1);
  picks.forEach((row, i) => (taken[i + 1] = taken[i]! + starts[row + 1]! - starts[row]!));
  const entries = taken[picks.length]!;
  const [takenFeatures, takenValues] = [new Int32Array(entries), new Float32Array(entries)];
  // Entry by entry: a row has few, and making two views of it takes longer.
  let size = 0;
  for (const row of picks) {
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      takenFeatures[size] = features[at]!;
      takenValues[size++] = values[at]!;
    }
  }
  return { rows: picks.length, width, starts: taken, features: takenFeatures, values: takenValues };
}

/** The same rows with some features only, which are numbered again: feature kept[i] becomes i. */
export function keepFeatures({ rows, width, starts, features, values }: SparseRows, kept: Int32Array): SparseRows {
  const renamed = new Int32Array(width).fill(-1);
  kept.forEach((feature, i) => (renamed[feature] = i));
  const left = { starts: new Int32Array(rows + 1), features: new Int32Array(features.length), values: new Float32Array(values.length) };
  let size = 0;
  for (let row = 0; row < rows; row++) {
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const feature = renamed[features[at]!]!;
      if (feature < 0) continue;
      left.features[size] = feature;
      left.values[size++] = values[at]!;
    }
    left.starts[row + 1] = size;
  }
  return {
    rows,
    width: kept.length,
    starts: left.starts,
    features: left.features.subarray(0, size),
    values: left.values.subarray(0, size),
  };
}
