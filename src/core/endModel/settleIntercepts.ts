import { minimize, type Evaluation } from "../labelModel/lbfgs";
import type { Problem } from "./dualAscent";

/**
 * The intercepts that are best for these weights. Ascent row by row comes to them slowest of all, as each row moves them a little, and a text
 * whose labels are nearly tied goes by them.
 * @param weights features x labels
 * @param C as the ascent takes it
 * @param start where to begin
 */
export function settleIntercepts(problem: Problem, weights: Float32Array, C: number, start: Float64Array): Float64Array {
  if (start.length < 2) return start;
  const scores = scoreRows(problem, weights);
  return minimize((intercepts) => evaluate(problem, scores, C, intercepts), start);
}

/** Rows x labels, without intercepts; 0 for rows that do not count. */
function scoreRows(
  { features: { rows, starts, features, values }, labels, weights: counts }: Problem,
  weights: Float32Array,
): Float32Array {
  const scores = new Float32Array(rows * labels);
  for (let row = 0; row < rows; row++) {
    if (counts[row] === 0) continue;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const [value, first] = [values[at]!, features[at]! * labels];
      for (let k = 0; k < labels; k++) scores[row * labels + k]! += value * weights[first + k]!;
    }
  }
  return scores;
}

/** |intercepts|^2 / 2 + C sum of weight x cross-entropy, and its gradient. */
function evaluate({ labels, targets, weights }: Problem, scores: Float32Array, C: number, intercepts: Float64Array): Evaluation {
  const gradient = intercepts.slice();
  let value = intercepts.reduce((sum, intercept) => sum + intercept ** 2 / 2, 0);
  const proba = new Float64Array(labels);
  for (let row = 0; row < weights.length; row++) {
    const [pull, first] = [C * weights[row]!, row * labels];
    if (pull === 0) continue;
    let largest = -Infinity;
    for (let k = 0; k < labels; k++) {
      proba[k] = scores[first + k]! + intercepts[k]!;
      value -= pull * targets[first + k]! * proba[k]!;
      if (proba[k]! > largest) largest = proba[k]!;
    }
    let sum = 0;
    for (let k = 0; k < labels; k++) sum += proba[k] = Math.exp(proba[k]! - largest);
    value += pull * (largest + Math.log(sum));
    for (let k = 0; k < labels; k++) gradient[k]! += pull * (proba[k]! / sum - targets[first + k]!);
  }
  return { value, gradient };
}
