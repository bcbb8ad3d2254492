import { type ConfusionFigures, confusionFigures, type LabelFigures, meanOf } from "./confusion";
import { type Interval, rate, wilson } from "../math/interval";
import { seededRandom } from "../math/random";
import { calibrationError, type ReliabilityBin, reliabilityOf } from "./reliability";
import { type Predictions, type ScoredRows, scoreRows } from "./scoredRows";
import { ABSTAIN } from "../statistics/votes";

/**
 * How good predictions are against gold. Undefined means that there is nothing to divide by; nothing is ever NaN.
 * Rows whose most probable labels tie, or of which the model knows nothing, count as chance: each of these labels is
 * as likely to be drawn. Accuracy, confusion and the probability figures hold the exact expectation;
 * F1, precision, recall and MCC are the mean of 20 seeded draws.
 */
export interface Metrics extends Omit<ConfusionFigures, "perLabel"> {
  /** Rows scored. */
  readonly n: number;
  /** Of these, rows whose label is drawn. */
  readonly drawn: number;
  readonly accuracy: number | undefined;
  /** 95 % Wilson interval. */
  readonly accuracyInterval: Interval | undefined;
  /** Mean -log(probability of gold) in nats; probabilities below 1e-6 count as 1e-6. */
  readonly logLoss: number | undefined;
  /** Mean squared distance from gold, 0..2. */
  readonly brier: number | undefined;
  /** Expected calibration error over 15 equal bins of confidence: mean |accuracy - confidence|, weighted by rows, 0..1. */
  readonly ece: number | undefined;
  readonly reliability: readonly ReliabilityBin[];
  readonly perLabel: readonly LabelMetrics[];
  /** Labels x labels, row-major: row = gold, column = predicted. */
  readonly confusion: Float64Array;
}

export interface LabelMetrics extends LabelFigures {
  /** Rows with this gold, and rows predicted so (an expectation, where labels are drawn). */
  readonly gold: number;
  readonly predicted: number;
}

/** Rows that have a vote, and all rows. */
export interface Sides<T> {
  readonly covered: T;
  readonly all: T;
}

export interface MetricsOptions {
  /** Of the draws; 1 if absent. */
  readonly seed?: number;
}

/** Measures predictions on the rows with gold. */
export function measure(predictions: Predictions, { seed = 1 }: MetricsOptions = {}): Sides<Metrics> {
  return { covered: metricsOf(scoreRows(predictions, true), seed), all: metricsOf(scoreRows(predictions, false), seed) };
}

const DRAWS = 20;

function metricsOf(rows: ScoredRows, seed: number): Metrics {
  const n = rows.gold.length;
  const picks = Uint32Array.from(rows.gold.keys());
  const drawn = rows.label.filter((label) => label === ABSTAIN).length;
  const random = seededRandom(seed);
  const draws = Array.from({ length: drawn > 0 ? DRAWS : 1 }, () => drawFigures(rows, picks, random));
  const confusion = expectedConfusion(rows);
  const reliability = reliabilityOf(rows, picks);
  const accuracy = meanOver(picks, rows.right);
  return {
    n,
    drawn,
    accuracy,
    accuracyInterval: wilson((accuracy ?? 0) * n, n),
    macroF1: meanOf(draws.map((draw) => draw.macroF1)),
    weightedF1: meanOf(draws.map((draw) => draw.weightedF1)),
    mcc: meanOf(draws.map((draw) => draw.mcc)),
    logLoss: meanOver(picks, rows.logLoss),
    brier: meanOver(picks, rows.brier),
    ece: calibrationError(reliability),
    reliability,
    perLabel: Array.from({ length: rows.labels }, (_, label) => labelMetrics(label, confusion, rows.labels, draws)),
    confusion,
  };
}

/** Precision, recall, F1 and MCC of the picked rows, with a label drawn where several tie. */
export function drawFigures({ labels, gold, label, tied }: ScoredRows, picks: Uint32Array, random: () => number): ConfusionFigures {
  const totals = { hits: new Float64Array(labels), gold: new Float64Array(labels), predicted: new Float64Array(labels) };
  for (let k = 0; k < picks.length; k++) {
    const i = picks[k]!;
    const guess = label[i] === ABSTAIN ? drawOne(tied(i), random) : label[i]!;
    totals.gold[gold[i]!]!++;
    totals.predicted[guess]!++;
    if (guess === gold[i]) totals.hits[guess]!++;
  }
  return confusionFigures(totals);
}

const drawOne = (labels: readonly number[], random: () => number): number => labels[Math.floor(random() * labels.length)]!;

/** The mean of the picked rows' values; undefined without rows. */
export function meanOver(picks: Uint32Array, values: Float64Array): number | undefined {
  let total = 0;
  for (let k = 0; k < picks.length; k++) total += values[picks[k]!]!;
  return rate(total, picks.length);
}

function expectedConfusion({ labels, gold, label, tied }: ScoredRows): Float64Array {
  const confusion = new Float64Array(labels * labels);
  gold.forEach((truth, i) => {
    const guesses = label[i] === ABSTAIN ? tied(i) : [label[i]!];
    for (const guess of guesses) confusion[truth * labels + guess]! += 1 / guesses.length;
  });
  return confusion;
}

function labelMetrics(label: number, confusion: Float64Array, labels: number, draws: readonly ConfusionFigures[]): LabelMetrics {
  const others = Array.from({ length: labels }, (_, other) => other);
  const mean = (figure: keyof LabelFigures): number | undefined => meanOf(draws.map((draw) => draw.perLabel[label]![figure]));
  return {
    gold: others.reduce((sum, other) => sum + confusion[label * labels + other]!, 0),
    predicted: others.reduce((sum, other) => sum + confusion[other * labels + label]!, 0),
    precision: mean("precision"),
    recall: mean("recall"),
    f1: mean("f1"),
  };
}
