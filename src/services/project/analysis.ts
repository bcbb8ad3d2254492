import { clarityMatrix, type ClarityMatrix } from "../../core/clarity";
import { resolveLabelModel } from "../../core/labelModel/registry";
import { predictLabels } from "../../core/labelModel/predict";
import { buildPatterns, rowLabels } from "../../core/patterns";
import { summarize, type Summary } from "../../core/summary";
import type { VoteMatrix } from "../../core/votes";

export interface AnalysisInput {
  readonly matrix: VoteMatrix;
  /** The LFs' names, in the order of the matrix's columns. */
  readonly names: readonly string[];
  readonly labelModel: string;
  readonly balance?: readonly number[];
}

/** All that is computed from votes and gold. */
export interface Analysis {
  readonly names: readonly string[];
  readonly summary: Summary;
  readonly labelModel: { readonly kind: string; readonly title: string };
  /** The denoised label of each row: a label index, or ABSTAIN. */
  readonly prediction: Int16Array;
  /** Denoised rows per label. */
  readonly labelCounts: readonly number[];
  readonly clarity: ClarityMatrix;
}

/** Statistics, denoised labels and the clarity matrix of one vote matrix. */
export function analyse({ matrix, names, labelModel, balance }: AnalysisInput): Analysis {
  const model = resolveLabelModel(labelModel);
  const patterns = buildPatterns(matrix);
  const parameters = model.fit(patterns.table, balance === undefined ? {} : { balance });
  const prediction = rowLabels(patterns, predictLabels(model.predictProba(parameters, patterns.table), patterns.table));
  const labelCounts = new Array<number>(matrix.labels).fill(0);
  for (const label of prediction) if (label >= 0) labelCounts[label]!++;
  return {
    names,
    summary: summarize(matrix),
    labelModel: { kind: model.kind, title: model.title },
    prediction,
    labelCounts,
    clarity: clarityMatrix({ matrix, prediction }),
  };
}
