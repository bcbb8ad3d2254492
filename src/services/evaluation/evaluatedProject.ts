import type { FoundTraining, TrainingRecord } from "../../protocol/endModel";
import type { EvaluatedProject, RunName } from "../../protocol/evaluationPanel";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import type { Runs } from "./readRuns";

/**
 * A project as the evaluation panel shows it.
 * @param chosen id of the run that is shown; the newest if absent or gone
 */
export function evaluatedProject(
  project: ProjectSnapshot,
  { records, unreadable }: Pick<Runs, "records" | "unreadable">,
  chosen?: string,
): EvaluatedProject {
  const { root, name, endModel, tasks } = project;
  const training = tasks.find(({ kind }) => kind === "train" || kind === "predict")?.progress;
  const run = records.find(({ id }) => id === chosen) ?? records[0];
  const blocked = blockedBy(project);
  return {
    root,
    name,
    runs: records.map(runName),
    ...(run && { run }),
    current: run !== undefined && run.id === endModel?.id,
    stale: run !== undefined && endModel !== undefined && (endModel.stale || !isAsLatest(run, records, endModel.id)),
    ...(training && { training }),
    ...(blocked !== undefined && { blocked }),
    unreadable,
  };
}

const runName = ({ id, at, training: { target }, evaluation, elsewhere }: FoundTraining): RunName => ({
  ...{ id, at, target, sources: Object.keys(evaluation.metrics) },
  ...(elsewhere && { elsewhere }),
});

/** Trained on the same LFs, data and settings as the latest model, of which the session knows whether they have changed since. */
function isAsLatest(run: TrainingRecord, records: readonly TrainingRecord[], latestId: string): boolean {
  const latest = records.find(({ id }) => id === latestId);
  return !latest || JSON.stringify(run.trainedOn) === JSON.stringify(latest.trainedOn);
}

function blockedBy({ phase, numbers }: ProjectSnapshot): string | undefined {
  if (phase === "failed") return "The project cannot run: see the Problems view.";
  if (phase === "loading") return "The data is still loading.";
  return numbers.sample.lfs.length === 0 ? "There are no LFs to learn from yet." : undefined;
}
