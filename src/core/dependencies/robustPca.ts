import { EigenvalueDecomposition, inverse, Matrix } from "ml-matrix";
import type { PatternTable } from "../patterns/patternTable";
import { fitEvents } from "../labelModel/events";
import { voteMoments, type VoteMoments } from "../labelModel/moments";
import type { Dependency } from "./dependency";
import { LEAST_ROWS, pairEvidence, tallyPairs } from "./pairTally";

/** Different votes that take part, the most frequent ones: each step costs their number cubed. */
const MOST_VOTES = 200;
const STEPS = 60;
const TOLERANCE = 1e-4;
/** Weight of the identity in the correlation matrix, so that it has an inverse when an LF never abstains. */
const RIDGE = 0.05;
/** Correlation given everything else that is worth a word, and by how many standard errors it must stand out. */
const LEAST_CORRELATION = 0.1;
const LEAST_SIGMAS = 5;

/**
 * Structure learning by robust PCA (Varma et al. 2019, arXiv:1903.05844). In the inverse of the votes' covariance, two
 * LFs that are independent given the label and all others have 0, but for a low-rank part that the unseen label leaves.
 * Principal component pursuit (Candes et al. 2011) takes that part off; what remains between two LFs is their dependency.
 * LFs that avoid each other are not reported: they count nothing twice.
 */
export function robustPca(patterns: PatternTable): Dependency[] {
  const votes = frequentVotes(voteMoments(fitEvents(patterns)));
  if (votes.chosen.length < 2) return [];
  const pairs = lfPairs(votes.chosen.map((vote) => votes.moments.lf[vote]!));
  const sparse = sparsePart(partialCorrelations(votes), pairs);
  const tally = tallyPairs(patterns);
  const found = pairs.map((pair): Dependency => {
    const strength = Math.min(1, blockNorm(sparse, pair.cells) / Math.sqrt(pair.rank));
    return { kind: "correlated", foundBy: "robust-pca", lfs: pair.lfs, strength, ...pairEvidence(tally, ...pair.lfs) };
  });
  return found
    .filter(({ strength, rows }, at) => {
      const { cells, rank } = pairs[at]!;
      const noise = Math.sqrt(cells.length / rank / tally.rows);
      return rows >= LEAST_ROWS && strength >= Math.max(LEAST_CORRELATION, LEAST_SIGMAS * noise) && votesTogether(sparse, cells);
    })
    .sort((a, b) => b.strength - a.strength);
}

interface FrequentVotes {
  readonly moments: VoteMoments;
  /** Votes that take part, ascending. */
  readonly chosen: readonly number[];
}

/** Votes that always or never occur vary with nothing and stay out. */
function frequentVotes(moments: VoteMoments): FrequentVotes {
  const { shares } = moments;
  const chosen = [...shares.keys()]
    .filter((vote) => shares[vote]! < 1)
    .sort((a, b) => shares[b]! - shares[a]! || a - b)
    .slice(0, MOST_VOTES)
    .sort((a, b) => a - b);
  return { moments, chosen };
}

/** The inverse of the votes' correlation matrix, scaled to a diagonal of 1: minus the correlation of two given all others. */
function partialCorrelations({ moments, chosen }: FrequentVotes): Matrix {
  const { shares, together } = moments;
  const place = new Map(chosen.map((vote, i) => [vote, i]));
  const sd = chosen.map((vote) => Math.sqrt(shares[vote]! * (1 - shares[vote]!)));
  const correlation = Matrix.zeros(chosen.length, chosen.length);
  for (const [i, vote] of chosen.entries()) {
    for (const [k, other] of chosen.entries()) correlation.set(i, k, (-(1 - RIDGE) * shares[vote]! * shares[other]!) / (sd[i]! * sd[k]!));
    for (let at = together.start[vote]!; at < together.start[vote + 1]!; at++) {
      const k = place.get(together.columns[at]!);
      if (k !== undefined) correlation.set(i, k, correlation.get(i, k) + ((1 - RIDGE) * together.values[at]!) / (sd[i]! * sd[k]!));
    }
    correlation.set(i, i, 1);
  }
  const precision = inverse(correlation);
  const scale = precision.diagonal().map((value) => 1 / Math.sqrt(value));
  return precision.mulColumnVector(scale).mulRowVector(scale);
}

