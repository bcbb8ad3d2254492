import { SPLITS, type Split } from "../../core/data/cells";
import { measureSplits } from "../../core/endModel/compareModels";
import { metricsJson } from "../../core/metrics/metricsJson";
import { withoutJudgement } from "../../core/metrics/oneLabel";
import type { Metrics, Sides } from "../../core/metrics/metrics";
import { rowPredictions, type Predictions } from "../../core/metrics/scoredRows";
import type { SourceFigures, SplitFigures } from "../../protocol/endModel";
import { onlyGoldLabel } from "../../core/statistics/votes";
import type { EvaluateInput, GoldRows } from "./evaluateInput";

/**
 * Figures of majority vote, the label model and the end model by split. Where a split's gold was lent to the label model, it is
 * judged as it was before, so that the same gold may judge it.
 * Gold of one label judges none of them.
 */
export function measureSources({ collected, soft, lent }: EvaluateInput, { rows, proba, heldOut }: GoldRows): SourceFigures {
  const { gold, index, splits } = collected;
  const { labels } = index.table;
  const judges = labels === 1 || onlyGoldLabel(gold) === undefined;
  const own = Int16Array.from(rows, (row) => gold[row]!);
  const rowPattern = Int32Array.from(rows, (row) => index.rowPattern[row]!);
  const bySplit = Object.fromEntries(
    SPLITS.map((split, s) => [split, Uint32Array.from(rows.keys()).filter((i) => splits[rows[i]!] === s)] as const).filter(
      ([, { length }]) => length > 0,
    ),
  ) as Partial<Record<Split, Uint32Array>>;
  const voted = (patternProba: Float64Array): Predictions => ({
    labels,
    gold: own,
    rowPattern,
    proba: patternProba,
    covered: soft.covered,
  });
  const endModel = { ...rowPredictions(labels, proba, own), covered: Uint8Array.from(rowPattern, (pattern) => soft.covered[pattern]!) };
  const figures = (predictionsOf: (split: Split) => Predictions, isHeldOut: (row: number) => boolean): SourceFigures[string] =>
    Object.fromEntries(
      (Object.entries(bySplit) as [Split, Uint32Array][]).map(([split, picks]) => {
        const { [split]: measured } = measureSplits(predictionsOf(split), { [split]: picks });
        return [
          split,
          splitFigures(
            measured!,
            picks.some((i) => isHeldOut(rows[i]!)),
            judges,
          ),
        ];
      }),
    );
  const lends = (split: Split): boolean => bySplit[split]!.some((i) => lent(rows[i]!));
  return {
    majority: figures(
      () => voted(soft.majority),
      () => false,
    ),
    labelModel: figures((split) => voted(lends(split) ? soft.plain : soft.fit.proba), lent),
    endModel: figures(
      () => endModel,
      (row) => heldOut.has(row),
    ),
  };
}

const splitFigures = ({ all, covered }: Sides<Metrics>, heldOut: boolean, judges: boolean): SplitFigures => {
  const json = (metrics: Metrics): ReturnType<typeof metricsJson> =>
    judges ? metricsJson(metrics) : withoutJudgement(metricsJson(metrics));
  return { ...json(all), covered: json(covered), heldOut };
};
