import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { metricsJson } from "../../core/metrics/metricsJson";
import { measure } from "../../core/metrics/metrics";
import { rowPredictions } from "../../core/metrics/scoredRows";
import { openSeal, type Seal } from "../../files/seal";
import { userStateFolder } from "../../files/userState";
import { readEvaluations, type FoundEvaluation } from "../../jobs/tuned/evaluations";
import type { SplitFigures, TrainingRecord } from "../../protocol/endModel";
import type { TunedEvaluation } from "../../protocol/tunedModel";
import { wholeNumber } from "../../core/data/numberText";
import { JOBS_FOLDER } from "../jobs/jobsFolder";

/** The evaluations of all jobs of a project. @param warn told of those that cannot be read */
export async function tunedEvaluations(
  root: string,
  warn: (text: string) => void,
  seal: Seal = openSeal(userStateFolder()),
): Promise<FoundEvaluation[]> {
  const folder = join(root, JOBS_FOLDER);
  const ids = (await readdir(folder).catch(() => [])).filter((name) => /^[\w-]+$/.test(name)).sort();
  return (await Promise.all(ids.map((id) => readEvaluations(join(folder, id), warn, seal)))).flat();
}

/**
 * A run with the figures of tuned models that were asked rows of the very same data, as the sources `job:<id>`.
 * Which rows an LF votes on is not known of them: they have no figures of covered rows.
 */
export function withTunedModels<T extends TrainingRecord>(record: T, evaluations: readonly FoundEvaluation[]): T {
  const { labels } = record.evaluation;
  const same = evaluations.filter((one) => isOfSameData(one, record));
  if (same.length === 0) return record;
  const metrics = { ...record.evaluation.metrics };
  for (const { job, split, tuned } of same)
    metrics[`job:${job}`] = { ...metrics[`job:${job}`], [split]: splitFigures(tuned.figures, labels.length) };
  const notes = [...record.evaluation.notes, ...same.map(noteOf)];
  return { ...record, evaluation: { ...record.evaluation, metrics, notes } };
}

/** Whether a tuned model was asked rows of the very data that a run read. */
export const isOfSameData = ({ data, labels }: TunedEvaluation, { inputs, evaluation }: TrainingRecord): boolean =>
  JSON.stringify(data) === JSON.stringify(inputs.data) && JSON.stringify(labels) === JSON.stringify(evaluation.labels);

function splitFigures(figures: TunedEvaluation["tuned"]["figures"], labels: number): SplitFigures {
  const none = measure(rowPredictions(labels, new Float64Array(), new Int16Array())).covered;
  return { ...figures, covered: metricsJson(none), heldOut: false };
}

const noteOf = ({ job, split, rows, goldRows, tuned, trainedOn, elsewhere }: FoundEvaluation): string =>
  [
    `Job ${job} was evaluated on ${wholeNumber(rows)} of ${wholeNumber(goldRows)} gold rows of ${split}`,
    ...(tuned.noLabel.rows > 0 ? [`gave no label on ${wholeNumber(tuned.noLabel.rows)} of them`] : []),
    ...(tuned.unanswered.rows > 0 ? [`left ${wholeNumber(tuned.unanswered.rows)} of them unanswered`] : []),
    ...(trainedOn > 0 ? [`was trained on ${wholeNumber(trainedOn)} of them`] : []),
  ]
    .join(", ")
    .concat("; its answers have no probabilities.")
    .concat(elsewhere ? " Its figures came with the folder and were not measured on this machine. Evaluate it again to be sure." : "");
