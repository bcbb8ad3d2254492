import { SPLITS } from "../../core/data/cells";
import type { PatternIndex } from "../../core/patterns/patternTable";
import { fitLabelModel, type LabelFit, type LabelModelSpec } from "../../core/labelModel/fitLabelModel";
import { usableGold } from "../../core/labelModel/usableGold";
import { countingOnly } from "../../core/patterns/patterns";

export interface AllRowsInput {
  readonly index: PatternIndex;
  /** Label index or ABSTAIN, and index into SPLITS, of each of its entries. */
  readonly gold: Int16Array;
  readonly splits: Uint8Array;
  /** The LFs' names, in the order of the patterns' votes. */
  readonly names: readonly string[];
  /** "auto" if absent. */
  readonly spec?: LabelModelSpec | undefined;
}

/** Fits the label model on all rows' patterns. As in the editor. */
export function fitAllRows({ index, gold, splits, names, spec = { kind: "auto" } }: AllRowsInput): LabelFit {
  const parts = SPLITS.map((name, split) => ({
    name,
    counts: countingOnly(
      index,
      [...splits.keys()].filter((row) => splits[row] === split),
    ).table.counts,
  }));
  return fitLabelModel({ index, gold: usableGold(gold, splits), names, spec, parts: parts.filter(({ name }) => name !== "dev") });
}
