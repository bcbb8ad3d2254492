import { meanOf } from "../../core/metrics/confusion";
import { metricsJson } from "../../core/metrics/metricsJson";
import { measure } from "../../core/metrics/metrics";
import { rowPredictions } from "../../core/metrics/scoredRows";
import type { Figures } from "../../protocol/endModel";

/**
 * Answers as probabilities: all of it on one label. What is no label stands in a column of its own behind the labels, so that it is
 * wrong on every row and counts for no label.
 * @param answered label of each row, or -1
 * @returns rows x (labels + 1)
 */
export function answerProba(answered: Int16Array, labels: number): Float64Array {
  const proba = new Float64Array(answered.length * (labels + 1));
  answered.forEach((label, row) => (proba[row * (labels + 1) + (label < 0 ? labels : label)] = 1));
  return proba;
}

/** How good answers are. They have no probabilities, so that the figures that need them are null. */
export function answerFigures(proba: Float64Array, gold: Int16Array, labels: number): Figures {
  const figures = metricsJson(measure(rowPredictions(labels + 1, proba, gold)).all);
  const perLabel = figures.perLabel.slice(0, labels);
  return {
    ...figures,
    perLabel,
    macroF1: meanOf(perLabel.map(({ f1 }) => f1 ?? undefined)) ?? null,
    confusion: figures.confusion.slice(0, labels).map((row) => row.slice(0, labels)),
    ...{ logLoss: null, brier: null, ece: null, reliability: [] },
  };
}
