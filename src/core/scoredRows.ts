import type { PatternIndex } from "./labelModel/contract";
import { ABSTAIN, rowsWithGold } from "./votes";

/** What a model says about rows, and their gold. */
export interface Predictions {
  readonly labels: number;
  /** Label index for each row, or ABSTAIN: such rows are not scored. */
  readonly gold: Int16Array;
  /** For each row the index of its pattern; rows with equal votes share one. */
  readonly rowPattern: Int32Array;
  /** Patterns x labels, row-major: each row sums to 1, or is all 0 where the model knows nothing. */
  readonly proba: Float64Array;
  /** For each pattern 1 if an LF votes on it. */
  readonly covered: Uint8Array;
}

/** A label model's predictions. */
export function patternPredictions({ table, rowPattern }: PatternIndex, proba: Float64Array, gold: Int16Array): Predictions {
  const covered = new Uint8Array(table.size);
  for (let p = 0; p < table.size; p++)
    covered[p] = table.votes.subarray(p * table.lfs, (p + 1) * table.lfs).some((vote) => vote !== ABSTAIN) ? 1 : 0;
  return { labels: table.labels, gold, rowPattern, proba, covered };
}

/** An end model's predictions: every row has its own probabilities (rows x labels) and counts as covered. */
export function rowPredictions(labels: number, proba: Float64Array, gold: Int16Array): Predictions {
  return { labels, gold, proba, rowPattern: Int32Array.from(gold, (_, row) => row), covered: new Uint8Array(gold.length).fill(1) };
}

/** The rows that are scored. One entry each, in the order of the rows. */
export interface ScoredRows {
  readonly labels: number;
  readonly gold: Int16Array;
  /** Index into `guesses`. */
  readonly pattern: Int32Array;
  /** -log of the gold label's probability, in nats. */
  readonly logLoss: Float64Array;
  /** Squared distance from the gold label's one-hot vector, 0..2 (Brier 1950, summed over all labels). */
  readonly brier: Float64Array;
  readonly guesses: readonly Guess[];
}

/** What a pattern's probabilities come to. */
export interface Guess {
  /** The most probable labels: one, or several on a tie; all of them where the model knows nothing. One is then drawn. */
  readonly best: readonly number[];
  readonly confidence: number;
}

/** A probability counts as at least this in log loss, so that one sure mistake does not outweigh all else. */
export const LEAST_PROBABILITY = 1e-6;

/** Scores the rows with gold; only those with a vote if `coveredOnly`. */
export function scoreRows({ labels, gold, rowPattern, proba, covered }: Predictions, coveredOnly: boolean): ScoredRows {
  const rows = rowsWithGold(gold).filter((row) => !coveredOnly || covered[rowPattern[row]!] === 1);
  const known = knownProba(proba, labels);
  const guesses = Array.from(covered, (_, p) => guessOf(known.subarray(p * labels, (p + 1) * labels)));
  const pattern = Int32Array.from(rows, (row) => rowPattern[row]!);
  const scoredGold = Int16Array.from(rows, (row) => gold[row]!);
  const squares = Float64Array.from(covered, (_, p) => known.subarray(p * labels, (p + 1) * labels).reduce((sum, q) => sum + q * q, 0));
  const goldProba = Float64Array.from(rows, (_, i) => known[pattern[i]! * labels + scoredGold[i]!]!);
  return {
    labels,
    gold: scoredGold,
    pattern,
    logLoss: goldProba.map((p) => -Math.log(Math.max(p, LEAST_PROBABILITY))),
    brier: goldProba.map((p, i) => squares[pattern[i]!]! + 1 - 2 * p),
    guesses,
  };
}

/** The chance that row i's prediction is its gold. */
export function chanceRight({ guesses, pattern, gold }: ScoredRows, i: number): number {
  const { best } = guesses[pattern[i]!]!;
  return best.includes(gold[i]!) ? 1 / best.length : 0;
}

/** Where the model knows nothing, each label is as probable as any other. */
function knownProba(proba: Float64Array, labels: number): Float64Array {
  const known = proba.slice();
  for (let start = 0; start < known.length; start += labels) {
    const row = known.subarray(start, start + labels);
    if (row.every((p) => p === 0)) row.fill(1 / labels);
  }
  return known;
}

function guessOf(proba: Float64Array): Guess {
  const confidence = proba.reduce((most, p) => Math.max(most, p), 0);
  const best: number[] = [];
  proba.forEach((p, label) => {
    if (p === confidence) best.push(label);
  });
  return { best, confidence };
}
