import { logGamma } from "../math/gamma";

/**
 * McNemar's exact test (two-sided): how likely it is that two predictors that are equally good differ at least this much.
 * @param firstOnly rows that only the first gets right
 * @param secondOnly rows that only the second gets right
 * @returns a p-value in (0, 1]; 1 if they never differ
 */
export function mcnemar(firstOnly: number, secondOnly: number): number {
  const n = firstOnly + secondOnly;
  let tail = 0;
  for (let k = 0; k <= Math.min(firstOnly, secondOnly); k++) {
    tail += Math.exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) - n * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}
