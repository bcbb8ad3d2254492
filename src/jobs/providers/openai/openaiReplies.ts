/** What OpenAI and those who speak its protocol answer, as far as it is used here; and what it means. */
import * as z from "zod";
import { isFinal, type Checkpoint, type LogEntry, type MetricPoint } from "../../../protocol/jobs";
import type { Observation } from "../../provider";

const setting = z.union([z.string(), z.number()]).nullish();
const hyperparameters = z.looseObject({ n_epochs: setting, batch_size: setting, learning_rate_multiplier: setting }).partial();

export const jobSchema = z.looseObject({
  id: z.string(),
  status: z.string(),
  created_at: z.number().nullish(),
  training_file: z.string().nullish(),
  fine_tuned_model: z.string().nullish(),
  trained_tokens: z.number().nullish(),
  seed: z.number().nullish(),
  error: z.looseObject({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
  hyperparameters: hyperparameters.nullish(),
  method: z.looseObject({ supervised: z.looseObject({ hyperparameters: hyperparameters.nullish() }).nullish() }).nullish(),
});
export type JobReply = z.infer<typeof jobSchema>;

export const fileSchema = z.looseObject({
  id: z.string(),
  filename: z.string().nullish(),
  status: z.string().nullish(),
  status_details: z.string().nullish(),
});

const metric = z.number().nullish();

export const eventSchema = z.looseObject({
  id: z.string(),
  created_at: z.number(),
  level: z.string(),
  message: z.string(),
  type: z.string().nullish(),
  data: z.unknown().optional(),
});
export type EventReply = z.infer<typeof eventSchema>;

const metricsSchema = z.looseObject({
  step: z.number(),
  total_steps: metric,
  train_loss: metric,
  train_mean_token_accuracy: metric,
  valid_loss: metric,
  valid_mean_token_accuracy: metric,
  full_valid_loss: metric,
  full_valid_mean_token_accuracy: metric,
});

export const checkpointReplySchema = z.looseObject({
  id: z.string(),
  step_number: z.number(),
  fine_tuned_model_checkpoint: z.string(),
  metrics: metricsSchema.partial().nullish(),
});

/** OpenAI's states, Azure's (`created`, `pending`) and Foundry's ("in progress" in several spellings). */
const STATES: Readonly<Record<string, Observation["state"]>> = {
  validating_files: "validating",
  created: "queued",
  pending: "queued",
  queued: "queued",
  notrunning: "queued",
  running: "running",
  in_progress: "running",
  inprogress: "running",
  paused: "running",
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "cancelled",
  canceled: "cancelled",
};

/** Undefined for a state that is not in any documentation. */
export const stateOf = ({ status }: JobReply): Observation["state"] | undefined => STATES[status.toLowerCase().replace(/[ -]/g, "_")];

type JobPart = Pick<Observation, "problem" | "hyperparameters" | "trainedTokens" | "tunedModel" | "paused">;

export function readJob(job: JobReply, state: Observation["state"]): JobPart {
  const used = { ...job.hyperparameters, ...job.method?.supervised?.hyperparameters };
  const settings = {
    epochs: used.n_epochs,
    batchSize: used.batch_size,
    learningRateMultiplier: used.learning_rate_multiplier,
    seed: job.seed,
  };
  const error = [job.error?.code, job.error?.message].filter(Boolean).join(": ");
  return {
    hyperparameters: Object.fromEntries(Object.entries(settings).filter((entry): entry is [string, string | number] => entry[1] != null)),
    ...(job.status.toLowerCase() === "paused" ? { paused: true } : {}),
    ...(job.trained_tokens == null || !isFinal(state) ? {} : { trainedTokens: job.trained_tokens }),
    ...(job.fine_tuned_model ? { tunedModel: job.fine_tuned_model } : {}),
    ...(state === "failed" ? { problem: error === "" ? "The provider gives no reason." : error } : {}),
  };
}

export const readEvent = (event: EventReply): LogEntry => ({
  id: event.id,
  at: Math.round(1000 * event.created_at),
  level: event.level === "error" ? "error" : /^warn/.test(event.level) ? "warning" : "info",
  message: event.message,
});

/** The points of the loss curve that are among these events, and how far the last one is. */
export function readMetrics(events: readonly EventReply[]): Pick<Observation, "metrics" | "progress"> {
  const found = events.flatMap((event) => {
    const parsed = metricsSchema.safeParse(event.data);
    return event.type === "metrics" && parsed.success ? [parsed.data] : [];
  });
  const last = found.reduce<(typeof found)[number] | undefined>(
    (most, point) => (most && most.step >= point.step ? most : point),
    undefined,
  );
  const progress = last?.total_steps ? { progress: { done: last.step, total: last.total_steps } } : {};
  return { metrics: found.map(readPoint), ...progress };
}

/** `valid_loss` is on one batch, `full_valid_loss` on the whole validation file: the latter where it is there. */
function readPoint(data: z.infer<typeof metricsSchema>): MetricPoint {
  const validLoss = data.full_valid_loss ?? data.valid_loss;
  const validAccuracy = data.full_valid_mean_token_accuracy ?? data.valid_mean_token_accuracy;
  return {
    step: data.step,
    ...(data.train_loss == null ? {} : { trainLoss: data.train_loss }),
    ...(data.train_mean_token_accuracy == null ? {} : { trainAccuracy: data.train_mean_token_accuracy }),
    ...(validLoss == null ? {} : { validLoss }),
    ...(validAccuracy == null ? {} : { validAccuracy }),
  };
}

export function readCheckpoint(reply: z.infer<typeof checkpointReplySchema>): Checkpoint {
  const { trainLoss, validLoss } = readPoint({ ...reply.metrics, step: reply.step_number });
  return {
    id: reply.id,
    step: reply.step_number,
    model: reply.fine_tuned_model_checkpoint,
    ...(trainLoss === undefined ? {} : { trainLoss }),
    ...(validLoss === undefined ? {} : { validLoss }),
  };
}
