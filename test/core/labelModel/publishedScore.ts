import type { LabelModel } from "../../../src/core/labelModel/contract";
import { countingOnly } from "../../../src/core/patterns/patterns";
import { ABSTAIN } from "../../../src/core/statistics/votes";
import { fittedAndScored, measureOn, publishedMetric, type PublishedSet } from "./publishedVotes";

/** A model's score on a published set, in percent. With a balance, a row without votes gets the balance as its prediction. */
export function publishedScore(model: LabelModel, set: PublishedSet, balance?: readonly number[]): number {
  const { fitted, scored } = fittedAndScored(set);
  const { table } = countingOnly(set.index, fitted);
  const proba = model.predictProba(model.fit(table, balance ? { balance } : {}), table);
  for (let at = 0; balance && at < proba.length; at += set.labels) {
    if (proba.subarray(at, at + set.labels).every((p) => p === 0)) proba.set(balance, at);
  }
  return publishedMetric(set, measureOn(set, scored, proba).all);
}

/** Share of each label among the gold of valid, else of test; none under 0.001, so that no label is ruled out. */
export function publishedBalance(set: PublishedSet): number[] {
  const rows = (set.splits.valid ?? fittedAndScored(set).scored).filter((row) => set.gold[row] !== ABSTAIN);
  return Array.from({ length: set.labels }, (_, k) => Math.max(0.001, rows.filter((row) => set.gold[row] === k).length / rows.length));
}
