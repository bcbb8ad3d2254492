import { featureWeights } from "../../core/endModel/featureWeights";
import { predictHeldOut } from "../../core/endModel/trainEndModel";
import { oneLabelNote } from "../../core/metrics/oneLabel";
import { applyTemperature } from "../../core/endModel/temperature";
import { ABSTAIN, onlyGoldLabel } from "../../core/statistics/votes";
import type { EvaluateReport } from "../../protocol/endModel";
import { findDisagreements, findWrongGold } from "./doubtfulRows";
import { crossoverReport } from "./crossoverReport";
import { measureSources } from "./measureSources";
import { type GoldRows } from "./evaluateInput";
import { drawRows, rowsWhere } from "../apply/partRows";
import { neighbourNotes } from "./neighbourNotes";
import { predictParts } from "./predictParts";
import { mayTrain } from "./trainingRows";
import type { EvaluateInput } from "./evaluateInput";

/** The most rows times labels of which probabilities are kept in memory. */
const MOST_PROBABILITIES = 2 ** 25;

/** Measures majority vote, the label model and the end model on all gold, and finds the rows that deserve a look. */
export async function evaluateModels(input: EvaluateInput): Promise<EvaluateReport> {
  const { project, collected, soft, trained, scored, request, onProgress } = input;
  const { labels } = project.spec;
  const { gold, index, parts } = collected;
  const allGold = rowsWhere(gold.length, (row) => gold[row] !== ABSTAIN);
  const picked = drawRows(allGold, Math.floor(MOST_PROBABILITIES / labels.length), request.spec.seed);
  const predictions = await predictParts({
    ...{ model: trained.model, sources: input.sources, parts, total: gold.length, picked },
    onRows: (done) => onProgress({ what: "predicting", done, total: gold.length }),
  });
  const heldOut = heldOutPredictions(input, picked, predictions.proba);
  const judged: GoldRows = { rows: picked, proba: heldOut.proba, heldOut: heldOut.rows };
  const places = { collected, textColumn: project.spec.columns.text, labels };
  const crossover = await crossoverReport(input);
  return {
    labels: [...labels],
    scored: scored ?? null,
    rows: {
      read: gold.length,
      covered: rowsWhere(gold.length, (row) => soft.covered[index.rowPattern[row]!] === 1).length,
      gold: allGold.length,
    },
    metrics: measureSources(input, judged),
    disagreements: await findDisagreements(places, soft, predictions),
    wrongGold: await findWrongGold(places, judged),
    ...(crossover ? { crossover } : {}),
    weights: featureWeights(trained.model).map((sides, label) => ({ label: labels[label]!, ...sides })),
    notes: [
      ...notesOn(input, allGold.length),
      ...(picked.length < allGold.length ? [`Scored on a random sample of ${picked.length} of ${allGold.length} gold rows.`] : []),
    ],
  };
}

/** Predictions of gold rows, none by a model that has seen the row's gold. */
function heldOutPredictions(
  { collected, rows, trained, scored, onProgress }: EvaluateInput,
  picked: Uint32Array,
  direct: Float64Array,
): { readonly proba: Float64Array; readonly rows: ReadonlySet<number> } {
  const { mixture } = trained.report;
  if (mixture.goldWeight === 0 && !mixture.prior) return { proba: direct, rows: new Set() };
  const labels = trained.model.labels.length;
  onProgress({ what: "predicting gold rows by models that have not seen them", done: 0, total: 0 });
  const may = mayTrain(collected, scored);
  const held = predictHeldOut(rows, mixture);
  const tempered = applyTemperature(held.proba, labels, trained.model.temperature);
  const placeOf = new Map(Array.from(picked, (row, place) => [row, place]));
  const proba = direct.slice();
  const heldOut = new Set<number>();
  held.rows.forEach((drawn, i) => {
    const row = rows.rows[drawn]!;
    const place = placeOf.get(row);
    if (place === undefined || !may(row)) return;
    proba.set(tempered.subarray(i * labels, (i + 1) * labels), place * labels);
    heldOut.add(row);
  });
  return { proba, rows: heldOut };
}

function notesOn({ rows, trained, scored, soft, collected }: EvaluateInput, gold: number): string[] {
  const { goldWeight, prior } = trained.report.mixture;
  const candidates = trained.report.candidates.length;
  const only = trained.model.labels.length > 1 ? onlyGoldLabel(collected.gold) : undefined;
  return [
    ...(only === undefined ? [] : [oneLabelNote(gold, trained.model.labels[only]!)]),
    ...(gold === 0 ? ["There is no gold, so nothing can be scored. Label some rows of a dev or test split."] : []),
    ...(gold > 0 && scored === undefined && (goldWeight !== 0 || prior)
      ? ["No split was held out for scoring: each gold row is scored by models that have not seen it (4 folds)."]
      : []),
    ...(candidates === 0 && trained.report.goldRows > 0
      ? ["Too little gold (under 20 rows, or of one label) to choose how to train on it: the defaults were used."]
      : []),
    ...(goldWeight === "only"
      ? ["Gold alone predicts held-out gold best: with that much gold these LFs add no accuracy. Improve the LFs, or label more gold."]
      : []),
    ...neighbourNotes(trained.report.neighbours, goldWeight === "only"),
    ...(rows.left > 0 ? [`Trained on ${rows.known} randomly chosen rows; ${rows.left} more were available ("endModel": { "rows" }).`] : []),
    ...(collected.index.table.size > 0 && soft.covered.every((covered) => covered === 0)
      ? ["No LF votes on any row: trained on gold only."]
      : []),
  ];
}
