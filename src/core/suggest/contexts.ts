import { mix32 } from "../math/mix32";
import type { Feature } from "./features";

const DIMENSIONS = 64;

/**
 * How alike the rows of two features are in what else they hold, -1..1: the cosine of sums of the rows' random index vectors (Kanerva et
 * al., "Random indexing of text samples for latent semantic analysis", 2000), less what all rows have in common.
 */
export function contextLikeness(features: readonly Feature[], rows: number): (a: number, b: number) => number {
  const ofRow = rowVectors(features, rows);
  const mean = new Float32Array(DIMENSIONS);
  for (let at = 0; at < ofRow.length; at++) mean[at % DIMENSIONS]! += ofRow[at]! / rows;
  const known = new Map<number, Float32Array>();
  const vectorOf = (place: number): Float32Array => {
    let vector = known.get(place);
    if (!vector) known.set(place, (vector = featureVector(features[place]!, ofRow, mean)));
    return vector;
  };
  return (a, b) => {
    const [first, second] = [vectorOf(a), vectorOf(b)];
    let product = 0;
    for (let d = 0; d < DIMENSIONS; d++) product += first[d]! * second[d]!;
    return product;
  };
}

function rowVectors(features: readonly Feature[], rows: number): Float32Array {
  const ofRow = new Float32Array(rows * DIMENSIONS);
  features.forEach(({ sign, rows: own }, f) => {
    if (sign.kind !== "word" && sign.kind !== "substring") return;
    const weight = Math.log(rows / own.length);
    for (let d = 0; d < DIMENSIONS; d++) {
      const value = mix32(f * DIMENSIONS + d) & 1 ? weight : -weight;
      for (const row of own) ofRow[row * DIMENSIONS + d]! += value;
    }
  });
  for (let row = 0; row < rows; row++) normalise(ofRow.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS));
  return ofRow;
}

function featureVector({ rows }: Feature, ofRow: Float32Array, mean: Float32Array): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  for (const row of rows) for (let d = 0; d < DIMENSIONS; d++) vector[d]! += ofRow[row * DIMENSIONS + d]! - mean[d]!;
  return normalise(vector);
}

function normalise(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (length > 0) for (let d = 0; d < vector.length; d++) vector[d]! /= length;
  return vector;
}
