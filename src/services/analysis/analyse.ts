import { clarityMatrix } from "../../core/clarity/clarity";
import type { PatternIndex } from "../../core/patterns/patternTable";
import { describeFit } from "../../core/labelModel/describeFit";
import { fitLabelModel, type LabelFit } from "../../core/labelModel/fitLabelModel";
import { majorityVote } from "../../core/labelModel/majorityVote";
import { predictLabels } from "../../core/labelModel/predict";
import { countLabels } from "../../core/statistics/labelCounts";
import { buildPatterns, rowLabels } from "../../core/patterns/patterns";
import { summarize } from "../../core/statistics/liveSummary";
import { ABSTAIN } from "../../core/statistics/votes";
import type { Analysis, AnalysisInput } from "../../protocol/analysis";

/** A label model fitted on one vote matrix, and what it was fitted on. */
export interface Fitted extends LabelFit {
  readonly input: AnalysisInput;
  readonly index: PatternIndex;
}

/** Fits the label model on all rows, with the gold that it may use. */
export function fitted(input: AnalysisInput): Fitted {
  const { matrix, names, labelModel, usableGold } = input;
  const index = buildPatterns(matrix);
  return { input, index, ...fitLabelModel({ index, gold: usableGold, names, spec: labelModel }) };
}

/** Statistics, denoised labels and clarity matrices of a fitted label model. */
export function analyse(fit: Fitted): Analysis {
  const { input, index, label } = fit;
  const { matrix, names, endModel = new Int16Array(matrix.rows).fill(ABSTAIN) } = input;
  const majority = majorityVote.predictProba(majorityVote.fit(index.table), index.table);
  const predictions = {
    labelModel: rowLabels(index, label),
    majority: rowLabels(index, predictLabels(majority, index.table)),
    endModel,
  };
  const summary = summarize(matrix);
  return {
    names,
    summary,
    ...describeFit(fit, index.table, summary.lfs, input.labels),
    predictions,
    labelCounts: [...countLabels(predictions.labelModel, matrix.labels)],
    clarity: {
      labelModel: clarityMatrix({ matrix, prediction: predictions.labelModel }),
      majority: clarityMatrix({ matrix, prediction: predictions.majority }),
      endModel: clarityMatrix({ matrix, prediction: predictions.endModel }),
    },
  };
}
