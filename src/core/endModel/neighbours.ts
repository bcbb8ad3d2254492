import { drawRows, seededRandom } from "../math/random";
import type { SparseRows } from "./sparseRows";

/** Rows that have soft labels, to compare others with, drawn by a seed up to a limit. */
const MOST_REFERENCES = 2000;
/** How many of them a row is given the labels of. */
const NEIGHBOURS = 10;
/** What a neighbour counts at least, beside one of cosine 1. */
const LEAST_WEIGHT = 0.001;

export interface Neighbours {
  /** Rows that have neighbours, in the order asked for: a row that shares no feature with any reference has none. */
  readonly rows: Uint32Array;
  /** How many neighbours each has. */
  readonly each: number;
  /** Rows x each: rows with soft labels. */
  readonly references: Uint32Array;
  /** Of each of these, summing to 1 over a row's. */
  readonly weights: Float64Array;
}

/**
 * The references nearest to rows by the cosine of their features.
 * @param labeled rows to draw references from
 * @param asked rows that want neighbours
 */
export function findNeighbours(features: SparseRows, labeled: Uint32Array, asked: Uint32Array, seed: number): Neighbours {
  const references = drawRows(labeled, Math.min(MOST_REFERENCES, labeled.length), seededRandom(seed));
  const each = Math.min(NEIGHBOURS, references.length);
  const postings = invert(features, references);
  const rows: number[] = [];
  const [nearest, weights]: [number[], number[]] = [[], []];
  const cosines = new Float64Array(references.length);
  for (const row of asked) {
    if (!addCosines(features, row, postings, cosines)) continue;
    const top = largest(cosines, each);
    const total = top.reduce((sum, i) => sum + Math.max(LEAST_WEIGHT, cosines[i]!), 0);
    rows.push(row);
    for (const i of top) {
      nearest.push(references[i]!);
      weights.push(Math.max(LEAST_WEIGHT, cosines[i]!) / total);
    }
  }
  return { rows: Uint32Array.from(rows), each, references: Uint32Array.from(nearest), weights: Float64Array.from(weights) };
}

/** Soft labels (rows x labels) in which rows with neighbours have the weighted mean of theirs. */
export function lendLabels({ rows, each, references, weights }: Neighbours, soft: Float64Array, labels: number): Float64Array {
  const lent = soft.slice();
  rows.forEach((row, i) => {
    lent.fill(0, row * labels, (row + 1) * labels);
    for (let at = i * each; at < (i + 1) * each; at++) {
      const [weight, from] = [weights[at]!, references[at]! * labels];
      for (let k = 0; k < labels; k++) lent[row * labels + k]! += weight * soft[from + k]!;
    }
  });
  return lent;
}

/** For each feature the references that have it: those at starts[feature] to starts[feature + 1] (exclusive). */
interface Postings {
  readonly starts: Int32Array;
  /** Places among the references. */
  readonly places: Int32Array;
  /** Values, each divided by the length of its reference. */
  readonly values: Float64Array;
}

function invert({ width, starts, features, values }: SparseRows, references: Uint32Array): Postings {
  const ends = new Int32Array(width + 1);
  for (const row of references) for (let at = starts[row]!; at < starts[row + 1]!; at++) ends[features[at]! + 1]!++;
  for (let feature = 0; feature < width; feature++) ends[feature + 1]! += ends[feature]!;
  const next = ends.slice();
  const postings = { starts: ends, places: new Int32Array(ends[width]!), values: new Float64Array(ends[width]!) };
  references.forEach((row, place) => {
    const length = Math.sqrt(values.subarray(starts[row], starts[row + 1]).reduce((sum, value) => sum + value * value, 0));
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const to = next[features[at]!]!++;
      postings.places[to] = place;
      postings.values[to] = values[at]! / length;
    }
  });
  return postings;
}

/** Sets the cosines of a row with all references. @returns whether it has any above 0 */
function addCosines({ starts, features, values }: SparseRows, row: number, postings: Postings, cosines: Float64Array): boolean {
  cosines.fill(0);
  let squares = 0;
  for (let at = starts[row]!; at < starts[row + 1]!; at++) {
    const [feature, value] = [features[at]!, values[at]!];
    squares += value * value;
    for (let i = postings.starts[feature]!; i < postings.starts[feature + 1]!; i++) {
      cosines[postings.places[i]!]! += value * postings.values[i]!;
    }
  }
  let any = false;
  for (let i = 0; i < cosines.length; i++) {
    cosines[i]! /= Math.sqrt(squares);
    any ||= cosines[i]! > 0;
  }
  return any;
}

/** Places of the largest values, largest first; of equals the first. By insertion: hardly any value gets in. */
function largest(values: Float64Array, count: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (found.length === count && values[i]! <= values[found.at(-1)!]!) continue;
    let at = found.length;
    while (at > 0 && values[found[at - 1]!]! < values[i]!) at--;
    found.splice(at, 0, i);
    if (found.length > count) found.pop();
  }
  return found;
}
