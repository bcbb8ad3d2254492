/** Synthetic votes of independent LFs, the same on every machine: what benchmarks and tests measure label models on. */
import { ABSTAIN, type VoteMatrix } from "../src/core/statistics/votes";

export interface SyntheticVotes extends VoteMatrix {
  /** P(right | it votes) of each LF, .55 to .95. */
  readonly accuracy: readonly number[];
  /** P(it votes) of each LF, .05 to .5. */
  readonly coverage: readonly number[];
}

/** What a hash is drawn for; each draw has its own stream. */
const STREAM = { label: 1, accuracy: 2, coverage: 3, votes: 4, right: 5, wrongLabel: 6 } as const;

/**
 * Draws gold for every row and the votes of `lfs` LFs that err independently of each other.
 * Labels get rarer with their index: P(label k) ~ 1 + (labels - 1 - k) / (labels - 1).
 */
export function syntheticVotes(rows: number, lfs: number, labels: number, seed = 1): SyntheticVotes {
  const uniform = (stream: number) => keyedUniform(seed, stream);
  const gold = drawGold(rows, labels, uniform(STREAM.label));
  const accuracy = Array.from({ length: lfs }, (_, j) => 0.55 + 0.4 * uniform(STREAM.accuracy)(j, 0));
  const coverage = Array.from({ length: lfs }, (_, j) => 0.05 + 0.45 * uniform(STREAM.coverage)(j, 0));
  const [votes, right, wrongLabel] = [uniform(STREAM.votes), uniform(STREAM.right), uniform(STREAM.wrongLabel)];
  const columns = coverage.map((cover, j) => {
    const column = new Int16Array(rows).fill(ABSTAIN);
    for (let i = 0; i < rows; i++) {
      if (votes(i, j) >= cover) continue;
      const truth = gold[i]!;
      const other = Math.floor(wrongLabel(i, j) * (labels - 1));
      column[i] = right(i, j) < accuracy[j]! ? truth : other + (other >= truth ? 1 : 0);
    }
    return column;
  });
  return { rows, labels, columns, gold, accuracy, coverage };
}

function drawGold(rows: number, labels: number, uniform: (i: number, j: number) => number): Int16Array {
  const shares = Array.from({ length: labels }, (_, k) => 1 + (labels - 1 - k) / (labels - 1));
  const total = shares.reduce((sum, share) => sum + share, 0);
  let sum = 0;
  const cumulative = shares.map((share) => (sum += share / total));
  return Int16Array.from({ length: rows }, (_, i) => {
    const u = uniform(i, 0);
    return Math.min(cumulative.filter((bound) => bound <= u).length, labels - 1);
  });
}

/** A uniform number in [0, 1) for each (i, j), by hashing alone. */
function keyedUniform(seed: number, stream: number): (i: number, j: number) => number {
  const key = lowbias32((Math.imul(seed, 0x9e3779b9) + stream) >>> 0);
  return (i, j) => {
    const row = lowbias32((key ^ lowbias32((i + 0x85ebca6b) >>> 0)) >>> 0);
    return lowbias32((row + Math.imul(j + 1, 0x9e3779b1)) >>> 0) / 2 ** 32;
  };
}

/** Chris Wellons' 32-bit mixer. */
function lowbias32(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}
