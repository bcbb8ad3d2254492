import { type ConfusionFigures, confusionFigures, type LabelFigures, meanOf } from "./confusion";
import { type Interval, rate, wilson } from "./interval";
import { seededRandom } from "./random";
import { calibrationError, type ReliabilityBin, reliabilityOf } from "./reliability";
import { chanceRight, type Predictions, type ScoredRows, scoreRows } from "./scoredRows";

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
  const drawn = rows.pattern.reduce((count, p) => count + (rows.guesses[p]!.best.length > 1 ? 1 : 0), 0);
  const random = seededRandom(seed);
  const draws = Array.from({ length: drawn > 0 ? DRAWS : 1 }, () => drawFigures(rows, picks, random));
  const confusion = expectedConfusion(rows);
  const reliability = reliabilityOf(rows, picks);
  const right = sumOf(picks, (i) => chanceRight(rows, i));
  return {
    n,
    drawn,
    accuracy: rate(right, n),
    accuracyInterval: wilson(right, n),
    macroF1: meanOf(draws.map((draw) => draw.macroF1)),
    weightedF1: meanOf(draws.map((draw) => draw.weightedF1)),
    mcc: meanOf(draws.map((draw) => draw.mcc)),
    logLoss: rate(
      sumOf(picks, (i) => rows.logLoss[i]!),
      n,
    ),
    brier: rate(
      sumOf(picks, (i) => rows.brier[i]!),
      n,
    ),
    ece: calibrationError(reliability),
    reliability,
    perLabel: Array.from({ length: rows.labels }, (_, label) => labelMetrics(label, confusion, rows.labels, draws)),
    confusion,
  };
}

/** Precision, recall, F1 and MCC of the picked rows, with a label drawn where several tie. */
export function drawFigures({ labels, gold, pattern, guesses }: ScoredRows, picks: Uint32Array, random: () => number): ConfusionFigures {
  const totals = { hits: new Float64Array(labels), gold: new Float64Array(labels), predicted: new Float64Array(labels) };
  for (const i of picks) {
    const { best } = guesses[pattern[i]!]!;
    const label = best.length === 1 ? best[0]! : best[Math.floor(random() * best.length)]!;
    totals.gold[gold[i]!]!++;
    totals.predicted[label]!++;
    if (label === gold[i]) totals.hits[label]!++;
  }
  return confusionFigures(totals);
}

export function sumOf(picks: Uint32Array, value: (i: number) => number): number {
  let total = 0;
  for (const i of picks) total += value(i);
  return total;
}

function expectedConfusion({ labels, gold, pattern, guesses }: ScoredRows): Float64Array {
  const confusion = new Float64Array(labels * labels);
  gold.forEach((label, i) => {
    const { best } = guesses[pattern[i]!]!;
    for (const guess of best) confusion[label * labels + guess]! += 1 / best.length;
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
