import { ABSTAIN } from "../statistics/votes";

/** Votes whose removal changes a row's label. */
export interface Flip {
  /** The LFs that would have to abstain. */
  readonly lfs: readonly number[];
  /** The label then, or ABSTAIN for none. */
  readonly becomes: number;
  /** No smaller set does it. If false, a smaller one may exist: there were too many to try them all. */
  readonly exact: boolean;
}

/** Predicts patterns, one after the other in `votes`: their labels, and by how much each leads. */
export type Predict = (votes: Int16Array) => { readonly label: Int16Array; readonly margin: Float64Array };

/** Sets of votes that are tried: all sets of up to 12 votes, the smaller sets of more. */
const MOST_SETS = 4096;

/**
 * The smallest set of votes whose removal changes the label of a row, found by trying all sets, smaller ones first.
 * Where there are too many, it goes on by removing one vote after the other, each time the one that most weakens the label.
 * @param lfs the LFs that vote, the likeliest first: among sets of one size the first found is taken
 */
export function smallestFlip(pattern: Int16Array, lfs: readonly number[], predict: Predict): Flip | undefined {
  const before = predict(pattern).label[0]!;
  let tried = 0;
  for (let size = 1; size <= lfs.length; size++) {
    tried += choose(lfs.length, size);
    if (tried > MOST_SETS) return greedyFlip(pattern, lfs, predict, before, size - 1);
    const sets = combinations(lfs, size);
    const { label } = predict(without(pattern, sets));
    const found = label.findIndex((after) => after !== before);
    if (found >= 0) return { lfs: sets[found]!, becomes: label[found]!, exact: true };
  }
  return undefined;
}

/** @param ruledOut no set of up to this many votes does it */
function greedyFlip(pattern: Int16Array, lfs: readonly number[], predict: Predict, before: number, ruledOut: number): Flip | undefined {
  let removed: number[] = [];
  while (removed.length < lfs.length) {
    const sets = lfs.filter((lf) => !removed.includes(lf)).map((lf) => [...removed, lf]);
    const { label, margin } = predict(without(pattern, sets));
    const found = label.findIndex((after) => after !== before);
    if (found >= 0) return { lfs: sets[found]!, becomes: label[found]!, exact: removed.length === ruledOut };
    removed = sets[margin.indexOf(Math.min(...margin))]!;
  }
  return undefined;
}

/** The pattern once for each set, with the set's votes removed. */
function without(pattern: Int16Array, sets: readonly (readonly number[])[]): Int16Array {
  const votes = new Int16Array(pattern.length * sets.length);
  sets.forEach((set, i) => {
    votes.set(pattern, i * pattern.length);
    for (const lf of set) votes[i * pattern.length + lf] = ABSTAIN;
  });
  return votes;
}

/** All subsets of `size` items, in the items' order. */
function combinations(items: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) => combinations(items.slice(i + 1), size - 1).map((rest) => [item, ...rest]));
}

function choose(n: number, k: number): number {
  let product = 1;
  for (let i = 0; i < k; i++) product = (product * (n - i)) / (i + 1);
  return product;
}
