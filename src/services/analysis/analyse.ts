import { clarityMatrix } from "../../core/clarity";
import { predictLabels } from "../../core/labelModel/predict";
import { resolveLabelModel } from "../../core/labelModel/registry";
import { buildPatterns, rowLabels } from "../../core/patterns";
import { summarize } from "../../core/summary";
import type { Analysis, AnalysisInput } from "../../protocol/analysis";

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