/**
 * Splits R into S - L by ADMM: L positive semidefinite of small trace, S sparse between LFs (its norm is taken per pair
 * of LFs) and free within one LF. Minimises trace(L) + |S| / sqrt(size).
 */
function sparsePart(R: Matrix, pairs: readonly LfPair[]): Matrix {
  const size = R.rows;
  const step = 0.25 * size * (size / R.to1DArray().reduce((sum, value) => sum + Math.abs(value), 0));
  const threshold = 1 / Math.sqrt(size) / step;
  let S = R.clone();
  let L = Matrix.zeros(size, size);
  let dual = Matrix.zeros(size, size);
  for (let i = 0; i < STEPS; i++) {
    L = lowRank(Matrix.sub(S, R).add(dual), 1 / step);
    S = shrinkPairs(Matrix.add(R, L).sub(dual), pairs, threshold);
    const gap = Matrix.sub(S, L).sub(R);
    dual = dual.add(gap);
    if (gap.norm() <= TOLERANCE * R.norm()) break;
  }
  return S;
}

/** The nearest positive semidefinite matrix when its trace costs: eigenvalues lowered by the threshold, none below 0. */
function lowRank(matrix: Matrix, threshold: number): Matrix {
  const symmetric = Matrix.add(matrix, matrix.transpose()).mul(0.5);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  const kept = [...realEigenvalues.keys()].filter((i) => realEigenvalues[i]! > threshold);
  if (kept.length === 0) return Matrix.zeros(matrix.rows, matrix.rows);
  const vectors = eigenvectorMatrix.subMatrixColumn(kept);
  const scaled = vectors.clone().mulRowVector(kept.map((i) => realEigenvalues[i]! - threshold));
  return scaled.mmul(vectors.transpose());
}

/** Each pair of LFs' block shortened by the threshold; within one LF nothing changes. */
function shrinkPairs(matrix: Matrix, pairs: readonly LfPair[], threshold: number): Matrix {
  const shrunk = matrix.clone();
  for (const { cells } of pairs) {
    const norm = blockNorm(matrix, cells);
    const keep = norm > 0 ? Math.max(0, 1 - (threshold * Math.sqrt(cells.length)) / norm) : 0;
    for (const [i, k] of cells) {
      shrunk.set(i, k, matrix.get(i, k) * keep);
      shrunk.set(k, i, matrix.get(k, i) * keep);
    }
  }
  return shrunk;
}

/** Two LFs and the cells above the diagonal where their votes meet. */
interface LfPair {
  readonly lfs: readonly [number, number];
  readonly cells: readonly (readonly [number, number])[];
  /** The different votes of the LF that has fewer: the block's norm is at most its square root times a correlation. */
  readonly rank: number;
}

/** @param lf the LF of each vote, ascending */
function lfPairs(lf: readonly number[]): LfPair[] {
  const votesOf = new Map<number, number[]>();
  lf.forEach((j, vote) => votesOf.set(j, [...(votesOf.get(j) ?? []), vote]));
  const lfs = [...votesOf.keys()];
  return lfs.flatMap((j, at) =>
    lfs.slice(at + 1).map((k) => {
      const [votesJ, votesK] = [votesOf.get(j)!, votesOf.get(k)!];
      const cells = votesJ.flatMap((i) => votesK.map((l): [number, number] => [i, l]));
      return { lfs: [j, k], cells, rank: Math.min(votesJ.length, votesK.length) };
    }),
  );
}

/** Whether what ties two LFs most is that two of their votes come together; an inverse has that as its negative cells. */
function votesTogether(sparse: Matrix, cells: LfPair["cells"]): boolean {
  const values = cells.map(([i, k]) => sparse.get(i, k));
  return Math.min(...values) <= -Math.max(...values);
}

function blockNorm(matrix: Matrix, cells: LfPair["cells"]): number {
  return Math.sqrt(cells.reduce((sum, [i, k]) => sum + matrix.get(i, k) ** 2, 0));
}
