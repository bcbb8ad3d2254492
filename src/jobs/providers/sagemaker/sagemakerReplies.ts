/** What SageMaker and CloudWatch Logs answer, as their API references have it and as far as it is used here; and what it means. */
import * as z from "zod";
import type { Observation } from "../../provider";

export const jobSchema = z.looseObject({
  TrainingJobName: z.string(),
  TrainingJobStatus: z.string(),
  SecondaryStatus: z.string().nullish(),
  FailureReason: z.string().nullish(),
  BillableTimeInSeconds: z.number().nullish(),
  ModelArtifacts: z.looseObject({ S3ModelArtifacts: z.string().nullish() }).nullish(),
  SecondaryStatusTransitions: z
    .array(z.looseObject({ Status: z.string(), StartTime: z.number().nullish(), StatusMessage: z.string().nullish() }))
    .nullish(),
});
export type TrainingJob = z.infer<typeof jobSchema>;

export const eventsSchema = z.looseObject({
  events: z
    .array(z.looseObject({ eventId: z.string(), timestamp: z.number(), message: z.string(), logStreamName: z.string().nullish() }))
    .nullish(),
  nextToken: z.string().nullish(),
});

const BEFORE_TRAINING: ReadonlySet<string> = new Set([
  ...["Starting", "Pending", "Downloading", "DownloadingTrainingImage"],
  ...["LaunchingMLInstances", "PreparingTrainingStack", "PreparingTraining"],
]);
/** A job that ran out of time is stopped, but by nobody's wish. */
const OUT_OF_TIME: Readonly<Record<string, string>> = {
  MaxRuntimeExceeded: "It ran for longer than it may (--max-hours) and was ended.",
  MaxWaitTimeExceeded: "It waited for spot instances for longer than it may (--max-hours) and was ended.",
};

/** Undefined for a status that is not in the documentation. */
export function stateOf({ TrainingJobStatus: status, SecondaryStatus: detail }: TrainingJob): Observation["state"] | undefined {
  switch (status) {
    case "InProgress":
      return BEFORE_TRAINING.has(detail ?? "Starting") ? "queued" : "running";
    case "Stopping":
    case "Deleting":
      return "running";
    case "Completed":
      return "succeeded";
    case "Failed":
      return "failed";
    case "Stopped":
      return OUT_OF_TIME[detail ?? ""] === undefined ? "cancelled" : "failed";
    default:
      return undefined;
  }
}

export const problemOf = ({ FailureReason: reason, SecondaryStatus: detail }: TrainingJob): string =>
  reason ?? OUT_OF_TIME[detail ?? ""] ?? "The provider gives no reason.";

/** The stages that the job went through, as entries of its log; and what it will be billed for. */
export function stageEntries(job: TrainingJob, instance: string, now: number): Observation["log"] {
  const stages = (job.SecondaryStatusTransitions ?? []).map(({ Status: status, StartTime: at, StatusMessage: message }) => ({
    id: `stage:${status}:${at ?? 0}`,
    at: Math.round(1000 * (at ?? 0)),
    level: status === "Failed" ? ("error" as const) : ("info" as const),
    message: message ? `${status}: ${message}` : status,
  }));
  const seconds = job.BillableTimeInSeconds;
  if (seconds == null || seconds === 0) return stages;
  return [...stages, { id: "billable", at: now, level: "info", message: `Billable time: ${seconds} s of ${instance}.` }];
}
