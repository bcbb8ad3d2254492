import { resolve } from "node:path";
import { SPLITS, type Split } from "../../core/data/cells";
import { goldSplits } from "../../core/endModel/goldSplits";
import { hashFiles } from "../../engine/output/inputs";
import type { TrainingRecord } from "../../protocol/endModel";
import type { ModelName } from "../../protocol/evaluationPanel";
import type { RowComparison, RowLabels } from "../../protocol/rowComparison";
import type { TunedEvaluation } from "../../protocol/tunedModel";
import { modelFileOf } from "../endModel/trainingStore";
import { onAllRows, type LongWork } from "../tasks/longWork";
import { isOfSameData } from "../tunedModel/withTunedModels";

/** Two models, and the runs and evaluations that are on record. */
export interface CompareModels {
  readonly runs: readonly TrainingRecord[];
  readonly tuned: readonly TunedEvaluation[];
  readonly first: ModelName;
  readonly second: ModelName;
}

/** Whether a source's label of each row can be known: end models predict, and tuned models were asked. */
export const isKnownByRow = (source: string): boolean => source === "endModel" || source.startsWith("job:");

/** What is known of a project's models. */
export interface KnownModels extends Pick<CompareModels, "runs" | "tuned"> {
  /** The project's folder. */
  readonly root: string;
}

/**
 * Any two models of any two runs row by row, on the project's data as it is now, a task; no LF runs.
 * Rejects with a plain message if a model is no longer there, or if its label of each row is not known.
 */
export async function compareModels(work: LongWork, { runs, tuned, first, second }: CompareModels): Promise<RowComparison> {
  const { root, tasks, state, ready } = work;
  ready();
  const labelsOf = (model: ModelName): Promise<RowLabels> => rowLabels(model, { root, runs, tuned });
  const seen = [first, second].flatMap((model) => seenBy(model, { runs, tuned }));
  const request = { first: await labelsOf(first), second: await labelsOf(second), seen: SPLITS.filter((split) => seen.includes(split)) };
  const title = `Two models of ${state().name}, row by row`;
  return tasks.run({ kind: "compare", title, excludes: [] }, (task) => onAllRows(work, task, (engine) => engine.compare(request)));
}

/** The splits whose gold may have trained a model. */
function seenBy({ run, source }: ModelName, { runs, tuned }: Pick<KnownModels, "runs" | "tuned">): Split[] {
  const record = runs.find(({ id }) => id === run);
  if (source === "endModel") return record ? goldSplits(record.training.mixture, record.options.scored) : [];
  return tuned.filter(({ job, trainedOn }) => `job:${job}` === source && trainedOn > 0).map(({ split }) => split);
}

/** @throws Error in plain words if they are not known */
export async function rowLabels({ run: id, source }: ModelName, { root, runs, tuned }: KnownModels): Promise<RowLabels> {
  const run = runs.find((one) => one.id === id);
  if (!run) throw new Error(`Run ${id} no longer exists. Choose another.`);
  if (source === "endModel") {
    const file = await modelFileOf(root, run);
    if (file !== undefined) return { file };
    throw new Error(`The end model of run ${id} has been deleted; only the figures of old runs are kept. Choose another.`);
  }
  const asked = tuned.filter((one) => `job:${one.job}` === source && one.answers !== undefined && isOfSameData(one, run));
  if (asked.length > 0) {
    await assertSameData(root, asked[0]!);
    return { labels: Object.fromEntries(asked.map(({ split, answers }) => [split, answers])) };
  }
  throw new Error(
    source.startsWith("job:")
      ? `The answers of job ${source.slice(4)} were not stored per row. Evaluate the tuned model again; existing answers are reused at no cost.`
      : `Only end models and tuned models can be compared row by row: labels per row are not stored for ${source}.`,
  );
}

/** An end model predicts the rows as they are now; answers are of the rows as they were. */
async function assertSameData(root: string, { job, data }: TunedEvaluation): Promise<void> {
  const now = await hashFiles(
    root,
    data.map(({ path }) => resolve(root, path)),
  );
  if (JSON.stringify(now) !== JSON.stringify(data))
    throw new Error(
      `The data has changed since the model of job ${job} was evaluated, so its answers may belong to other rows. Evaluate the tuned model again.`,
    );
}
