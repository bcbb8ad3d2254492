import { SPLITS, type Split } from "../data/cells";
import { drawOrder } from "./rowOrder";

export interface SplitInput {
  /** For each row the first row of its group; rows of one group are never parted. */
  readonly groups: Uint32Array;
  /** The label of each row, or ABSTAIN. */
  readonly labels: ArrayLike<number>;
  /** The share of rows that each split should get; they sum to 1. */
  readonly shares: Readonly<Record<Split, number>>;
  readonly seed: number;
}

/**
 * Deals rows to train, dev and test so that each label has its share in every split. Groups are dealt whole, under the label
 * of their first row, the largest first; each goes to the split that lacks most of its share. Where no group is large, a
 * label's rows in a split are at most one off the exact share.
 * @returns for each row an index into SPLITS
 */
export function splitRows({ groups, labels, shares, seed }: SplitInput): Uint8Array {
  const sizes = new Uint32Array(groups.length);
  for (const first of groups) sizes[first]!++;
  const totals = new Map<number, number>();
  for (const first of groups) totals.set(labels[first]!, (totals.get(labels[first]!) ?? 0) + 1);
  const lacking = new Map([...totals].map(([label, rows]) => [label, SPLITS.map((split) => shares[split] * rows)]));
  const splits = new Uint8Array(groups.length);
  for (const first of dealingOrder(sizes, seed)) {
    const lack = lacking.get(labels[first]!)!;
    const split = mostLacking(lack, shares);
    lack[split]! -= sizes[first]!;
    splits[first] = split;
  }
  return splits.map((_, row) => splits[groups[row]!]!);
}

/** The first rows of all groups: the largest first, groups of one size in drawn order. */
function dealingOrder(sizes: Uint32Array, seed: number): number[] {
  const firsts = sizes.map((size, row) => (size > 0 ? row + 1 : 0)).filter((next) => next > 0);
  const drawn = drawOrder(
    firsts.map((next) => next - 1),
    seed,
  );
  const groups = Array.from(drawn.filter((row) => sizes[row]! > 1)).sort((a, b) => sizes[b]! - sizes[a]!);
  return [...groups, ...drawn.filter((row) => sizes[row] === 1)];
}

/** The split that lacks most rows, of those that get any; the first of equals. */
function mostLacking(lack: readonly number[], shares: SplitInput["shares"]): number {
  const open = SPLITS.map((split, index) => (shares[split] > 0 ? index : -1)).filter((index) => index >= 0);
  return open.reduce((best, index) => (lack[index]! > lack[best]! ? index : best));
}
