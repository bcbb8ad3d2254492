import { patternClarity } from "../../core/clarity/patternClarity";
import { SPLITS, type Split } from "../../core/data/cells";
import { describeFit } from "../../core/labelModel/describeFit";
import type { LabelFit } from "../../core/labelModel/fitLabelModel";
import { majorityVote } from "../../core/labelModel/majorityVote";
import { predictLabels } from "../../core/labelModel/predict";
import { meetingPairs, pairwise } from "../../core/patterns/pairwise";
import { countingOnly } from "../../core/patterns/patterns";
import { countPatternLabels, summarizePatterns } from "../../core/patterns/patternSummary";
import type { RowKinds } from "../../core/patterns/rowKinds";
import { ABSTAIN } from "../../core/statistics/votes";
import type { AllRowsReport, SampleSpec } from "../../protocol/engine";

export interface DescribeInput {
  readonly kinds: RowKinds;
  readonly fit: LabelFit;
  readonly labels: readonly string[];
  /** The splits whose rows are counted. */
  readonly splits: readonly Split[];
}

/** All statistics that the kinds of rows give; wherever the rows were voted on. */
export function describeKinds({
  kinds: { index, gold, splits },
  fit,
  labels,
  splits: wanted,
}: DescribeInput): Omit<AllRowsReport, "lfs" | "faults" | "notAsked" | "asked" | "seconds"> {
  const isWanted = (kind: number): boolean => wanted.includes(SPLITS[splits[kind]!]!);
  const counted = countingOnly(index, Array.from(splits.keys()).filter(isWanted));
  const ownGold = gold.map((label, kind) => (isWanted(kind) ? label : ABSTAIN));
  const summary = summarizePatterns(counted, ownGold);
  const majority = majorityVote.predictProba(majorityVote.fit(index.table), index.table);
  return {
    splits: wanted,
    summary,
    pairs: meetingPairs(pairwise(counted.table)),
    labelCounts: countPatternLabels(counted.table, fit.label),
    clarity: {
      labelModel: patternClarity(index, fit.label, ownGold),
      majority: patternClarity(index, predictLabels(majority, index.table), ownGold),
    },
    ...describeFit(fit, counted.table, summary.lfs, labels),
  };
}

/** The splits that a sample is drawn from. */
export function sampledSplits(split: SampleSpec["split"]): readonly Split[] {
  if (split === undefined) return ["train", "dev"];
  return split === "all" ? SPLITS : [split];
}
