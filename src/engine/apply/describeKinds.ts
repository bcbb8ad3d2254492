import { SPLITS, type Split } from "../../core/data/cells";
import { describeFit } from "../../core/labelModel/describeFit";
import type { LabelFit } from "../../core/labelModel/fitLabelModel";
import { majorityVote } from "../../core/labelModel/majorityVote";
import { predictLabels } from "../../core/labelModel/predict";
import { meetingPairs, pairwise } from "../../core/patterns/pairwise";
import { countingOnly } from "../../core/patterns/patterns";
import type { RowKinds } from "../../core/patterns/rowKinds";
import { countRows } from "../../core/slices/countRows";
import type { AppliedSlice } from "./applier";
import type { AllRowsReport, SampleSpec } from "../../protocol/engine";

export interface DescribeInput {
  readonly kinds: RowKinds;
  /** In the order of the kinds' slices; none if absent. */
  readonly slices?: readonly AppliedSlice[];
  readonly fit: LabelFit;
  readonly labels: readonly string[];
  /** The splits whose rows are counted. */
  readonly splits: readonly Split[];
}

/** All statistics that the kinds of rows give; wherever the rows were voted on. */
export function describeKinds({
  kinds: { index, gold, splits, slices: ofKinds },
  slices = [],
  fit,
  labels,
  splits: wanted,
}: DescribeInput): Omit<AllRowsReport, "lfs" | "faults" | "notAsked" | "asked" | "seconds"> {
  const isWanted = (kind: number): boolean => wanted.includes(SPLITS[splits[kind]!]!);
  const counted = countingOnly(index, Array.from(splits.keys()).filter(isWanted));
  const majority = predictLabels(majorityVote.predictProba(majorityVote.fit(index.table), index.table), index.table);
  const toCount = { index, gold, proba: fit.proba, label: fit.label, majority };
  const { ties: _ties, ...figures } = countRows(toCount, isWanted);
  return {
    splits: wanted,
    ...figures,
    pairs: meetingPairs(pairwise(counted.table)),
    ...describeFit(fit, counted.table, figures.summary.lfs, labels),
    slices: slices.map((slice, s) => {
      const isIn = (kind: number): boolean => isWanted(kind) && ofKinds[s]![kind] === 1;
      const own = countingOnly(index, Array.from(splits.keys()).filter(isIn));
      return { ...slice, pairs: meetingPairs(pairwise(own.table)), ...countRows(toCount, isIn) };
    }),
  };
}

/** The splits that a sample is drawn from. */
export function sampledSplits(split: SampleSpec["split"]): readonly Split[] {
  if (split === undefined) return ["train", "dev"];
  return split === "all" ? SPLITS : [split];
}
