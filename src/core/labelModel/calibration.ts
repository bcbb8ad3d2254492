import { softmax } from "./expectationMaximization";
import { minimize, type Evaluation } from "./lbfgs";

/** Corrects a model's scores S: P(label) = softmax(temperature * S + bias). */
export interface Calibration {
  readonly temperature: number;
  /** One number per label; log P(label) where only the prior is corrected. */
  readonly bias: readonly number[];
}

/** Gold rows that share their scores. */
export interface GoldScores {
  /** The gold label. */
  readonly label: number;
  readonly rows: number;
  /** The model's score of each label, without the class prior. */
  readonly scores: Float64Array;
}

/** How strongly log temperature and bias are drawn to 0 and to the log prior. */
const SHRINKAGE = 5;

/** Corrects the class prior alone: P(label) = (its gold rows + 1) / (gold rows + labels). */
export function fitPrior(gold: readonly GoldScores[], labels: number): Calibration {
  const rows = new Float64Array(labels);
  for (const { label, rows: count } of gold) rows[label]! += count;
  const total = rows.reduce((sum, count) => sum + count, 0);
  return { temperature: 1, bias: Array.from(rows, (count) => Math.log((count + 1) / (total + labels))) };
}

/**
 * Corrects temperature and bias: they minimise the log loss of the gold rows (summed, in nats)
 * + 5 (log temperature)^2 + 5 |bias - log prior|^2, the prior being that of `fitPrior`.
 */
export function fitCalibration(gold: readonly GoldScores[], labels: number): Calibration {
  const prior = fitPrior(gold, labels).bias;
  const best = minimize((point) => penalizedLoss(point, gold, prior), Float64Array.of(0, ...prior));
  return { temperature: Math.exp(best[0]!), bias: Array.from(best.subarray(1)) };
}

/** @param point log temperature, then the bias of each label */
function penalizedLoss(point: Float64Array, gold: readonly GoldScores[], prior: readonly number[]): Evaluation {
  const gradient = point.map((value, i) => 2 * SHRINKAGE * (i === 0 ? value : value - prior[i - 1]!));
  let value = gradient.reduce((sum, part) => sum + part ** 2, 0) / (4 * SHRINKAGE);
  const calibration = { temperature: Math.exp(point[0]!), bias: point.subarray(1) };
  const proba = new Float64Array(prior.length);
  for (const { label, rows, scores } of gold) {
    calibrate(calibration, scores, proba);
    value -= rows * Math.log(Math.max(proba[label]!, Number.MIN_VALUE));
    for (let k = 0; k < proba.length; k++) {
      const residual = rows * (proba[k]! - (k === label ? 1 : 0));
      gradient[0]! += residual * calibration.temperature * scores[k]!;
      gradient[k + 1]! += residual;
    }
  }
  return { value, gradient };
}

/**
 * Turns one pattern's scores into probabilities; all 0 where all scores are -Infinity.
 * @param proba where they go; may be `scores` itself
 */
export function calibrate(
  { temperature, bias }: { temperature: number; bias: ArrayLike<number> },
  scores: Float64Array,
  proba: Float64Array,
): void {
  for (let k = 0; k < proba.length; k++) proba[k] = temperature * scores[k]! + bias[k]!;
  softmax(proba);
}
