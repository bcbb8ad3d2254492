import type { Interval } from "../math/interval";
import { seededRandom } from "../math/random";

/** What models reach that were trained on a number of hand labels. */
export interface CurvePoint {
  readonly size: number;
  /** For each draw of hand labels: how right the model is on each scored row, 0..1. */
  readonly draws: readonly Float64Array[];
}

/** How many hand labels reach a model's accuracy. Undefined: more than there are. */
export interface HandLabels {
  /** Interpolated in the logarithm of the size; never less than the curve's first size. */
  readonly estimate: number | undefined;
  /** 95 %: bootstrap over scored rows and draws. */
  readonly low: number | undefined;
  readonly high: number | undefined;
}

const RESAMPLES = 400;

/**
 * Where a learning curve crosses a model's accuracy. The curve is first made to rise (isotonic regression, pool adjacent
 * violators: Barlow et al. 1972): more labels do not harm, so that dips are noise.
 * @param modelRight how right the model is on each scored row, 0..1
 * @returns the crossing, and 95 % intervals of the curve's points
 */
export function crossCurve(
  curve: readonly CurvePoint[],
  modelRight: Float64Array,
  seed = 1,
): { handLabels: HandLabels; intervals: Interval[] } {
  const sizes = curve.map(({ size }) => size);
  const estimate = crossing(sizes, risen(curve.map(({ draws }) => meanOf(draws.map(meanOf)))), meanOf(modelRight));
  const random = seededRandom(seed);
  const resampled = Array.from({ length: RESAMPLES }, () => resample(curve, modelRight, random));
  const crossings = resampled.map(({ accuracies, model }) => crossing(sizes, risen(accuracies), model));
  const known = (size: number): number | undefined => (Number.isFinite(size) ? size : undefined);
  const { low, high } = middle(crossings);
  return {
    handLabels: { estimate: known(estimate), low: known(low), high: known(high) },
    intervals: sizes.map((_, i) => middle(resampled.map(({ accuracies }) => accuracies[i]!))),
  };
}

/** The accuracies on scored rows and draws that are drawn again, with replacement. */
function resample(curve: readonly CurvePoint[], modelRight: Float64Array, random: () => number): { accuracies: number[]; model: number } {
  const n = modelRight.length;
  const picks = new Uint32Array(n).map(() => Math.floor(random() * n));
  const over = (right: Float64Array): number => picks.reduce((sum, row) => sum + right[row]!, 0) / n;
  const accuracies = curve.map(({ draws }) => meanOf(draws.map(() => over(draws[Math.floor(random() * draws.length)]!))));
  return { accuracies, model: over(modelRight) };
}

/** The size at which rising accuracies reach the target; Infinity if they do not. */
function crossing(sizes: readonly number[], accuracies: readonly number[], target: number): number {
  const after = accuracies.findIndex((accuracy) => accuracy >= target);
  if (after < 0) return Infinity;
  if (after === 0) return sizes[0]!;
  const [low, high] = [accuracies[after - 1]!, accuracies[after]!];
  const share = (target - low) / (high - low);
  return sizes[after - 1]! * (sizes[after]! / sizes[after - 1]!) ** share;
}

/** The nearest sequence that never falls: neighbours that do are replaced by their mean. */
function risen(values: readonly number[]): number[] {
  const blocks: { sum: number; count: number }[] = [];
  for (const value of values) {
    let block = { sum: value, count: 1 };
    for (let last = blocks.at(-1); last && last.sum / last.count > block.sum / block.count; last = blocks.at(-1)) {
      blocks.pop();
      block = { sum: last.sum + block.sum, count: last.count + block.count };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count));
}

/** From the 2.5th to the 97.5th percentile. */
function middle(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  return { low: at(0.025), high: at(0.975) };
}

const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
};
