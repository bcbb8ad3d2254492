import { freezeFit } from "../../core/labelModel/frozen";
import type { MeasureAnswer, MeasureRequest } from "../../protocol/engine";
import type { AllRows } from "./voteOnRows";
import { describeKinds, sampledSplits } from "./describeKinds";
import { fitAllRows } from "./fitAllRows";
import { plannedLf } from "../realm/lfFiles";

export type MeasureInput = AllRows<Omit<MeasureRequest, "files">>;

/**
 * Statistics on all rows instead of a sample. The data is streamed; memory holds the kinds of rows. The label model is fitted on all rows, as for an export; what is counted are the rows of the splits that the sample is drawn from.
 * @throws Error in plain words: no LF to run, or data that changed
 */
export async function measureRows(input: MeasureInput): Promise<MeasureAnswer> {
  const startedMs = performance.now();
  const { project, plan, request, applier } = input;
  if (plan.lfs.length === 0) throw new Error(plan.problems[0]?.message ?? "There are no LFs to run.");
  const { kinds, faults, notAsked, asked = [], slices } = await applier.apply({ slices: "all" });
  const fit = fitAllRows({ ...kinds, names: plan.lfs.map(({ name }) => name), spec: request.labelModel });
  return {
    ...describeKinds({ kinds, slices, fit, labels: project.spec.labels, splits: sampledSplits(project.spec.sample.split) }),
    lfs: plan.lfs.map(plannedLf),
    faults: plan.lfs.map(({ name }) => faults.filter(({ lf }) => lf === name).map(({ fault }) => fault)),
    notAsked,
    asked: plan.lfs.map((_, j) => asked[j]),
    frozen: freezeFit(fit),
    seconds: (performance.now() - startedMs) / 1000,
  };
}
