import { ABSTAIN, type VoteColumn, type VoteMatrix } from "./votes";

/** One LF by label: each array has one count of rows per label. */
export interface LabelCounts {
  /** Rows on which it votes the label; coverage of the label = votes / rows. */
  readonly votes: Uint32Array;
  /** Of these, rows whose gold is that label: precision = correct / (correct + incorrect), recall = correct / the label's gold rows. */
  readonly correct: Uint32Array;
  /** Of these, rows with another gold. */
  readonly incorrect: Uint32Array;
}

/** Takes each LF's figures apart by the label it votes. Over all labels they sum to the summary's. */
export const countByLabel = ({ labels, columns, gold }: VoteMatrix): LabelCounts[] =>
  columns.map((column) => countColumn(column, gold, labels));

/** Rows of each label in a column of labels: gold, denoised labels or votes. */
export function countLabels(values: Int16Array, labels: number): Uint32Array {
  const counts = new Uint32Array(labels);
  for (const label of values) if (label !== ABSTAIN) counts[label]!++;
  return counts;
}

function countColumn(column: VoteColumn, gold: Int16Array, labels: number): LabelCounts {
  const votes = countLabels(column, labels);
  const correct = new Uint32Array(labels);
  const incorrect = new Uint32Array(labels);
  for (let row = 0; row < column.length; row++) {
    const vote = column[row]!;
    if (vote === ABSTAIN || gold[row] === ABSTAIN) continue;
    if (vote === gold[row]) correct[vote]!++;
    else incorrect[vote]!++;
  }
  return { votes, correct, incorrect };
}
