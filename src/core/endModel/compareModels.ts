import { wilson, type Interval } from "../math/interval";
import { predictLabels } from "../labelModel/predict";
import { measure, type Metrics, type Sides } from "../metrics/metrics";
import type { Predictions } from "../metrics/scoredRows";
import { ABSTAIN, rowsWithGold } from "../statistics/votes";
import { expectedRight } from "../explain/expectedRight";
import { mcnemar } from "../explain/mcnemar";

/** Two models on the same rows with gold. */
export interface ModelComparison {
  /** Rows with gold. */
  readonly n: number;
  readonly first: Score;
  readonly second: Score;
  /** Rows that only the second gets right, and only the first; ascending. */
  readonly fixed: Uint32Array;
  readonly broken: Uint32Array;
  /** All rows, with gold or not, to which the two give different labels. */
  readonly changed: Uint32Array;
  /** McNemar's exact test: how likely it is that two equally good models differ at least so much in what they get right. */
  readonly pValue: number;
}

export interface Score {
  /** 0..1; a tie counts as its chance to be right. Undefined without gold. */
  readonly accuracy: number | undefined;
  /** 95 % Wilson interval. */
  readonly interval: Interval | undefined;
}

/**
 * Sets two models, or two versions of one, side by side.
 * @param first P(label), rows x labels; a row of zeros is a model that knows nothing of it
 * @param second the same of the other
 * @param gold label of each row, or ABSTAIN
 */
export function compareModels(first: Float64Array, second: Float64Array, gold: Int16Array): ModelComparison {
  const labels = first.length / Math.max(1, gold.length);
  const rows = rowsWithGold(gold);
  const rightOf = (proba: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => expectedRight(proba.subarray(row * labels, (row + 1) * labels), gold[row]!));
  const [firstRight, secondRight] = [rightOf(first), rightOf(second)];
  const fixed = rows.filter((_, i) => secondRight[i] === 1 && firstRight[i]! < 1);
  const broken = rows.filter((_, i) => firstRight[i] === 1 && secondRight[i]! < 1);
  const [firstLabel, secondLabel] = [first, second].map((proba) => predictLabels(proba, { size: gold.length, labels })) as [
    Int16Array,
    Int16Array,
  ];
  return {
    n: rows.length,
    first: scoreOf(firstRight),
    second: scoreOf(secondRight),
    fixed,
    broken,
    changed: Uint32Array.from(gold.keys()).filter((row) => firstLabel[row] !== secondLabel[row]),
    pValue: mcnemar(broken.length, fixed.length),
  };
}

/** Figures and confusion of each split. @param splits the rows of each */
export function measureSplits(predictions: Predictions, splits: Readonly<Record<string, Uint32Array>>): Record<string, Sides<Metrics>> {
  const measured = Object.entries(splits).map(([split, rows]) => {
    const gold = new Int16Array(predictions.gold.length).fill(ABSTAIN);
    for (const row of rows) gold[row] = predictions.gold[row]!;
    return [split, measure({ ...predictions, gold })] as const;
  });
  return Object.fromEntries(measured);
}

function scoreOf(right: Float64Array): Score {
  const total = right.reduce((sum, chance) => sum + chance, 0);
  return { accuracy: right.length > 0 ? total / right.length : undefined, interval: wilson(total, right.length) };
}
