import { createGoldLoss, type GoldScores } from "./calibrationLoss";
import { softmax } from "./expectationMaximization";
import { minimize, type Evaluation } from "./lbfgs";

/** Corrects a model's scores S: P(label) = softmax(temperature * S + bias). */
export interface Calibration {
  readonly temperature: number;
  /** One number per label; log P(label) where only the prior is corrected. */
  readonly bias: readonly number[];
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
  const lossOf = createGoldLoss(known, prior.length, lacking);
  const start = Float64Array.of(0, ...prior);
  const best = minimize((point) => penalized(lossOf(point), point, start), start);
  return { temperature: Math.exp(best[0]!), bias: Array.from(best.subarray(1)) };
}

/** Adds what draws a point (log temperature, then the bias of each label) to where it starts. */
function penalized({ value, gradient }: Evaluation, point: Float64Array, start: Float64Array): Evaluation {
  const away = point.map((own, i) => own - start[i]!);
  return {
    value: away.reduce((sum, part) => sum + SHRINKAGE * part ** 2, value),
    gradient: gradient.map((part, i) => part + 2 * SHRINKAGE * away[i]!),
  };
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
