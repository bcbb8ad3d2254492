import type { PatternIndex } from "../patterns/patternTable";
import { ABSTAIN, rowsWithGold } from "../statistics/votes";

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
  /** The most probable label; ABSTAIN where several tie. */
  readonly label: Int16Array;
  /** Its probability. */
  readonly confidence: Float64Array;
  /** The chance that the label is gold: 1, 0, or on a tie between these. */
  readonly right: Float64Array;
  /** -log of the gold label's probability, in nats. */
  readonly logLoss: Float64Array;
  /** Squared distance from the gold label's one-hot vector, 0..2 (Brier 1950, summed over all labels). */
  readonly brier: Float64Array;
  /** The labels that tie on a row: all of them where the model knows nothing. One is then drawn. */
  readonly tied: (i: number) => readonly number[];
}

/** A probability counts as at least this in log loss, so that one sure mistake does not outweigh all else. */
export const LEAST_PROBABILITY = 1e-6;

/** Scores the rows with gold; only those with a vote if `coveredOnly`. */
export function scoreRows({ labels, gold, rowPattern, proba, covered }: Predictions, coveredOnly: boolean): ScoredRows {
  const rows = rowsWithGold(gold).filter((row) => !coveredOnly || covered[rowPattern[row]!] === 1);
  const n = rows.length;
  const known = knownProba(proba, labels);
  const guesses = guessAll(known, labels, covered.length);
  const tied = (i: number): readonly number[] => guesses.ties.get(rowPattern[rows[i]!]!)!;
  const scored = { label: new Int16Array(n), gold: new Int16Array(n), confidence: new Float64Array(n), right: new Float64Array(n) };
  const losses = { logLoss: new Float64Array(n), brier: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    const pattern = rowPattern[rows[i]!]!;
    const truth = gold[rows[i]!]!;
    const goldProba = known[pattern * labels + truth]!;
    const label = guesses.label[pattern]!;
    scored.gold[i] = truth;
    scored.label[i] = label;
    scored.confidence[i] = guesses.confidence[pattern]!;
    scored.right[i] = label === ABSTAIN ? chanceOf(truth, tied(i)) : Number(label === truth);
    losses.logLoss[i] = -Math.log(Math.max(goldProba, LEAST_PROBABILITY));
    losses.brier[i] = guesses.squares[pattern]! + 1 - 2 * goldProba;
  }
  return { labels, tied, ...scored, ...losses };
}

const chanceOf = (label: number, tied: readonly number[]): number => (tied.includes(label) ? 1 / tied.length : 0);

/** Where the model knows nothing, all labels are equally probable. */
function knownProba(proba: Float64Array, labels: number): Float64Array {
  const known = proba.slice();
  for (let start = 0; start < known.length; start += labels) {
    const row = known.subarray(start, start + labels);
    if (row.every((p) => p === 0)) row.fill(1 / labels);
  }
  return known;
}

/** What each pattern's probabilities come to. */
interface Guesses {
  readonly label: Int16Array;
  readonly confidence: Float64Array;
  /** Sum of the squared probabilities. */
  readonly squares: Float64Array;
  /** For each pattern whose first place is shared: the labels that share it. */
  readonly ties: ReadonlyMap<number, readonly number[]>;
}

function guessAll(proba: Float64Array, labels: number, patterns: number): Guesses {
  const label = new Int16Array(patterns);
  const confidence = new Float64Array(patterns);
  const squares = new Float64Array(patterns);
  const ties = new Map<number, readonly number[]>();
  for (let p = 0; p < patterns; p++) {
    const row = proba.subarray(p * labels, (p + 1) * labels);
    const most = row.reduce((best, value) => Math.max(best, value), 0);
    label[p] = row.indexOf(most);
    confidence[p] = most;
    squares[p] = row.reduce((sum, value) => sum + value * value, 0);
    if (row.lastIndexOf(most) === label[p]) continue;
    ties.set(
      p,
      [...row.keys()].filter((k) => row[k] === most),
    );
    label[p] = ABSTAIN;
  }
  return { label, confidence, squares, ties };
}
