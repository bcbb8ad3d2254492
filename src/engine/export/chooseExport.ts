import { SPLITS } from "../../core/data/cells";
import { chooseKinds, chooseRows, choosesRows, countLeftOut, type KindsToChoose, type LeftOut } from "../../core/export/chooseRows";
import { patternsInConflict } from "../../core/export/patternsInConflict";
import type { PatternRecord } from "../../core/export/exportColumns";
import type { ExportOptions } from "../../core/export/exportOptions";
import { finalLabels } from "../../core/export/finalLabels";
import { groupNearDuplicates } from "../../core/export/nearDuplicates";
import { splitRows } from "../../core/export/splitRows";
import { isTie } from "../../core/labelModel/predict";
import { ABSTAIN } from "../../core/statistics/votes";
import type { Applied } from "../apply/applier";

/** What the label model says of each pattern. */
export interface Denoised extends PatternRecord {
  /** Label index or ABSTAIN. */
  readonly patternLabel: Int16Array;
}

/** The rows that are exported, with the label and the split they get. */
export interface Chosen {
  /** The label of each kind of row, or ABSTAIN. */
  readonly labels: Int16Array;
  /** For each kind 1 if its rows are exported, or may be. */
  readonly kinds: Uint8Array;
  /** The rows that are exported, ascending, where their kind alone does not decide it. */
  readonly rows?: Uint32Array;
  /** An index into SPLITS for each of `rows`, where they are split again. */
  readonly splits?: Uint8Array;
  readonly counts: Readonly<ChosenCounts>;
  readonly leftOut: LeftOut;
}

/** Whether the kinds of single rows must be kept in memory to know which are exported: else kinds are enough. */
export const needsRows = (options: ExportOptions): boolean => picksRows(options) || options.featureAware === true;

const picksRows = (options: ExportOptions): boolean => choosesRows(options) || options.resplit !== undefined;

/** Decides which rows are exported, with which label, and in which split. */
export function choose(collected: Applied, denoised: Denoised, options: ExportOptions): Chosen {
  const { kinds, rowKind, textKeys } = collected;
  const { index, gold, splits, slices } = kinds;
  const { rowPattern, table, weights } = index;
  const { patternLabel, confidence, labels: labelCount } = denoised;
  const labels = finalLabels({ rowPattern, patternLabel, patternConfidence: confidence, gold }, options);
  const disputed = patternsInConflict(table);
  const inConflict = Uint8Array.from(rowPattern, (pattern) => disputed[pattern]!);
  const toChoose: KindsToChoose = { labels, splits, inConflict, ...(slices[0] ? { inSlice: slices[0] } : {}) };
  const chosen = { labels, kinds: chooseKinds(toChoose, options) };
  const counts = emptyCounts(labelCount);
  if (!picksRows(options)) {
    chosen.kinds.forEach((isChosen, kind) => isChosen && count(counts, labels[kind]!, splits[kind]!, weights[kind]!));
    return { ...chosen, counts, leftOut: countLeftOut(toChoose, options, weights, counts.rows) };
  }
  if (!rowKind) throw new Error("It was not kept of which kind each row is.");
  const rows = chooseRows({ ...toChoose, labelCount, rowKind, ...(textKeys ? { textKeys } : {}) }, options);
  const resplit = resplitRows(rows, labels, collected, options);
  rows.forEach((row, i) => count(counts, labels[rowKind[row]!]!, resplit?.[i] ?? splits[rowKind[row]!]!, 1));
  const leftOut = countLeftOut(toChoose, options, weights, counts.rows);
  return { ...chosen, rows, ...(resplit ? { splits: resplit } : {}), counts, leftOut };
}

function resplitRows(
  rows: Uint32Array,
  labels: Int16Array,
  { rowKind, bandKeys }: Applied,
  { resplit, seed }: ExportOptions,
): Uint8Array | undefined {
  if (!resplit || !bandKeys || !rowKind) return undefined;
  const own = new Int16Array(rows.length);
  rows.forEach((row, i) => (own[i] = labels[rowKind[row]!]!));
  return splitRows({ groups: groupNearDuplicates(rows, bandKeys), labels: own, shares: resplit, seed });
}

/** Of all rows, exported or not: those without a label, and among them those whose two most probable labels tie. */
export function countWithoutLabel(
  { kinds: { index } }: Pick<Applied, "kinds">,
  { proba, patternLabel }: Denoised,
  { labels }: Chosen,
): { rows: number; ties: number } {
  const { rowPattern, weights, table } = index;
  const tied = Array.from(patternLabel, (_, pattern) => isTie(proba, patternLabel, pattern, table.labels));
  const counts = { rows: 0, ties: 0 };
  labels.forEach((label, kind) => {
    if (label !== ABSTAIN) return;
    counts.rows += weights[kind]!;
    if (tied[rowPattern[kind]!]) counts.ties += weights[kind]!;
  });
  return counts;
}

/** How many rows are exported: in all, by label (the unlabeled are not among these), and by index into SPLITS. */
export interface ChosenCounts {
  rows: number;
  readonly byLabel: number[];
  readonly bySplit: number[];
}

const emptyCounts = (labels: number): ChosenCounts => ({
  rows: 0,
  byLabel: new Array<number>(labels).fill(0),
  bySplit: SPLITS.map(() => 0),
});

function count(counts: ChosenCounts, label: number, split: number, rows: number): void {
  counts.rows += rows;
  if (label !== ABSTAIN) counts.byLabel[label]! += rows;
  counts.bySplit[split]! += rows;
}
