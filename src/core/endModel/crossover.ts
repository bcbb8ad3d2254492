import type { Interval } from "../math/interval";
import { drawRows, seededRandom } from "../math/random";
import { expectedRight } from "../explain/expectedRight";
import { chooseMixture } from "./chooseMixture";
import { crossCurve, type CurvePoint, type HandLabels } from "./learningCurve";
import { mix } from "./mixture";
import { predictProba } from "./predictProba";
import { fitSoftmaxRegression } from "./softmaxRegression";
import { takeRows, type SparseRows } from "./sparseRows";
import type { Trainable } from "./trainable";

export interface CrossoverInput {
  readonly features: SparseRows;
  /** Label of each row, or ABSTAIN. */
  readonly gold: Int16Array;
  /** Rows whose gold stands for labels made by hand. */
  readonly pool: Uint32Array;
  /** Rows with gold on which both are scored; none of the pool. */
  readonly scored: Uint32Array;
  /** P(label) of all rows by the model that was trained on LFs: rows x labels. */
  readonly proba: Float64Array;
  /** How often each number of hand labels is drawn; 5 if absent. */
  readonly draws?: number;
  readonly seed?: number;
  /** Called before each pass over the rows, with the share of the work that is done. */
  readonly onProgress?: (share: number) => void;
}

/** What hand labels alone would reach, and how many of them the LFs are worth. */
export interface Crossover {
  readonly points: readonly CrossoverPoint[];
  /** Of the model trained on LFs, on the same rows. */
  readonly accuracy: number;
  readonly handLabels: HandLabels;
  /** Hand labels that there were to draw from. */
  readonly pool: number;
}

export interface CrossoverPoint {
  /** Hand labels. */
  readonly size: number;
  /** Mean over the draws. */
  readonly accuracy: number;
  /** 95 %, over draws and scored rows. */
  readonly interval: Interval;
}

const FIRST_SIZE = 25;
const DRAWS = 5;
/** How many sizes in a row must be as good as the model for the curve to end. */
const SETTLED = 2;

/**
 * The learning curve of gold alone (25, 50, 100, ... hand labels, each drawn several times, C chosen on the drawn ones by
 * cross-validation) against a model trained on LFs. Throws an Error without gold to draw or to score.
 */
export function measureCrossover(input: CrossoverInput): Crossover {
  const { gold, pool, scored, proba, seed = 1, onProgress = () => {} } = input;
  if (scored.length === 0) throw new Error("There is no gold to score on.");
  if (pool.length < FIRST_SIZE)
    throw new Error(`A learning curve needs at least ${FIRST_SIZE} rows with gold that are not scored; there are ${pool.length}.`);
  const labels = proba.length / gold.length;
  const rightOn = (all: Float64Array, rows: Uint32Array): Float64Array =>
    Float64Array.from(rows, (row, i) => expectedRight(all.subarray(row * labels, (row + 1) * labels), gold[scored[i]!]!));
  const modelRight = rightOn(proba, scored);
  const test = takeRows(input.features, scored);
  const random = seededRandom(seed);
  const sizes = curveSizes(pool.length);
  const curve: CurvePoint[] = [];
  for (const size of sizes) {
    if (curve.length >= SETTLED && curve.slice(-SETTLED).every((point) => meanRight(point) >= mean(modelRight))) break;
    const draws = Array.from({ length: size === pool.length ? 1 : (input.draws ?? DRAWS) }, () => {
      const drawn = drawRows(pool, size, random);
      const predicted = trainOnGold(input, drawn, labels, test, () => onProgress(curve.length / sizes.length));
      return rightOn(predicted, Uint32Array.from(scored.keys()));
    });
    curve.push({ size, draws });
  }
  const { handLabels, intervals } = crossCurve(curve, modelRight, seed);
  const points = curve.map((point, i) => ({ size: point.size, accuracy: meanRight(point), interval: intervals[i]! }));
  return { points, accuracy: mean(modelRight), handLabels, pool: pool.length };
}

/** 25, 50, 100, ... and all. */
function curveSizes(pool: number): number[] {
  const sizes = [];
  for (let size = FIRST_SIZE; size < pool; size *= 2) sizes.push(size);
  return [...sizes, pool];
}

/** P(label) of the test rows by a model that was trained on the gold of these rows alone. */
function trainOnGold(
  { features, gold }: CrossoverInput,
  drawn: Uint32Array,
  labels: number,
  test: SparseRows,
  onProgress: () => void,
): Float64Array {
  const rows: Trainable = {
    features: takeRows(features, drawn),
    labels,
    soft: new Float64Array(drawn.length * labels),
    gold: Int16Array.from(drawn, (row) => gold[row]!),
    counts: new Float64Array(drawn.length).fill(1),
  };
  const { chosen } = chooseMixture(rows, { onProgress });
  const fit = fitSoftmaxRegression(mix(rows, chosen, rows.soft), { C: chosen.C, onProgress });
  return predictProba({ ...fit, temperature: 1 }, test);
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const meanRight = ({ draws }: CurvePoint): number => draws.reduce((sum, draw) => sum + mean(draw), 0) / draws.length;
