import { isFinal, type JobSnapshot } from "../protocol/jobs";
import type { JobRecord } from "./job";
import { costSoFar } from "./prices";

/** What is shown of a job. @param agreed whether the user agreed to it on this machine */
export function jobSnapshot(job: JobRecord, agreed = true): JobSnapshot {
  const { ticket, progress, trainedTokens, billedUsd } = job;
  const share = job.state === "succeeded" ? 1 : progress && progress.done / progress.total;
  return {
    id: job.id,
    provider: ticket.provider.id,
    baseModel: ticket.baseModel,
    state: job.state,
    paused: job.paused,
    cancelRequested: job.cancelRequested && !isFinal(job.state),
    createdAt: job.createdAt,
    changedAt: job.changedAt,
    history: job.history,
    log: job.log,
    metrics: job.metrics,
    checkpoints: job.checkpoints,
    hyperparameters: job.hyperparameters,
    examples: { training: job.files.training.examples, validation: job.files.validation?.examples ?? 0 },
    ...(job.ticket.notUsed === undefined ? {} : { notUsed: job.ticket.notUsed }),
    checksums: {
      training: job.files.training.sha256,
      ...(job.files.validation ? { validation: job.files.validation.sha256 } : {}),
    },
    estimate: job.estimate,
    costSoFar: costSoFar(job.estimate, {
      ...(trainedTokens === undefined ? {} : { trainedTokens }),
      ...(billedUsd === undefined ? {} : { billedUsd }),
      ...(share === undefined ? {} : { share }),
    }),
    ...(agreed ? {} : { notAgreed: true }),
    ...(ticket.suffix === undefined ? {} : { suffix: ticket.suffix }),
    ...(job.problem === undefined ? {} : { problem: job.problem }),
    ...(progress === undefined ? {} : { progress }),
    ...(job.remoteId === undefined ? {} : { remoteId: job.remoteId }),
    ...(job.tunedModel === undefined ? {} : { tunedModel: job.tunedModel }),
  };
}
