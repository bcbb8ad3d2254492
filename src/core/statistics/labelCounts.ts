import { ABSTAIN } from "./votes";

/** Rows of each label in a column of labels: gold, denoised labels or votes. */
export function countLabels(values: Int16Array, labels: number): Uint32Array {
  const counts = new Uint32Array(labels);
  for (const label of values) if (label !== ABSTAIN) counts[label]!++;
  return counts;
}
