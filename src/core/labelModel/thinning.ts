import type { PatternTable } from "../patterns/patternTable";

export interface ThinPatterns {
  /** Indices of the patterns that are kept, ascending; none is without rows. */
  readonly kept: Int32Array;
  /** Rows that each of them stands for. */
  readonly weights: Float64Array;
  /** Rows without a vote. */
  readonly silentRows: number;
}

/**
 * Keeps about `limit` patterns such that every sum over rows stays the same on average: a pattern of at least t rows
 * stays as it is, a smaller one of n rows stays with chance n/t and then stands for t rows (threshold sampling,
 * Duffield, Lund & Thorup 2005). Chance is a hash of the pattern's votes, so that the choice is the same on every
 * machine and for every order of rows, columns and labels.
 * @param keepSilent whether the pattern without a vote may be kept
 */
export function thinPatterns(patterns: PatternTable, counts: Float64Array, limit: number, keepSilent: boolean): ThinPatterns {
  const votesIn = votesPerPattern(patterns);
  const all = new Int32Array(patterns.size);
  let [size, silentRows] = [0, 0];
  for (let p = 0; p < patterns.size; p++) {
    if (votesIn[p] === 0) silentRows += counts[p]!;
    if (counts[p]! > 0 && (keepSilent || votesIn[p]! > 0)) all[size++] = p;
  }
  const covered = all.subarray(0, size);
  if (size <= limit) return { kept: covered, weights: Float64Array.from(covered, (p) => counts[p]!), silentRows };
  const threshold = rowThreshold(
    Float64Array.from(covered, (p) => counts[p]!),
    limit,
  );
  const keys = hashPatterns(patterns, counts, votesIn);
  const kept = covered.filter((p) => keys[p]! * threshold < counts[p]!);
  return { kept, weights: Float64Array.from(kept, (p) => Math.max(threshold, counts[p]!)), silentRows };
}

/** A number in [0, 1) for each pattern that depends on its votes alone, not on the order of rows, columns or labels. */
export const patternKeys = (patterns: PatternTable): Float64Array => hashPatterns(patterns, patterns.counts, votesPerPattern(patterns));

/**
 * An event "LF j votes c" is known by the votes in the rows where it occurs, a pattern by the sum of its events.
 * The loops have a place for ABSTAIN beside the labels: a branch on every cell would take three times as long.
 */
function hashPatterns({ lfs, labels, votes, size }: PatternTable, counts: Float64Array, votesIn: Int32Array): Float64Array {
  const width = labels + 1;
  const prints = new Float64Array(lfs * width);
  for (let p = 0, at = 0; p < size; p++) {
    const print = counts[p]! * votesIn[p]! ** 2;
    for (let place = 1; place < prints.length; place += width) prints[place + votes[at++]!]! += print;
  }
  const hashes = Int32Array.from(prints, (print, place) => (place % width === 0 ? 0 : mix(print)));
  const keys = new Float64Array(size);
  for (let p = 0, at = 0; p < size; p++) {
    let sum = 0;
    for (let place = 1; place < hashes.length; place += width) sum = (sum + hashes[place + votes[at++]!]!) | 0;
    keys[p] = (mix(sum) >>> 0) / 2 ** 32;
  }
  return keys;
}

/** The t at which the chances min(1, count / t) sum to `limit`. */
function rowThreshold(counts: Float64Array, limit: number): number {
  const descending = counts.sort().reverse();
  let rest = descending.reduce((sum, count) => sum + count, 0);
  let threshold = rest / limit;
  for (let large = 0; large < limit - 1 && descending[large]! > threshold; large++) {
    rest -= descending[large]!;
    threshold = rest / (limit - large - 1);
  }
  return threshold;
}

function votesPerPattern({ size, lfs, votes }: PatternTable): Int32Array {
  const count = new Int32Array(size);
  for (let p = 0, at = 0; p < size; p++) {
    let silent = 0;
    for (let j = 0; j < lfs; j++) silent -= votes[at++]! >> 15;
    count[p] = lfs - silent;
  }
  return count;
}

/** Chris Wellons' lowbias32. */
function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}
