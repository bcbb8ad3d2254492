import { SPLITS, type Split } from "../../core/data/cells";
import { describeFit } from "../../core/labelModel/describeFit";
import { majorityVote } from "../../core/labelModel/majorityVote";
import { predictLabels } from "../../core/labelModel/predict";
import { meetingPairs, pairwise } from "../../core/patterns/pairwise";
import { patternClarity } from "../../core/clarity/patternClarity";
import { countingOnly } from "../../core/patterns/patterns";
import { countPatternLabels, summarizePatterns } from "../../core/patterns/patternSummary";
import { ABSTAIN } from "../../core/statistics/votes";
import type { AllRowsReport, MeasureRequest } from "../../protocol/engine";
import type { AllRows } from "./voteOnRows";
import { fitAllRows } from "./fitAllRows";
import { plannedLf } from "../realm/lfFiles";
import type { OpenProject } from "../run/openProject";

export type MeasureInput = AllRows<Omit<MeasureRequest, "files">>;

/**
 * Statistics on all rows instead of a sample. The data is streamed; memory holds the kinds of rows. The label model is fitted on all rows, as for an export; what is counted are the rows of the splits that the sample is drawn from.
 * @throws Error in plain words: no LF to run, or data that changed
 */
export async function measureRows(input: MeasureInput): Promise<AllRowsReport> {
  const startedMs = performance.now();
  const { project, plan, request, applier } = input;
  if (plan.lfs.length === 0) throw new Error(plan.problems[0]?.message ?? "There are no LFs to run.");
  const { kinds, faults, notAsked, asked = [] } = await applier.apply({});
  const { index, gold, splits } = kinds;
  const fit = fitAllRows({ ...kinds, names: plan.lfs.map(({ name }) => name), spec: request.labelModel });
  const wanted = wantedSplits(project.spec.sample.split);
  const isWanted = (kind: number): boolean => wanted.includes(SPLITS[splits[kind]!]!);
  const counted = countingOnly(index, Array.from(splits.keys()).filter(isWanted));
  const ownGold = gold.map((label, kind) => (isWanted(kind) ? label : ABSTAIN));
  const summary = summarizePatterns(counted, ownGold);
  const majority = majorityVote.predictProba(majorityVote.fit(index.table), index.table);
  return {
    splits: wanted,
    lfs: plan.lfs.map(plannedLf),
    summary,
    pairs: meetingPairs(pairwise(counted.table)),
    labelCounts: countPatternLabels(counted.table, fit.label),
    clarity: {
      labelModel: patternClarity(index, fit.label, ownGold),
      majority: patternClarity(index, predictLabels(majority, index.table), ownGold),
    },
    ...describeFit(fit, counted.table, summary.lfs, project.spec.labels),
    faults: plan.lfs.map(({ name }) => faults.filter(({ lf }) => lf === name).map(({ fault }) => fault)),
    notAsked,
    asked: plan.lfs.map((_, j) => asked[j]),
    seconds: (performance.now() - startedMs) / 1000,
  };
}

function wantedSplits(split: OpenProject["spec"]["sample"]["split"]): readonly Split[] {
  if (split === undefined) return ["train", "dev"];
  return split === "all" ? SPLITS : [split];
}
