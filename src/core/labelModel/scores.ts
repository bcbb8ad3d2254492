import type { LabelModel } from "./contract";
import type { PatternTable } from "../patterns/patternTable";
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

/** Probabilities below this count as this in a score. */
const LEAST_PROBABILITY = 1e-6;

/** The model's scores without the class prior; for a model that has none, the logarithm of its probabilities. */
export function modelScores<P>(model: LabelModel<P>, base: P, patterns: PatternTable): Float64Array {
  if (model.scores) return model.scores(base, patterns);
  const scores = model.predictProba(base, patterns);
  for (let at = 0; at < scores.length; at += patterns.labels) {
    const row = scores.subarray(at, at + patterns.labels);
    const hasLabel = row.some((p) => p > 0);
    row.forEach((p, k) => (row[k] = hasLabel ? Math.log(Math.max(p, LEAST_PROBABILITY)) : -Infinity));
  }
  return scores;
}
