import { chiSquaredTail } from "../math/gamma";

/** How differently two groups of rows are voted on. */
export interface PatternShift {
  /** Pearson's chi-squared over the common patterns, all rare ones taken together. */
  readonly statistic: number;
  readonly freedom: number;
  /** P(a difference as large by chance). */
  readonly pValue: number;
  /**
   * Cohen's w between the groups' pattern shares, freed of what chance adds: 0 alike, .1 small, .3 medium, .5 large.
   * Unlike the p-value it does not grow with the number of rows.
   */
  readonly effect: number;
  /** Worth a warning: certain enough (p < .01, or as asked for) and not small (effect >= .3). */
  readonly visible: boolean;
}

/** How many of its rows must be expected in the smaller group for a pattern to be common. */
const LEAST_EXPECTED = 5;
const LARGE_EFFECT = 0.3;

/**
 * Compares how often each vote pattern occurs in two groups of rows, such as dev and the data.
 * @param first rows per pattern in one group
 * @param second rows per pattern in the other
 * @param certain the p-value below which a difference may be visible
 * @returns undefined where fewer than two patterns are common: then the patterns say nothing
 */
export function patternShift(first: Float64Array, second: Float64Array, certain = 0.01): PatternShift | undefined {
  const [firstRows, secondRows] = [sum(first), sum(second)];
  const rows = firstRows + secondRows;
  const cells = pooled(first, second, Math.min(firstRows, secondRows) / rows);
  if (cells.length < 2) return undefined;
  let statistic = 0;
  for (const [a, b] of cells) {
    const expected = ((a + b) * firstRows) / rows;
    statistic += (a - expected) ** 2 / expected + (a - expected) ** 2 / (a + b - expected);
  }
  const freedom = cells.length - 1;
  const pValue = chiSquaredTail(statistic, freedom);
  const effect = Math.sqrt((Math.max(0, statistic - freedom) * rows) / (firstRows * secondRows));
  return { statistic, freedom, pValue, effect, visible: pValue < certain && effect >= LARGE_EFFECT };
}

/** Both groups' rows for each common pattern, and for the rare ones together if these are common. */
function pooled(first: Float64Array, second: Float64Array, smallerShare: number): [number, number][] {
  const common: [number, number][] = [];
  const rare: [number, number] = [0, 0];
  first.forEach((a, pattern) => {
    const b = second[pattern]!;
    if ((a + b) * smallerShare >= LEAST_EXPECTED) common.push([a, b]);
    else {
      rare[0] += a;
      rare[1] += b;
    }
  });
  return (rare[0] + rare[1]) * smallerShare >= LEAST_EXPECTED ? [...common, rare] : common;
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
