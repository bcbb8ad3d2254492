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

/** What gold corrects. */
export interface Uncorrected {
  /** P(label) that the model assumes without gold. */
  readonly prior: readonly number[];
  /** Labels that gold says nothing about: they keep their prior, and the others share what is left. */
  readonly lacking: readonly number[];
}

/** How strongly log temperature and bias are drawn to 0 and to the log prior. */
const SHRINKAGE = 5;

/** Corrects the class prior alone: P(label) = (its gold rows + 1) / (gold rows + labels), among the labels that gold does not lack. */
export function fitPrior(gold: readonly GoldScores[], { prior, lacking }: Uncorrected): Calibration {
  const known = prior.map((_, k) => !lacking.includes(k));
  const rows = new Float64Array(prior.length);
  for (const { label, rows: count } of gold) if (known[label]) rows[label]! += count;
  const total = rows.reduce((sum, count, k) => (known[k] ? sum + count + 1 : sum), 0);
  const share = prior.reduce((sum, own, k) => (known[k] ? sum + own : sum), 0);
  return { temperature: 1, bias: prior.map((own, k) => Math.log(known[k] ? (share * (rows[k]! + 1)) / total : own)) };
}

/**
 * Corrects temperature and bias: they minimise the log loss of the gold rows (summed, in nats)
 * + 5 (log temperature)^2 + 5 |bias - log prior|^2, the prior being that of `fitPrior`. Labels that gold lacks are left out of
 * the loss, and keep their bias.
 */
export function fitCalibration(gold: readonly GoldScores[], uncorrected: Uncorrected): Calibration {
  const { lacking } = uncorrected;
  const prior = fitPrior(gold, uncorrected).bias;
  const known = lacking.length === 0 ? gold : gold.filter(({ label }) => !lacking.includes(label));
  const best = minimize((point) => penalizedLoss(point, known, prior, lacking), Float64Array.of(0, ...prior));
  return { temperature: Math.exp(best[0]!), bias: Array.from(best.subarray(1)) };
}

/** @param point log temperature, then the bias of each label */
function penalizedLoss(point: Float64Array, gold: readonly GoldScores[], prior: readonly number[], lacking: readonly number[]): Evaluation {
  const gradient = point.map((value, i) => 2 * SHRINKAGE * (i === 0 ? value : value - prior[i - 1]!));
  let value = gradient.reduce((sum, part) => sum + part ** 2, 0) / (4 * SHRINKAGE);
  const calibration = { temperature: Math.exp(point[0]!), bias: point.slice(1) };
  for (const k of lacking) calibration.bias[k] = -Infinity;
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
