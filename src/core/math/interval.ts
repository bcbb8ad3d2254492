/** An interval of a rate, both ends within 0..1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % quantile of the normal distribution: intervals are two-sided 95 %. */
const Z = 1.959963985;

/** count / n, or undefined where there is nothing to divide by: no data is "n/a", never 0. */
export const rate = (count: number, n: number): number | undefined => (n > 0 ? count / n : undefined);

/**
 * 95 % score interval of a binomial rate (Wilson, "Probable inference", JASA 22, 1927).
 * Holds for tiny n and for rates of 0 and 1, where the usual interval has no width.
 * @param count successes, 0..n; need not be whole (rows that count as chance are fractions)
 * @returns undefined when n is 0
 */
export function wilson(count: number, n: number): Interval | undefined {
  if (n <= 0) return undefined;
  const p = count / n;
  const z2 = (Z * Z) / n;
  const middle = (p + z2 / 2) / (1 + z2);
  const half = (Z * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n))) / (1 + z2);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/**
 * 95 % interval of the difference of two rates, second minus first (Newcombe, "Interval estimation for the difference between
 * independent proportions", Statistics in Medicine 17, 1998, method 10). For rates of the same rows it is on the safe side: too wide.
 * @param first a rate with its Wilson interval, all 0..1
 * @returns both ends within -1..1
 */
export function differenceInterval(first: Interval & { readonly rate: number }, second: Interval & { readonly rate: number }): Interval {
  const difference = second.rate - first.rate;
  return {
    low: difference - Math.hypot(second.rate - second.low, first.high - first.rate),
    high: difference + Math.hypot(second.high - second.rate, first.rate - first.low),
  };
}
