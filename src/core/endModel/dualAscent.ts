import { shareFeatures, type SharedFeatures } from "./sharedFeatures";
import type { SparseRows } from "./sparseRows";

/**
 * Where the fit is. Each row has dual probabilities, q, which begin as its targets; its residuals are pull x (target - q),
 * weights and intercepts are sums of residuals over the rows. At the optimum q is what the model predicts.
 */
export interface Ascent {
  readonly labels: number;
  readonly shared: SharedFeatures;
  readonly targets: Float64Array;
  /** C x weight of each row. */
  readonly pulls: Float64Array;
  /** Rows x labels. */
  readonly residuals: Float32Array;
  /** Features x stride: labels filled up to fours, so that loops can take four at a time, which halves their time. */
  readonly weights: Float32Array;
  readonly stride: number;
  readonly intercepts: Float64Array;
  /** Of the row that is visited. */
  readonly scores: Float64Array;
  readonly logProba: Float64Array;
  readonly proba: Float64Array;
  readonly change: Float64Array;
}

/** @param start residuals to begin with; each row's are cut back until its dual probabilities lie within 0..1 */
export function createAscent({ features, labels, targets, weights }: Problem, C: number, start?: Float32Array): Ascent {
  const stride = 4 * Math.ceil(labels / 4);
  const ascent: Ascent = {
    labels,
    stride,
    shared: shareFeatures(features, weights),
    targets,
    pulls: weights.map((weight) => C * weight),
    residuals: new Float32Array(features.rows * labels),
    weights: new Float32Array(features.width * stride),
    intercepts: new Float64Array(labels),
    scores: new Float64Array(stride),
    logProba: new Float64Array(labels),
    proba: new Float64Array(labels),
    change: new Float64Array(stride),
  };
  for (let row = 0; start && row < features.rows; row++) {
    const pull = ascent.pulls[row]!;
    if (pull === 0) continue;
    const [first, end] = [row * labels, (row + 1) * labels];
    const dual = targets.slice(first, end).map((target, k) => Math.max(0, target - start[first + k]! / pull));
    moveTo(ascent, row, dual);
  }
  return ascent;
}

/**
 * Brings one row to its own optimum, all others staying as they are.
 * @param slack nothing is done if the row's gap is at most this
 * @returns the row's gap before: the Kullback-Leibler divergence of its prediction from q, in nats
 */
export function visitRow(ascent: Ascent, row: number, slack: number): number {
  addScores(ascent, row);
  const gap = predict(ascent, row);
  if (gap > slack) optimize(ascent, row);
  return gap;
}

/** Features x labels. */
export function learnedWeights({ labels, stride, weights }: Ascent): Float32Array {
  if (stride === labels) return weights;
  return new Float32Array((weights.length / stride) * labels).map((_, at) => weights[Math.floor(at / labels) * stride + (at % labels)]!);
}

/** The row's scores, without what its own features add. */
function addScores({ labels, stride, shared, weights, intercepts, scores }: Ascent, row: number): void {
  const { starts, features, values } = shared;
  const [start, end] = [starts[row]!, starts[row + 1]!];
  for (let k = 0; k < stride; k += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let at = start; at < end; at++) {
      const value = values[at]!;
      const first = features[at]! * stride + k;
      a += value * weights[first]!;
      b += value * weights[first + 1]!;
      c += value * weights[first + 2]!;
      d += value * weights[first + 3]!;
    }
    scores[k] = a;
    scores[k + 1] = b;
    scores[k + 2] = c;
    scores[k + 3] = d;
  }
  for (let k = 0; k < labels; k++) scores[k]! += intercepts[k]!;
}

/** Sets logProba to the row's prediction. @returns its divergence from q */
function predict({ labels, shared, targets, pulls, residuals, scores, logProba }: Ascent, row: number): number {
  const [own, pull, first] = [shared.ownSquares[row]!, pulls[row]!, row * labels];
  let largest = -Infinity;
  for (let k = 0; k < labels; k++) {
    const score = scores[k]! + own * residuals[first + k]!;
    logProba[k] = score;
    if (score > largest) largest = score;
  }
  let sum = 0;
  for (let k = 0; k < labels; k++) sum += Math.exp(logProba[k]! - largest);
  const logSum = largest + Math.log(sum);
  let gap = 0;
  for (let k = 0; k < labels; k++) {
    logProba[k]! -= logSum;
    const q = targets[first + k]! - residuals[first + k]! / pull;
    if (q > 0) gap += q * (Math.log(q) - logProba[k]!);
  }
  return gap;
}

