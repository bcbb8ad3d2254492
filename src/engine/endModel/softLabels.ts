import { fitLabelModel, type LabelFit, type LabelModelSpec } from "../../core/labelModel/fitLabelModel";
import { withGold } from "../../core/labelModel/gold";
import { fillSilent } from "../../core/labelModel/otherwise";
import { majorityVote } from "../../core/labelModel/majorityVote";
import { resolveLabelModel } from "../../core/labelModel/registry";
import { goldCounts } from "../../core/patterns/patterns";
import { ABSTAIN } from "../../core/statistics/votes";
import type { AppliedRows } from "../apply/applyToAll";

export interface SoftLabelsInput {
  readonly collected: AppliedRows;
  readonly names: readonly string[];
  readonly labelModel: LabelModelSpec;
  /** Whether the label model may use a row's gold. */
  readonly mayUse: (row: number) => boolean;
}

/** What the votes of all rows come to. All probabilities are patterns x labels, row-major. */
export interface SoftLabels {
  readonly fit: LabelFit;
  /** Of the label model before gold corrects it: these train, and the same gold may judge them. */
  readonly plain: Float64Array;
  readonly majority: Float64Array;
  /** For each pattern 1 if an LF votes in it, or the config says what rows without a vote are. */
  readonly covered: Uint8Array;
  /** The label model's with the class prior of this gold (label of every row of the data, or ABSTAIN). Absent if the config forbids gold. */
  readonly withPrior?: (gold: Int16Array) => Float64Array;
}

/** Fits the label model on the votes of all rows, as an export does. */
export function softLabels({ collected, names, labelModel, mayUse }: SoftLabelsInput): SoftLabels {
  const { index, gold } = collected;
  const { table } = index;
  const usable = gold.map((label, row) => (mayUse(row) ? label : ABSTAIN));
  const fit = fitLabelModel({ index, gold: usable, names, spec: labelModel });
  const base = resolveLabelModel(labelModel.kind);
  // It is fitted already: only the prior is to be learned again and again.
  const corrected = withGold({ ...base, fit: () => fit.parameters.base }, "prior");
  const silent = fit.otherwise?.proba;
  const withSilent = (proba: Float64Array): Float64Array => (silent ? fillSilent(proba, table, silent) : proba);
  return {
    fit,
    plain: withSilent(base.predictProba(fit.parameters.base, table)),
    majority: majorityVote.predictProba(majorityVote.fit(table), table),
    covered: silent ? new Uint8Array(table.size).fill(1) : coveredPatterns(collected),
    ...(labelModel.gold === "none"
      ? {}
      : { withPrior: (some) => withSilent(corrected.predictProba(corrected.fit(table, { gold: goldCounts(index, some) }), table)) }),
  };
}

function coveredPatterns({ index: { table } }: AppliedRows): Uint8Array {
  const { votes, lfs, size } = table;
  return Uint8Array.from({ length: size }, (_, p) => Number(votes.subarray(p * lfs, (p + 1) * lfs).some((vote) => vote !== ABSTAIN)));
}
