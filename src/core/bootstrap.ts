import type { Interval } from "./interval";
import { drawFigures, meanOver, type MetricsOptions, type Sides } from "./metrics";
import { seededRandom } from "./random";
import { calibrationError, reliabilityOf } from "./reliability";
import { type Predictions, type ScoredRows, scoreRows } from "./scoredRows";

/** 95 % intervals of the figures that have no formula for one. Undefined where the figure itself is. */
export type BootstrapIntervals = Readonly<Record<BootstrapFigure, Interval | undefined>>;

export type BootstrapFigure = "macroF1" | "weightedF1" | "mcc" | "logLoss" | "brier" | "ece";

export interface BootstrapOptions extends MetricsOptions {
  /** How many times the rows are drawn again, with replacement; 200 if absent. */
  readonly resamples?: number;
}

/** Percentile bootstrap over the rows with gold (Efron 1979): the middle 95 % of each figure over the resamples. */
export function bootstrapIntervals(
  predictions: Predictions,
  { seed = 1, resamples = 200 }: BootstrapOptions = {},
): Sides<BootstrapIntervals> {
  const side = (coveredOnly: boolean): BootstrapIntervals =>
    intervalsOf(scoreRows(predictions, coveredOnly), seededRandom(seed), resamples);
  return { covered: side(true), all: side(false) };
}

type Figures = Record<BootstrapFigure, number | undefined>;

function intervalsOf(rows: ScoredRows, random: () => number, resamples: number): BootstrapIntervals {
  const n = rows.gold.length;
  const figures = Array.from({ length: n > 0 ? resamples : 0 }, () => {
    const picks = new Uint32Array(n).map(() => Math.floor(random() * n));
    return resampledFigures(rows, picks, random);
  });
  const interval = (figure: BootstrapFigure): Interval | undefined => middle(figures.map((resample) => resample[figure]));
  return {
    macroF1: interval("macroF1"),
    weightedF1: interval("weightedF1"),
    mcc: interval("mcc"),
    logLoss: interval("logLoss"),
    brier: interval("brier"),
    ece: interval("ece"),
  };
}

function resampledFigures(rows: ScoredRows, picks: Uint32Array, random: () => number): Figures {
  const { macroF1, weightedF1, mcc } = drawFigures(rows, picks, random);
  return {
    macroF1,
    weightedF1,
    mcc,
    logLoss: meanOver(picks, rows.logLoss),
    brier: meanOver(picks, rows.brier),
    ece: calibrationError(reliabilityOf(rows, picks)),
  };
}

/** From the 2.5th to the 97.5th percentile of the values that are defined. */
function middle(values: readonly (number | undefined)[]): Interval | undefined {
  const sorted = Float64Array.from(values.filter((value) => value !== undefined)).sort();
  if (sorted.length === 0) return undefined;
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  return { low: at(0.025), high: at(0.975) };
}
