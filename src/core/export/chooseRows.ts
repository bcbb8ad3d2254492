import { emptySlots, findSlot } from "../math/openTable";
import { SPLITS } from "../data/cells";
import { ABSTAIN } from "../statistics/votes";
import type { ExportOptions } from "./exportOptions";
import { drawOrder } from "./rowOrder";

/** What decides whether rows of a kind (see rowKinds.ts) are exported. All arrays have an entry for each kind. */
export interface KindsToChoose {
  /** The label they would be exported with, or ABSTAIN. */
  readonly labels: Int16Array;
  /** Index into SPLITS. */
  readonly splits: Uint8Array;
  /** 1 where LFs disagree. */
  readonly inConflict: Uint8Array;
  /** 1 where the rows are in the slice that is asked for; all are if absent. */
  readonly inSlice?: Uint8Array;
}

/** What decides, of the rows of those kinds, which are exported. */
export interface Candidates extends KindsToChoose {
  readonly labelCount: number;
  /** The kind of each row. */
  readonly rowKind: Int32Array;
  /** A 64-bit key of each row's text, as two numbers; needed to find rows with the same text. */
  readonly textKeys?: Uint32Array;
}

/** Whether more than its kind decides if a row is exported. */
export const choosesRows = ({ dedupe, perLabel, sample }: ExportOptions): boolean =>
  dedupe || perLabel !== undefined || sample !== undefined;

/** Why rows are not exported, each row counted once: the first reason in this order. */
export interface LeftOut {
  /** Rows of splits that were not asked for. */
  readonly splits: number;
  /** Rows outside of the slice that was asked for. */
  readonly slice: number;
  /** Rows without a label, where only those with one were asked for, or the other way round. */
  readonly unlabeled: number;
  /** The same of rows on which LFs disagree. */
  readonly conflicts: number;
  /** Rows with the text of an earlier one, and those beyond what was to be drawn. */
  readonly others: number;
}

/** @param weights how many rows each kind stands for; one if absent @param exported rows in all */
export function countLeftOut(
  { labels, splits, inConflict, inSlice }: KindsToChoose,
  { splits: asked = SPLITS, unlabeled, conflicts }: ExportOptions,
  weights: ArrayLike<number> | undefined,
  exported: number,
): LeftOut {
  const counts = { splits: 0, slice: 0, unlabeled: 0, conflicts: 0, others: -exported };
  labels.forEach((label, kind) => {
    const reason = !asked.includes(SPLITS[splits[kind]!]!)
      ? "splits"
      : inSlice && inSlice[kind] === 0
        ? "slice"
        : unlabeled !== "keep" && (label === ABSTAIN) !== (unlabeled === "only")
          ? "unlabeled"
          : conflicts !== "keep" && (inConflict[kind] === 1) !== (conflicts === "only")
            ? "conflicts"
            : "others";
    counts[reason] += weights?.[kind] ?? 1;
  });
  return counts;
}

/** For each kind 1 if its rows pass the filters of splits, slice, labels and conflicts. */
export function chooseKinds(
  { labels, splits, inConflict, inSlice }: KindsToChoose,
  { splits: asked = SPLITS, unlabeled, conflicts }: ExportOptions,
): Uint8Array {
  const wanted = SPLITS.map((split) => asked.includes(split));
  const passes = (kind: number): boolean =>
    wanted[splits[kind]!]! &&
    (inSlice === undefined || inSlice[kind] === 1) &&
    (unlabeled === "keep" || (labels[kind] === ABSTAIN) === (unlabeled === "only")) &&
    (conflicts === "keep" || (inConflict[kind] === 1) === (conflicts === "only"));
  return Uint8Array.from(labels, (_, kind) => Number(passes(kind)));
}

/** The rows that are exported, ascending: filtered, then deduplicated, then limited for each label, then a sample of the rest. */
export function chooseRows(candidates: Candidates, options: ExportOptions): Uint32Array {
  let rows = rowsOfKinds(candidates.rowKind, chooseKinds(candidates, options));
  if (options.dedupe) rows = firstOfEachText(rows, candidates.textKeys);
  const { perLabel, sample, seed } = options;
  if (perLabel !== undefined) rows = drawEach(rows, candidates, seed, (label, count) => (label === ABSTAIN ? count : perLabel));
  if (sample !== undefined && sample < rows.length) {
    const quotas = shareOut(sample, countLabels(rows, candidates));
    rows = drawEach(rows, candidates, seed, (label) => quotas[label + 1]!);
  }
  return rows;
}

/** The rows whose kind is marked with 1, ascending. */
export function rowsOfKinds(rowKind: Int32Array, kinds: Uint8Array): Uint32Array {
  const rows = new Uint32Array(rowKind.length);
  let count = 0;
  for (let row = 0; row < rowKind.length; row++) if (kinds[rowKind[row]!] === 1) rows[count++] = row;
  return rows.subarray(0, count);
}

function firstOfEachText(rows: Uint32Array, keys: Uint32Array | undefined): Uint32Array {
  if (!keys) throw new Error("Rows with duplicate text can only be found with the texts' keys.");
  const slots = emptySlots(rows.length);
  return rows.filter((row) => {
    const [low, high] = [keys[2 * row]!, keys[2 * row + 1]!];
    const slot = findSlot(slots, low, (other) => keys[2 * other] === low && keys[2 * other + 1] === high);
    if (slots[slot]! >= 0) return false;
    slots[slot] = row;
    return true;
  });
}

/** Draws as many rows of each label as the quota says, in an order that the seed decides. */
function drawEach(rows: Uint32Array, candidates: Candidates, seed: number, quota: (label: number, count: number) => number): Uint32Array {
  const { labels, rowKind } = candidates;
  const counts = countLabels(rows, candidates);
  const left = counts.map((count, index) => quota(index - 1, count));
  return drawOrder(rows, seed)
    .filter((row) => left[labels[rowKind[row]!]! + 1]!-- > 0)
    .sort();
}

/** Rows by label; the unlabeled first. */
function countLabels(rows: Uint32Array, { labels, rowKind, labelCount }: Candidates): number[] {
  const counts = new Array<number>(labelCount + 1).fill(0);
  for (const row of rows) counts[labels[rowKind[row]!]! + 1]!++;
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
