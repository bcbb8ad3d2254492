import type { JobSnapshot } from "../../protocol/jobs";
import { costText } from "../../jobs/prices";
import { stateText, timeText } from "../../services/jobs/jobWording";
import { plainLine } from "../../services/reports/plainText";
import { wholeNumber } from "../../core/data/numberText";

/** One line of the list of jobs. */
export const jobLine = (job: JobSnapshot): string =>
  [
    job.id,
    stateText(job).padEnd(18),
    job.provider.padEnd(9),
    job.baseModel,
    ...(job.tunedModel === undefined ? [] : [`-> ${job.tunedModel}`]),
  ].join("  ");

/** All of a job but its log, for people. */
export function jobText(job: JobSnapshot): string {
  const last = job.metrics.at(-1);
  const losses = [last?.trainLoss, last?.validLoss].map((loss) => loss?.toFixed(4) ?? "n/a");
  const lines: [string, string | undefined][] = [
    ["Job", job.id],
    ["State", stateText(job)],
    ["Problem", job.problem],
    ["Provider", job.remoteId === undefined ? job.provider : `${job.provider} (${job.remoteId})`],
    ["Base model", job.baseModel],
    ["Tuned model", job.tunedModel],
    ["Examples", `${wholeNumber(job.examples.training)} training, ${wholeNumber(job.examples.validation)} validation`],
    [
      "Settings",
      Object.entries(job.hyperparameters)
        .map((pair) => pair.join(" "))
        .join(", ") || "the provider's own",
    ],
    ["Loss", last && `training ${losses[0]}, validation ${losses[1]} at step ${wholeNumber(last.step)}`],
    ["Checkpoints", job.checkpoints.map(({ step, model }) => `step ${step}: ${model}`).join("; ") || undefined],
    ["Estimate", costText(job.estimate)],
    ["Cost so far", costText(job.costSoFar)],
    ["History", job.history.map(({ at, state }) => `${timeText(at)} ${state}`).join("; ")],
  ];
  return lines.flatMap(([name, value]) => (value === undefined ? [] : [`${`${name}:`.padEnd(13)}${plainLine(value)}`])).join("\n");
}
