import type { SparseMatrix, VoteMoments } from "./moments";

/** One fit's data: everything that the loss is made of. */
export interface MomentProblem {
  readonly votes: VoteMoments;
  readonly balance: readonly number[];
  /** Second moments of the pairs of votes that are independent given the label. */
  readonly independent: SparseMatrix;
  /** For each LF, the votes of itself and of the LFs it depends on. */
  readonly dependent: readonly Int32Array[];
}

/**
 * The gradient of ||O - mu P mu^T||^2 over independent pairs plus ||mu p - diag O||^2, which with W = mu P is
 * 4 (mu (W^T W) - dependent pairs' part - O W) + 2 (mu p - diag O) p^T. Written so, it costs the pairs that occur, not all.
 * @param mu P(vote | y), votes x labels, row-major
 * @param gradient the same shape; overwritten
 */
export function lossGradient({ votes, balance, independent, dependent }: MomentProblem, mu: Float64Array, gradient: Float64Array): void {
  const K = balance.length;
  const gram = weightedGram(mu, balance);
  const pull = new Float64Array(K);
  for (let e = 0; e < votes.size; e++) {
    pull.fill(0);
    for (let k = independent.start[e]!; k < independent.start[e + 1]!; k++) {
      addScaled(pull, mu, independent.columns[k]! * K, -independent.values[k]!);
    }
    for (const f of dependent[votes.lf[e]!]!) {
      let product = 0;
      for (let y = 0; y < K; y++) product += mu[e * K + y]! * mu[f * K + y]! * balance[y]!;
      addScaled(pull, mu, f * K, -product);
    }
    let excess = -votes.shares[e]!;
    for (let y = 0; y < K; y++) excess += mu[e * K + y]! * balance[y]!;
    for (let y = 0; y < K; y++) {
      let fitted = 0;
      for (let z = 0; z < K; z++) fitted += mu[e * K + z]! * gram[z * K + y]!;
      gradient[e * K + y] = 4 * (fitted + pull[y]! * balance[y]!) + 2 * excess * balance[y]!;
    }
  }
}

/** W^T W for W = mu P. */
function weightedGram(mu: Float64Array, balance: readonly number[]): Float64Array {
  const K = balance.length;
  const gram = new Float64Array(K * K);
  for (let row = 0; row < mu.length; row += K) {
    for (let y = 0; y < K; y++) {
      const weighted = mu[row + y]! * balance[y]!;
      if (weighted !== 0) for (let z = 0; z < K; z++) gram[y * K + z]! += weighted * mu[row + z]! * balance[z]!;
    }
  }
  return gram;
}

function addScaled(sum: Float64Array, table: Float64Array, from: number, scale: number): void {
  for (let y = 0; y < sum.length; y++) sum[y]! += scale * table[from + y]!;
}

/** Multiplications in lossGradient, at least 1. */
export function stepCost({ votes, balance, independent, dependent }: MomentProblem): number {
  const K = balance.length;
  const pairs = votes.lf.reduce((sum, lf) => sum + 2 * dependent[lf]!.length, independent.values.length);
  return 1 + K * (pairs + 2 * K * votes.size);
}
