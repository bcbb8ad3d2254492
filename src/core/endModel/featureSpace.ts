import type { FeatureColumn, FeatureCounts, FeatureOptions } from "./countFeatures";
import type { SparseRows } from "./sparseRows";

/** How columns become features, as learned from the training rows. Plain data. */
export interface FeatureSpace {
  readonly options: FeatureOptions;
  readonly columns: readonly { readonly name: string; readonly kind: FeatureColumn["kind"] }[];
  /** The bucket of each n-gram or category feature, most frequent first. After these come two features for each number column. */
  readonly buckets: Int32Array;
  /** Weight of each of these: ln((1 + rows) / (1 + rows with it)) + 1, scikit-learn's smoothed inverse document frequency. */
  readonly idf: Float32Array;
  /** Of each number column. */
  readonly numbers: readonly Spread[];
}

export interface Spread {
  readonly mean: number;
  /** Standard deviation; 1 for a constant. */
  readonly deviation: number;
}

/** How many features there are. */
export const spaceWidth = ({ buckets, numbers }: FeatureSpace): number => buckets.length + 2 * numbers.length;

/** Learns from some rows which features there are and what each is worth. What occurs in no such row is no feature. */
export function fitFeatureSpace(counts: FeatureCounts, rows: Uint32Array): FeatureSpace {
  const { options, columns, blocks, starts, buckets } = counts;
  const inRows = new Int32Array(2 ** options.bits);
  for (const row of rows) {
    const end = starts[(row + 1) * blocks.length]!;
    for (let at = starts[row * blocks.length]!; at < end; at++) inRows[buckets[at]!]!++;
  }
  const byFrequency = mostFrequentFirst(inRows, rows.length * Math.max(1, blocks.length));
  return {
    options,
    columns: columns.map(({ name, kind }) => ({ name, kind })),
    buckets: byFrequency,
    idf: Float32Array.from(byFrequency, (bucket) => Math.log((1 + rows.length) / (1 + Math.min(rows.length, inRows[bucket]!))) + 1),
    numbers: columns.flatMap((column) => (column.kind === "number" ? [spreadOf(column.values, rows)] : [])),
  };
}

/** The buckets that occur, those of most rows first, so that what is used most lies together in memory. A counting sort. */
function mostFrequentFirst(inRows: Int32Array, most: number): Int32Array {
  const places = new Int32Array(most + 2);
  for (const rows of inRows) places[rows]!++;
  const found = inRows.length - places[0]!;
  for (let rows = most, before = 0; rows > 0; rows--) {
    const here = places[rows]!;
    places[rows] = before;
    before += here;
  }
  const ordered = new Int32Array(found);
  inRows.forEach((rows, bucket) => {
    if (rows > 0) ordered[places[rows]!++] = bucket;
  });
  return ordered;
}

function spreadOf(values: Float64Array, rows: Uint32Array): Spread {
  const known = Float64Array.from(rows, (row) => values[row]!).filter(Number.isFinite);
  if (known.length === 0) return { mean: 0, deviation: 1 };
  const mean = known.reduce((sum, value) => sum + value / known.length, 0);
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2 / known.length, 0);
  const deviation = Math.sqrt(variance);
  return { mean, deviation: deviation > 0 && Number.isFinite(deviation) ? deviation : 1 };
}

/** A number further than this many standard deviations from the mean counts as this far. */
const FURTHEST = 10;

/**
 * The features of rows. The n-grams of a column: frequency x idf, scaled to length 1. A category: 1.
 * A number: standard deviations from the mean, within 10; where there is none, 1 in a feature of its own.
 */
export function weighFeatures(space: FeatureSpace, counts: FeatureCounts): SparseRows {
  const numbers = counts.columns.filter((column) => column.kind === "number");
  const featureOf = new Int32Array(2 ** space.options.bits).fill(-1);
  space.buckets.forEach((bucket, feature) => (featureOf[bucket] = feature));
  const most = counts.buckets.length + numbers.length * counts.rows;
  const into = { size: 0, features: new Int32Array(most), values: new Float32Array(most) };
  const starts = new Int32Array(counts.rows + 1);
  const { blocks } = counts;
  for (let row = 0; row < counts.rows; row++) {
    for (let b = 0; b < blocks.length; b++) addBlock(into, space, counts, featureOf, row * blocks.length + b, blocks[b]!.kind !== "=");
    numbers.forEach(({ values }, j) => addNumber(into, space.buckets.length + 2 * j, values[row]!, space.numbers[j]!));
    starts[row + 1] = into.size;
  }
  const [features, values] = [into.features.subarray(0, into.size), into.values.subarray(0, into.size)];
  return { rows: counts.rows, width: spaceWidth(space), starts, features, values };
}

interface Entries {
  size: number;
  readonly features: Int32Array;
  readonly values: Float32Array;
}

function addBlock(
  into: Entries,
  { idf }: FeatureSpace,
  counts: FeatureCounts,
  featureOf: Int32Array,
  block: number,
  weighed: boolean,
): void {
  const { starts, buckets, frequencies } = counts;
  const first = into.size;
  let squares = 0;
  for (let at = starts[block]!; at < starts[block + 1]!; at++) {
    const feature = featureOf[buckets[at]!]!;
    if (feature < 0) continue;
    const value = weighed ? frequencies[at]! * idf[feature]! : 1;
    squares += value * value;
    into.features[into.size] = feature;
    into.values[into.size++] = value;
  }
  if (!weighed || squares === 0) return;
  const scale = 1 / Math.sqrt(squares);
  for (let at = first; at < into.size; at++) into.values[at]! *= scale;
}

function addNumber(into: Entries, feature: number, value: number, { mean, deviation }: Spread): void {
  const known = Number.isFinite(value);
  into.features[into.size] = known ? feature : feature + 1;
  into.values[into.size++] = known ? Math.max(-FURTHEST, Math.min(FURTHEST, (value - mean) / deviation)) : 1;
}
