import type { Events } from "./events";

/**
 * Adds up a pattern's log scores: what its events `ids[start..end)` say of each label goes to `row[0..labels)`,
 * which it overwrites.
 */
export type Scorer = (ids: Int32Array, start: number, end: number, row: Float64Array) => void;

export interface EmModel<Estimate> {
  /** Estimates from a posterior: patterns x labels, rows sum to 1. */
  maximize(posterior: Float64Array): Estimate;
  /** The scores under an estimate, class prior included. */
  scorer(estimate: Estimate): Scorer;
  readonly iterations: number;
  /** Stop when no probability of a label changes by this much. */
  readonly tolerance: number;
}

/**
 * Alternates between estimating from the posterior and computing the posterior from the estimate.
 * @param posterior where to start: patterns x labels; changed in place. Patterns with gold keep theirs.
 * @returns the estimate that the last posterior was computed from
 */
export function expectationMaximization<Estimate>(events: Events, posterior: Float64Array, model: EmModel<Estimate>): Estimate {
  let estimate = model.maximize(posterior);
  for (let i = 1; i < model.iterations && expect(events, posterior, model.scorer(estimate)) >= model.tolerance; i++) {
    estimate = model.maximize(posterior);
  }
  return estimate;
}

/** Each pattern's share of votes per label, or its gold: the posterior that fits start from. Without votes it is uniform. */
export function voteShares({ size, labels, starts, ids, labelOf, gold }: Events): Float64Array {
  const shares = new Float64Array(size * labels);
  for (let p = 0; p < size; p++) {
    const votes = starts[p + 1]! - starts[p]!;
    const share = 1 / votes;
    if (gold[p]! >= 0) shares[p * labels + gold[p]!] = 1;
    else if (votes === 0) shares.fill(1 / labels, p * labels, (p + 1) * labels);
    else for (let e = starts[p]!; e < starts[p + 1]!; e++) shares[p * labels + labelOf[ids[e]!]!]! += share;
  }
  return shares;
}

/** Replaces the posterior; gives the largest change. */
export function expect({ size, labels, starts, ids, gold }: Events, posterior: Float64Array, score: Scorer): number {
  const row = new Float64Array(labels);
  let change = 0;
  for (let p = 0; p < size && gold[p]! < 0; p++) {
    score(ids, starts[p]!, starts[p + 1]!, row);
    softmax(row);
    for (let k = 0, at = p * labels; k < labels; k++, at++) {
      const difference = Math.abs(row[k]! - posterior[at]!);
      if (difference > change) change = difference;
      posterior[at] = row[k]!;
    }
  }
  return change;
}

/** Scores that differ by less than this are equal: the order in which votes were added up must not break a tie. */
export const TIED = 1e-9;

/** Turns log scores into probabilities in place. All -Infinity becomes all 0: no label. */
export function softmax(row: Float64Array): void {
  let largest = -Infinity;
  for (let k = 0; k < row.length; k++) if (row[k]! > largest) largest = row[k]!;
  if (largest === -Infinity) return void row.fill(0);
  let sum = 0;
  for (let k = 0; k < row.length; k++) {
    const behind = largest - row[k]!;
    sum += row[k] = behind < TIED ? 1 : Math.exp(-behind);
  }
  for (let k = 0; k < row.length; k++) row[k]! /= sum;
}
