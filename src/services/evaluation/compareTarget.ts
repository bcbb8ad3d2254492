import { join } from "node:path";
import { trainsEndModel } from "../../jobs/providers/descriptions";
import { readJob } from "../../jobs/store";
import { JOBS_FOLDER } from "../jobs/jobsFolder";
import { rowLabels, type KnownModels } from "./compareModels";

/**
 * Looks whether a model can be compared row by row with one that is yet to be trained.
 * @param model "previous", a run's id, or "job:<id>"
 * @throws Error in plain words if it cannot
 */
export async function assertCompareTarget(model: string, known: KnownModels): Promise<void> {
  if (model.startsWith("job:")) return assertJob(model.slice("job:".length), known);
  if (model === "previous") {
    if (known.runs.length === 0) throw new Error("There is no earlier run to compare with.");
    return;
  }
  if (!known.runs.some(({ id }) => id === model)) throw new Error(`There is no run "${model}". Runs are kept in .lf-lens/runs.`);
  await rowLabels({ run: model, source: "endModel" }, known);
}

async function assertJob(id: string, { root, tuned }: Pick<KnownModels, "root" | "tuned">): Promise<void> {
  if (tuned.some(({ job, answers }) => job === id && answers !== undefined)) return;
  const { ticket } = await readJob(join(root, JOBS_FOLDER), id);
  throw new Error(
    trainsEndModel(ticket.provider.id)
      ? `Job ${id} trained its model on this machine; its labels per row are not stored, so it cannot be compared row by row.`
      : `The answers of job ${id} were not stored per row. Evaluate the tuned model first: lf-lens finetune evaluate ${id}. Existing answers are reused at no cost.`,
  );
}
