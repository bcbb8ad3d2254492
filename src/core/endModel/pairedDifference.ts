import type { Interval } from "../math/interval";
import { mcnemar } from "../explain/mcnemar";

/** Two models on the same rows with gold. */
export interface PairedCounts {
  readonly bothRight: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
}

export interface PairedDifference {
  /** Rows with gold. */
  readonly n: number;
  /** Accuracy of the second minus that of the first, -1..1; null without gold. */
  readonly difference: number | null;
  /** 95 % interval of the difference, both ends within -1..1. */
  readonly interval: Interval | null;
  /** McNemar's exact test: the probability that two equally good models differ at least this much; 1 if they never differ. */
  readonly pValue: number;
}

const Z = 1.959963985;

/**
 * How far apart two models are on the same rows. The interval adds half a row to each count (Agresti and Min, "Simple improved
 * confidence intervals for comparing matched proportions", Statistics in Medicine 24, 2005).
 */
export function pairedDifference({ bothRight, onlyFirst, onlySecond, neither }: PairedCounts): PairedDifference {
  const n = bothRight + onlyFirst + onlySecond + neither;
  const pValue = mcnemar(onlyFirst, onlySecond);
  if (n === 0) return { n, difference: null, interval: null, pValue };
  const size = n + 2;
  const middle = (onlySecond - onlyFirst) / size;
  const variance = (onlyFirst + onlySecond + 1 - (onlySecond - onlyFirst) ** 2 / size) / size ** 2;
  const half = Z * Math.sqrt(variance);
  return {
    ...{ n, difference: (onlySecond - onlyFirst) / n, pValue },
    interval: { low: Math.max(-1, middle - half), high: Math.min(1, middle + half) },
  };
}
