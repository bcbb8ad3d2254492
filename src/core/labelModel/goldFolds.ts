import { calibrate, type Calibration } from "./calibration";
import type { GoldScores } from "./calibrationLoss";
import type { PatternTable } from "../patterns/patternTable";
import { patternKeys } from "./thinning";

/** Gold rows of one pattern, label and fold. */
export interface GoldCell extends GoldScores {
  readonly pattern: number;
  /** 0..FOLDS-1 */
  readonly fold: number;
}

export const FOLDS = 5;
/** Probabilities below this count as this in a log loss. */
const LEAST_PROBABILITY = 1e-6;

/**
 * Deals the gold rows that have scores to the folds, label after label, so that folds have the same balance.
 * Labels and patterns go by keys of their votes: the folds do not depend on the order of rows, LFs or labels.
 * @param gold gold rows per pattern and label
 * @param scores the model's, without the class prior; both patterns x labels
 */
export function dealGold(patterns: PatternTable, gold: Float64Array, scores: Float64Array): GoldCell[] {
  const { labels, size } = patterns;
  const keys = patternKeys({ ...patterns, counts: new Float64Array(size).fill(1) });
  const labelKeys = new Float64Array(labels);
  const piles: Omit<GoldCell, "fold">[] = [];
  gold.forEach((rows, at) => {
    const [pattern, label] = [Math.floor(at / labels), at % labels];
    if (rows === 0 || scores[pattern * labels] === -Infinity) return;
    const last = piles.at(-1);
    // Piles of one pattern share one view of its scores: they are then known to be equal.
    const own = last?.pattern === pattern ? last.scores : scores.subarray(pattern * labels, (pattern + 1) * labels);
    piles.push({ pattern, label, rows, scores: own });
    labelKeys[label]! += rows * (1 + keys[pattern]!);
  });
  piles.sort((a, b) => labelKeys[a.label]! - labelKeys[b.label]! || keys[a.pattern]! - keys[b.pattern]!);
  let dealt = 0;
  return piles.flatMap((pile) => {
    const inFold = new Float64Array(FOLDS);
    for (let row = 0; row < pile.rows; row++) inFold[dealt++ % FOLDS]! += Math.min(1, pile.rows - row);
    return Array.from(inFold, (rows, fold) => ({ ...pile, fold, rows })).filter(({ rows }) => rows > 0);
  });
}

/**
 * Mean log loss of gold rows under what `fit` makes of the other folds' rows.
 * @param labels how many there are
 */
export function leftOutLoss(cells: readonly GoldCell[], labels: number, fit: (gold: readonly GoldScores[]) => Calibration): number {
  const calibrations = Array.from({ length: FOLDS }, (_, left) => fit(cells.filter(({ fold }) => fold !== left)));
  const proba = new Float64Array(labels);
  return meanLogLoss(cells, ({ fold, scores, label }) => {
    calibrate(calibrations[fold]!, scores, proba);
    return proba[label]!;
  });
}

/** Mean of -log(probability of the gold label) over gold rows, in nats. */
export function meanLogLoss(cells: readonly GoldCell[], probability: (cell: GoldCell) => number): number {
  let [loss, rows] = [0, 0];
  for (const cell of cells) {
    loss -= cell.rows * Math.log(Math.max(probability(cell), LEAST_PROBABILITY));
    rows += cell.rows;
  }
  return loss / rows;
}
