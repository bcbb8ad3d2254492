/** Scores a label model on a published set by the report's convention: fit on train, score on test, ties and silent rows by chance. */
import type { LabelModel } from "../../../src/core/labelModel/contract";
import { measure } from "../../../src/core/metrics";
import { countingOnly } from "../../../src/core/patterns";
import { ABSTAIN } from "../../../src/core/votes";
import { type PublishedSet } from "./publishedVotes";

/** The set's metric in points of 100. With a balance, a row without votes gets the balance as its prediction. */
export function publishedScore(model: LabelModel, set: PublishedSet, balance?: readonly number[]): number {
  const { train = set.splits.test!, test = train } = set.splits;
  const { table, rowPattern } = countingOnly(set.index, train);
  const proba = model.predictProba(model.fit(table, balance ? { balance } : {}), table);
  const covered = Uint8Array.from({ length: table.size }, (_, p) => (silent(table.votes, p, table.lfs) ? 0 : 1));
  if (balance) covered.forEach((isCovered, p) => isCovered || proba.set(balance, p * table.labels));
  const gold = Int16Array.from(test, (row) => set.gold[row]!);
  const { all } = measure({ labels: table.labels, gold, rowPattern: Int32Array.from(test, (row) => rowPattern[row]!), proba, covered });
  const score = { acc: all.accuracy, f1: all.perLabel[1]?.f1, macrof1: all.macroF1 }[set.metric];
  return 100 * score!;
}

/** Share of each label among the gold of valid, else of test; none under 0.001, so that no label is ruled out. */
export function publishedBalance({ splits, gold, labels }: PublishedSet): number[] {
  const rows = (splits.valid ?? splits.test ?? splits.train!).filter((row) => gold[row] !== ABSTAIN);
  return Array.from({ length: labels }, (_, k) => Math.max(0.001, rows.filter((row) => gold[row] === k).length / rows.length));
}

function silent(votes: Int16Array, pattern: number, lfs: number): boolean {
  return votes.subarray(pattern * lfs, (pattern + 1) * lfs).every((vote) => vote === ABSTAIN);
}
