import { ABSTAIN, rowsWithGold } from "../statistics/votes";
import { mix, type Mixture } from "./mixture";
import { predictProba } from "./predictProba";
import { fitSoftmaxRegression, type RegressionOptions } from "./softmaxRegression";
import { takeRows } from "./sparseRows";
import { hasSoft, type Trainable } from "./trainable";

/** Predictions of gold rows by models that have not seen them. */
export interface HeldOut {
  /** Gold rows. */
  readonly rows: Uint32Array;
  /** Rows x labels. */
  readonly proba: Float64Array;
}

const FOLDS = 4;

/**
 * Leaves gold rows out in turn (4 folds of the same balance; they depend on the order of the rows) and predicts them.
 * Mixtures follow each other from the last one's fit: let neighbours be alike, and all have the prior or none.
 * @returns for each mixture the predictions of all gold rows
 */
export function crossValidate(rows: Trainable, mixtures: readonly Mixture[], options: Omit<RegressionOptions, "C" | "start">): HeldOut[] {
  const goldRows = rowsWithGold(rows.gold);
  const heldOut = mixtures.map(() => ({ rows: goldRows, proba: new Float64Array(goldRows.length * rows.labels) }));
  for (const fold of foldsFor(rows, goldRows, mixtures)) {
    const without = new Set(fold.map((i) => goldRows[i]!));
    const soft = softOf(rows, mixtures[0]!, without);
    const left = takeRows(rows.features, Uint32Array.from(without));
    let start: Float32Array | undefined;
    mixtures.forEach((mixture, m) => {
      const fit = fitSoftmaxRegression(mix(rows, mixture, soft, without), { ...options, C: mixture.C, ...(start && { start }) });
      start = fit.residuals;
      const proba = predictProba({ ...fit, temperature: 1 }, left);
      fold.forEach((i, at) => heldOut[m]!.proba.set(proba.subarray(at * rows.labels, (at + 1) * rows.labels), i * rows.labels));
    });
  }
  return heldOut;
}

/** The soft labels that a mixture takes, made without the gold of some rows. */
export function softOf({ soft, softWithPrior, gold }: Trainable, { prior }: Mixture, without?: ReadonlySet<number>): Float64Array {
  if (!prior || !softWithPrior) return soft;
  return softWithPrior(without ? gold.map((label, row) => (without.has(row) ? ABSTAIN : label)) : gold);
}

/** Deals the gold rows to the folds, label after label. One fold takes them all where no gold trains anyway. */
function foldsFor({ gold, soft, labels }: Trainable, goldRows: Uint32Array, mixtures: readonly Mixture[]): number[][] {
  const places = Array.from(goldRows.keys());
  const unseen = mixtures.every(({ goldWeight, prior }) => goldWeight === 0 && !prior);
  if (unseen && !goldRows.some((row) => hasSoft(soft, labels, row))) return [places];
  const dealt = places.sort((a, b) => gold[goldRows[a]!]! - gold[goldRows[b]!]! || a - b);
  return Array.from({ length: FOLDS }, (_, fold) => dealt.filter((_, i) => i % FOLDS === fold));
}
