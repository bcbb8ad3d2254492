import { SPLITS } from "../data/cells";
import { ABSTAIN } from "../statistics/votes";
import { chooseKinds } from "./chooseRows";
import type { ExportOptions } from "./exportOptions";
import { finalLabels, type LabeledRows } from "./finalLabels";

/** What is known of a sample of the rows that an export reads. */
export interface SampledRows extends LabeledRows {
  /** Index into SPLITS of each row. */
  readonly splits: Uint8Array;
  /** 1 for each row on which LFs disagree. */
  readonly inConflict: Uint8Array;
  readonly labelCount: number;
}

/** How many rows an export is going to have. Counts are whole; `exact` says whether they were counted or worked out from a sample. */
export interface ExpectedRows {
  /** Before rows with the same text are left out. */
  readonly rows: number;
  /** By label; the unlabeled are not among these. */
  readonly labels: readonly number[];
  readonly unlabeled: number;
  /** By index into SPLITS: of the data's splits, or of the new ones. */
  readonly splits: readonly number[];
  /** Whether the number of rows, and those of each label, were counted. */
  readonly exact: { readonly rows: boolean; readonly labels: boolean };
}

/**
 * What the filters leave of the rows, worked out from a sample: each split by the sample's rows of it, and one of which the sample
 * has none by all the others.
 * @param splitRows the data's rows by index into SPLITS
 */
export function expectedRows(sample: SampledRows, splitRows: readonly number[], options: ExportOptions): ExpectedRows {
  const labels = finalLabels(sample, options);
  const width = sample.labelCount + 1;
  // Every row is a kind of its own. The splits asked for are left to the scaling: they say nothing of splits that were not sampled.
  const { splits: wanted = SPLITS, ...filters } = options;
  const chosen = chooseKinds({ labels, splits: sample.splits, inConflict: sample.inConflict }, filters);
  const sampled = SPLITS.map(() => 0);
  const counts = SPLITS.map(() => new Array<number>(width).fill(0));
  for (let row = 0; row < labels.length; row++) {
    const split = sample.splits[row]!;
    sampled[split]!++;
    if (chosen[row] === 1) counts[split]![labels[row]! === ABSTAIN ? sample.labelCount : labels[row]!]!++;
  }
  const all = counts[0]!.map((_, label) => sum(counts.map((own) => own[label]!)));
  const scaled = SPLITS.map((split, s) => {
    if (!wanted.includes(split)) return all.map(() => 0);
    const [own, of] = sampled[s]! > 0 ? [counts[s]!, sampled[s]!] : [all, labels.length];
    return own.map((count) => (of === 0 ? 0 : (count * splitRows[s]!) / of));
  });
  return { ...rounded(scaled, options), exact: exactness(labels.length === sum(splitRows), options) };
}

/** @param scaled rows by split and label, the unlabeled last */
function rounded(scaled: readonly (readonly number[])[], { resplit }: ExportOptions): Omit<ExpectedRows, "exact"> {
  const rows = Math.round(sum(scaled.flat()));
  const byLabel = scaled[0]!.map((_, label) => Math.round(sum(scaled.map((own) => own[label]!))));
  const bySplit = resplit ? SPLITS.map((split) => Math.round(rows * resplit[split])) : scaled.map((own) => Math.round(sum(own)));
  return { rows, labels: byLabel.slice(0, -1), unlabeled: byLabel.at(-1)!, splits: bySplit };
}

function exactness(isWhole: boolean, options: ExportOptions): ExpectedRows["exact"] {
  const { unlabeled, conflicts, dedupe, perLabel, sample, featureAware } = options;
  const drawn = dedupe || perLabel !== undefined || sample !== undefined;
  const keepsAll = unlabeled === "keep" && conflicts === "keep";
  return { rows: !drawn && (isWhole || keepsAll), labels: !drawn && isWhole && !featureAware };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
