import type { PatternTable } from "./contract";

export interface ThinPatterns {
  /** Indices of the patterns that are kept, ascending; none is without a vote or without rows. */
  readonly kept: Int32Array;
  /** Rows that each of them stands for. */
  readonly weights: Float64Array;
  readonly silentRows: number;
}

/**
 * Keeps about `limit` patterns such that every sum over rows stays the same on average: a pattern of at least t rows
 * stays as it is, a smaller one of n rows stays with chance n/t and then stands for t rows (threshold sampling,
 * Duffield, Lund & Thorup 2005). Chance is a hash of the pattern's votes, so that the choice is the same on every
 * machine and for every order of rows, columns and labels.
 */
export function thinPatterns(patterns: PatternTable, counts: Float64Array, limit: number): ThinPatterns {
  const votesIn = votesPerPattern(patterns);
  let silentRows = 0;
  const kept: number[] = [];
  counts.forEach((count, pattern) => {
    if (votesIn[pattern] === 0) silentRows += count;
    else if (count > 0) kept.push(pattern);
  });
  const all = Int32Array.from(kept);
  if (all.length <= limit) return { kept: all, weights: Float64Array.from(all, (pattern) => counts[pattern]!), silentRows };
  const threshold = rowThreshold(
    Array.from(all, (pattern) => counts[pattern]!),
    limit,
  );
  const keys = patternKeys(patterns, counts);
  const thin = all.filter((pattern) => keys[pattern]! * threshold < counts[pattern]!);
  return { kept: thin, weights: Float64Array.from(thin, (pattern) => Math.max(threshold, counts[pattern]!)), silentRows };
}

/**
 * A number in [0, 1) for each pattern that depends on its votes alone, not on the order of rows, columns or labels:
 * an event is known by the votes of the rows in which it occurs, a pattern by the sum of its events.
 */
export function patternKeys(patterns: PatternTable, counts: Float64Array = patterns.counts): Float64Array {
  const { lfs, labels, votes, size } = patterns;
  const votesIn = votesPerPattern(patterns);
  const prints = new Float64Array(lfs * labels);
  for (let p = 0; p < size; p++) {
    const print = counts[p]! * votesIn[p]! ** 2;
    for (let j = 0; j < lfs; j++) if (votes[p * lfs + j]! >= 0) prints[j * labels + votes[p * lfs + j]!]! += print;
  }
  const hashes = Uint32Array.from(prints, (print) => mix(print % 2 ** 32));
  const keys = new Float64Array(size);
  for (let p = 0; p < size; p++) {
    let sum = 0;
    for (let j = 0; j < lfs; j++) if (votes[p * lfs + j]! >= 0) sum = (sum + hashes[j * labels + votes[p * lfs + j]!]!) | 0;
    keys[p] = mix(sum) / 2 ** 32;
  }
  return keys;
}

/** The t at which the chances min(1, count / t) sum to `limit`. */
function rowThreshold(counts: number[], limit: number): number {
  counts.sort((a, b) => b - a);
  let rest = counts.reduce((sum, count) => sum + count, 0);
  let threshold = rest / limit;
  for (let large = 0; large < limit && counts[large]! > threshold; large++) {
    rest -= counts[large]!;
    threshold = rest / (limit - large - 1);
  }
  return threshold;
}

function votesPerPattern({ size, lfs, votes }: PatternTable): Int32Array {
  const count = new Int32Array(size);
  for (let p = 0; p < size; p++) for (let i = p * lfs; i < (p + 1) * lfs; i++) if (votes[i]! >= 0) count[p]!++;
  return count;
}

/** Chris Wellons' lowbias32. */
function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}
