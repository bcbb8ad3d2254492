import type { Evaluation } from "./lbfgs";

/** Gold rows that share their scores. */
export interface GoldScores {
  /** The gold label. */
  readonly label: number;
  readonly rows: number;
  /** The model's score of each label, without the class prior. */
  readonly scores: Float64Array;
}

/**
 * Gold rows that share their scores, as the softmax sees them: what all labels have in common is left out, so that only the few
 * labels are looked at whose scores differ, those that an LF votes for.
 */
interface ScoredGold {
  rows: number;
  /** Labels whose score is not the common one, and how far above it their scores are. */
  readonly labels: Int32Array;
  readonly scores: Float64Array;
  /** Gold rows of each label that gold has here. */
  readonly gold: Map<number, number>;
}

/** Where the labels with the common score have less than this part of all weights, differences of sums would not be exact. */
const LEAST_REST = 1e-3;
/** What a probability of 0 counts for in the loss: -log of the smallest number. */
const MOST_LOSS = -Math.log(Number.MIN_VALUE);

/**
 * The log loss of gold rows, summed, in nats, and its gradient, as a function of log temperature and each label's bias.
 * Costs the labels that are voted for, not all of them, for each distinct row of scores.
 * @param lacking labels that get no probability
 */
export function createGoldLoss(
  gold: readonly GoldScores[],
  labels: number,
  lacking: readonly number[],
): (point: Float64Array) => Evaluation {
  const merged = [...mergeScores(gold)];
  const weights = new Float64Array(labels);
  return (point) => {
    const temperature = Math.exp(point[0]!);
    const bias = point.slice(1);
    for (const k of lacking) bias[k] = -Infinity;
    const largest = bias.reduce((most, own) => Math.max(most, own), -Infinity);
    for (let k = 0; k < labels; k++) weights[k] = Math.exp(bias[k]! - largest);
    const sums: Sums = { value: 0, gradient: new Float64Array(labels + 1), share: 0, total: sum(weights), weights };
    for (const own of merged) addLoss(sums, own, { temperature, bias, largest });
    for (let k = 0; k < labels; k++) sums.gradient[k + 1]! += sums.share * weights[k]!;
    return sums;
  };
}

function* mergeScores(gold: readonly GoldScores[]): Generator<ScoredGold> {
  const merged = new Map<Float64Array, ScoredGold>();
  for (const { label, rows, scores } of gold) {
    let own = merged.get(scores);
    if (!own) merged.set(scores, (own = { rows: 0, ...fewScores(scores), gold: new Map() }));
    own.rows += rows;
    own.gold.set(label, (own.gold.get(label) ?? 0) + rows);
  }
  yield* merged.values();
}

function fewScores(scores: Float64Array): Pick<ScoredGold, "labels" | "scores"> {
  const common = majority(scores);
  const labels = Int32Array.from(scores.keys()).filter((k) => scores[k] !== common);
  return { labels, scores: Float64Array.from(labels, (k) => scores[k]! - common) };
}

/** The value that more than half of the entries have, if there is one; else one of them (Boyer and Moore, 1981). */
function majority(values: Float64Array): number {
  let [candidate, lead] = [values[0]!, 0];
  for (const value of values) {
    if (lead === 0) candidate = value;
    lead += value === candidate ? 1 : -1;
  }
  return candidate;
}

/** The loss while it is added up. */
interface Sums {
  value: number;
  readonly gradient: Float64Array;
  /** Rows, each over its sum of weights: times a label's weight, what its gradient is where it has the common score. */
  share: number;
  /** exp(bias - largest bias) of each label, and their sum. */
  readonly weights: Float64Array;
  readonly total: number;
}

interface Corrected {
  readonly temperature: number;
  readonly bias: Float64Array;
  readonly largest: number;
}

/** All exponents are taken off the largest, so that none overflows. */
function addLoss(sums: Sums, own: ScoredGold, { temperature, bias, largest }: Corrected): void {
  const { rows, labels, scores, gold } = own;
  const { gradient } = sums;
  const exponents = scores.map((score, i) => temperature * score + bias[labels[i]!]! - largest);
  const top = exponents.reduce((most, exponent) => Math.max(most, exponent), 0);
  const parts = exponents.map((exponent) => Math.exp(exponent - top));
  const scale = Math.exp(-top);
  const rest = restOf(sums, labels);
  const all = sum(parts) + scale * (rest ?? sum(othersOf(sums.weights, labels)));
  addCommon(sums, labels, (rows * scale) / all, rest !== undefined);
  for (let i = 0; i < labels.length; i++) {
    const expected = (rows * parts[i]!) / all;
    gradient[0]! += expected * temperature * scores[i]!;
    gradient[labels[i]! + 1]! += expected;
  }
  const logAll = Math.log(all) + top + largest;
  for (const [label, goldRows] of gold) {
    const at = labels.indexOf(label);
    const score = at < 0 ? 0 : temperature * scores[at]!;
    sums.value += goldRows * Math.min(logAll - score - bias[label]!, MOST_LOSS);
    gradient[0]! -= goldRows * score;
    gradient[label + 1]! -= goldRows;
  }
}

/** The weights of the labels with the common score together; undefined where the difference would not be exact. */
function restOf({ weights, total }: Sums, labels: Int32Array): number | undefined {
  let rest = total;
  for (const k of labels) rest -= weights[k]!;
  return rest >= LEAST_REST * total ? rest : undefined;
}

/** Adds to the gradient of the labels with the common score: at once for all patterns where that is exact. */
function addCommon(sums: Sums, labels: Int32Array, share: number, isExact: boolean): void {
  const { gradient, weights } = sums;
  if (!isExact) return othersOf(weights, labels).forEach((weight, k) => (gradient[k + 1]! += share * weight));
  sums.share += share;
  for (const k of labels) gradient[k + 1]! -= share * weights[k]!;
}

/** The weights, 0 for the labels that have a score of their own. */
function othersOf(weights: Float64Array, labels: Int32Array): Float64Array {
  const others = weights.slice();
  for (const k of labels) others[k] = 0;
  return others;
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
