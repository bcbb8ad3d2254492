/** Counts of rows by label. One entry for each label. */
export interface LabelTotals {
  /** Rows with this gold that are predicted so. */
  readonly hits: Float64Array;
  readonly gold: Float64Array;
  readonly predicted: Float64Array;
}

/** Undefined means that there is nothing to divide by. */
export interface LabelFigures {
  /** hits / predicted. */
  readonly precision: number | undefined;
  /** hits / gold. */
  readonly recall: number | undefined;
  /** Harmonic mean of both, 0 without a hit; undefined for a label that is neither in gold nor predicted. */
  readonly f1: number | undefined;
}

export interface ConfusionFigures {
  readonly perLabel: readonly LabelFigures[];
  /** Mean F1 of the labels that are in gold or predicted. */
  readonly macroF1: number | undefined;
  /** Mean F1 weighted by gold rows. */
  readonly weightedF1: number | undefined;
  /** Matthews correlation for any number of labels (Gorodkin 2004), -1..1; undefined if gold or prediction has only one label. */
  readonly mcc: number | undefined;
}

/** Everything that follows from how often each label is hit, is gold and is predicted. */
export function confusionFigures({ hits, gold, predicted }: LabelTotals): ConfusionFigures {
  const ratio = (a: number, b: number): number | undefined => (b > 0 ? a / b : undefined);
  const perLabel = Array.from(hits, (hit, k) => ({
    precision: ratio(hit, predicted[k]!),
    recall: ratio(hit, gold[k]!),
    f1: ratio(2 * hit, predicted[k]! + gold[k]!),
  }));
  const f1 = perLabel.map((label) => label.f1);
  return {
    perLabel,
    macroF1: meanOf(f1),
    weightedF1: ratio(sum(f1.map((value, k) => (value ?? 0) * gold[k]!)), sum(gold)),
    mcc: matthews(sum(hits), gold, predicted),
  };
}

/** The mean of the values that are defined; undefined if none is. */
export function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const defined = values.filter((value) => value !== undefined);
  return defined.length > 0 ? sum(defined) / defined.length : undefined;
}

function matthews(hits: number, gold: Float64Array, predicted: Float64Array): number | undefined {
  const n = sum(gold);
  const product = (a: Float64Array, b: Float64Array): number => a.reduce((total, value, k) => total + value * b[k]!, 0);
  const spread = (n * n - product(predicted, predicted)) * (n * n - product(gold, gold));
  return spread > 0 ? (hits * n - product(gold, predicted)) / Math.sqrt(spread) : undefined;
}

const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};
