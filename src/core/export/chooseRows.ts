import { SPLITS } from "../cells";
import { ABSTAIN } from "../votes";
import type { ExportOptions } from "./exportOptions";
import { drawOrder } from "./rowOrder";

/** What decides whether a row is exported. All arrays but `labelCount` have an entry for each row. */
export interface Candidates {
  /** The label it would be exported with, or ABSTAIN. */
  readonly labels: Int16Array;
  readonly labelCount: number;
  /** Index into SPLITS. */
  readonly splits: Uint8Array;
  /** Whether LFs vote different labels on it. */
  readonly inConflict: (row: number) => boolean;
  /** A 64-bit key of its text, as two numbers; needed to find rows with the same text. */
  readonly textKeys?: Uint32Array;
}

/** The rows that are exported, ascending: filtered, then deduplicated, then at most so many of each label, then a sample of the rest. */
export function chooseRows(candidates: Candidates, options: ExportOptions): Uint32Array {
  let rows = filterRows(candidates, options);
  if (options.dedupe) rows = firstOfEachText(rows, candidates.textKeys);
  const { perLabel, sample, seed } = options;
  if (perLabel !== undefined) rows = drawEach(rows, candidates, seed, (label, count) => (label === ABSTAIN ? count : perLabel));
  if (sample !== undefined && sample < rows.length) {
    const quotas = shareOut(sample, countLabels(rows, candidates));
    rows = drawEach(rows, candidates, seed, (label) => quotas[label + 1]!);
  }
  return rows;
}

function filterRows(
  { labels, splits, inConflict }: Candidates,
  { splits: asked = SPLITS, unlabeled, conflicts }: ExportOptions,
): Uint32Array {
  const wanted = SPLITS.map((split) => asked.includes(split));
  const rows = new Uint32Array(labels.length);
  let count = 0;
  for (let row = 0; row < labels.length; row++) {
    if (!wanted[splits[row]!]) continue;
    if (unlabeled !== "keep" && (labels[row] === ABSTAIN) !== (unlabeled === "only")) continue;
    if (conflicts !== "keep" && inConflict(row) !== (conflicts === "only")) continue;
    rows[count++] = row;
  }
  return rows.subarray(0, count);
}

/** Keys are compared in an open hash table of row numbers: 8 to 16 bytes a row while it lasts. */
function firstOfEachText(rows: Uint32Array, keys: Uint32Array | undefined): Uint32Array {
  if (!keys) throw new Error("Rows with the same text can only be found with the texts' keys.");
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * rows.length + 2))).fill(-1);
  const mask = slots.length - 1;
  return rows.filter((row) => {
    const [low, high] = [keys[2 * row]!, keys[2 * row + 1]!];
    let slot = low & mask;
    for (let other = slots[slot]!; other >= 0; other = slots[slot]!) {
      if (keys[2 * other] === low && keys[2 * other + 1] === high) return false;
      slot = (slot + 1) & mask;
    }
    slots[slot] = row;
    return true;
  });
}

/** Draws as many rows of each label as the quota says, in an order that the seed decides. */
function drawEach(
  rows: Uint32Array,
  { labels, labelCount }: Candidates,
  seed: number,
  quota: (label: number, count: number) => number,
): Uint32Array {
  const counts = countLabels(rows, { labels, labelCount });
  const left = counts.map((count, index) => quota(index - 1, count));
  return drawOrder(rows, seed)
    .filter((row) => left[labels[row]! + 1]!-- > 0)
    .sort();
}

/** Rows by label; the unlabeled first. */
function countLabels(rows: Uint32Array, { labels, labelCount }: Pick<Candidates, "labels" | "labelCount">): number[] {
  const counts = new Array<number>(labelCount + 1).fill(0);
  for (const row of rows) counts[labels[row]! + 1]!++;
  return counts;
}

/** Shares `total` out in proportion to the counts, in whole numbers (largest remainder; ties go to the first). */
function shareOut(total: number, counts: readonly number[]): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => (total * count) / all);
  const shares = exact.map(Math.floor);
  const missing = total - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = [...exact.keys()].sort((a, b) => exact[b]! - shares[b]! - (exact[a]! - shares[a]!) || a - b);
  for (const index of byRemainder.slice(0, missing)) shares[index]!++;
  return shares;
}