const MOST_STEPS = 30;
/** Newton's method stops when no probability moves by more. At ten times this, rows of huge weight keep each other from settling. */
const SETTLED = 1e-4;
/** Probabilities below e^-40 count as this. */
const LEAST_LOG = -40;

/**
 * The row's optimum is where q = softmax(scores of all other rows + steepness x (target - q)), steepness being
 * pull x squares of its features. Newton's method on log q, from the model's prediction.
 */
function optimize(ascent: Ascent, row: number): void {
  const { labels, shared, targets, pulls, residuals, scores, logProba, proba } = ascent;
  const first = row * labels;
  const steepness = pulls[row]! * (shared.sharedSquares[row]! + shared.ownSquares[row]!);
  for (let k = 0; k < labels; k++) {
    scores[k]! += steepness * targets[first + k]! - shared.sharedSquares[row]! * residuals[first + k]!;
    logProba[k] = Math.max(LEAST_LOG, logProba[k]!);
    proba[k] = Math.exp(logProba[k]!);
  }
  for (let step = 0, furthest = 1; step < MOST_STEPS && furthest > SETTLED; step++) {
    furthest = newtonStep(scores, steepness, logProba, proba);
  }
  moveTo(ascent, row, proba);
}

/** @returns how far the probability moved that moved furthest */
function newtonStep(scores: Float64Array, steepness: number, logProba: Float64Array, proba: Float64Array): number {
  let [slopes, shortfall] = [0, -1];
  for (let k = 0; k < proba.length; k++) {
    const p = proba[k]!;
    const slope = p / (1 + steepness * p);
    slopes += slope;
    shortfall += slope * (scores[k]! - steepness * p - logProba[k]!) + p;
  }
  const shift = shortfall / slopes;
  let furthest = 0;
  for (let k = 0; k < proba.length; k++) {
    const p = proba[k]!;
    const step = (scores[k]! - steepness * p - logProba[k]! - shift) / (1 + steepness * p);
    logProba[k] = Math.max(LEAST_LOG, Math.min(0, logProba[k]! + step));
    proba[k] = Math.exp(logProba[k]!);
    furthest = Math.max(furthest, Math.abs(proba[k]! - p));
  }
  return furthest;
}

/** Gives the row these dual probabilities, scaled to sum to 1, and weights and intercepts what follows. */
function moveTo(ascent: Ascent, row: number, dual: Float64Array): void {
  const { labels, targets, pulls, residuals, intercepts, change } = ascent;
  const [pull, first] = [pulls[row]!, row * labels];
  let total = 0;
  for (let k = 0; k < labels; k++) total += dual[k]!;
  for (let k = 0; k < labels; k++) {
    const before = residuals[first + k]!;
    residuals[first + k] = pull * (targets[first + k]! - dual[k]! / total);
    change[k] = residuals[first + k]! - before;
    intercepts[k]! += change[k]!;
  }
  addChange(ascent, row);
}

function addChange({ stride, shared, weights, change }: Ascent, row: number): void {
  const { starts, features, values } = shared;
  const [start, end] = [starts[row]!, starts[row + 1]!];
  for (let k = 0; k < stride; k += 4) {
    const [a, b, c, d] = [change[k]!, change[k + 1]!, change[k + 2]!, change[k + 3]!];
    for (let at = start; at < end; at++) {
      const value = values[at]!;
      const first = features[at]! * stride + k;
      weights[first]! += value * a;
      weights[first + 1]! += value * b;
      weights[first + 2]! += value * c;
      weights[first + 3]! += value * d;
    }
  }
}

/** Rows to learn from. */
export interface Problem {
  readonly features: SparseRows;
  readonly labels: number;
  /** P(label) of each row, summing to 1: rows x labels. */
  readonly targets: Float64Array;
  /** How often each row counts; 0 leaves it out. */
  readonly weights: Float64Array;
}
