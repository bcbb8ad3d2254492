import type { PatternTable } from "./contract";
import { patternEvents } from "./events";
import { softmax, type Scorer } from "./expectationMaximization";

/**
 * Scores every pattern of a table: patterns x labels, row-major.
 * @param silent the scores of a pattern without a vote; absent: all -Infinity, no label
 */
export function scorePatterns({ size, lfs, labels, votes }: PatternTable, score: Scorer, silent?: Float64Array): Float64Array {
  const scores = new Float64Array(size * labels);
  const ids = new Int32Array(lfs);
  for (let p = 0; p < size; p++) {
    const row = scores.subarray(p * labels, (p + 1) * labels);
    const count = patternEvents(votes, p * lfs, lfs, labels, ids, 0);
    if (count > 0) score(ids, 0, count, row);
    else if (silent) row.set(silent);
    else row.fill(-Infinity);
  }
  return scores;
}

/** Turns scores (patterns x labels) plus a log prior into probabilities, in place. */
export function toProbabilities(scores: Float64Array, logPrior: ArrayLike<number>): Float64Array {
  const labels = logPrior.length;
  for (let at = 0; at < scores.length; at += labels) {
    const row = scores.subarray(at, at + labels);
    for (let k = 0; k < labels; k++) row[k]! += logPrior[k]!;
    softmax(row);
  }
  return scores;
}
