/** What Together answers, as its own package (together-ai 0.52.0) types it and as far as it is used here; and what it means. */
import { createHash } from "node:crypto";
import * as z from "zod";
import { isFinal, type LogEntry, type MetricPoint } from "../../../protocol/jobs";
import type { Observation } from "../../provider";

export const fileSchema = z.looseObject({ id: z.string(), filename: z.string().nullish(), processing_status: z.string().nullish() });
export const fileListSchema = z.looseObject({ data: z.array(fileSchema) });
export const eventSchema = z.looseObject({
  created_at: z.string(),
  message: z.string(),
  type: z.string().nullish(),
  level: z.string().nullish(),
  step: z.number().nullish(),
  total_steps: z.number().nullish(),
});
export const jobSchema = z.looseObject({
  id: z.string(),
  status: z.string(),
  created_at: z.string().nullish(),
  training_file: z.string().nullish(),
  model_output_name: z.string().nullish(),
  token_count: z.number().nullish(),
  total_price: z.number().nullish(),
  n_epochs: z.number().nullish(),
  batch_size: z.union([z.number(), z.string()]).nullish(),
  learning_rate: z.number().nullish(),
});
type JobReply = z.infer<typeof jobSchema>;
export const jobListSchema = z.looseObject({ data: z.array(jobSchema) });
export const eventListSchema = z.looseObject({ data: z.array(eventSchema) });
export const checkpointListSchema = z.looseObject({
  data: z.array(z.looseObject({ step: z.number(), path: z.string(), checkpoint_type: z.string() })),
});
export const metricsSchema = z.looseObject({ metrics: z.array(z.record(z.string(), z.unknown())).nullish() });

const STATES: Readonly<Record<string, Observation["state"]>> = {
  pending: "queued",
  queued: "queued",
  running: "running",
  compressing: "running",
  uploading: "running",
  cancel_requested: "running",
  cancelled: "cancelled",
  error: "failed",
  completed: "succeeded",
};

/** Undefined for a state that is not in its documentation. */
export const stateOf = ({ status }: JobReply): Observation["state"] | undefined => STATES[status];

export function readJob(
  job: JobReply,
  state: Observation["state"],
): Pick<Observation, "hyperparameters" | "trainedTokens" | "billedUsd" | "tunedModel"> {
  const settings = { epochs: job.n_epochs, batchSize: job.batch_size, learningRate: job.learning_rate };
  const ended = isFinal(state);
  return {
    hyperparameters: Object.fromEntries(Object.entries(settings).filter((entry): entry is [string, string | number] => entry[1] != null)),
    ...(ended && job.token_count ? { trainedTokens: job.token_count } : {}),
    ...(ended && job.total_price != null ? { billedUsd: readPrice(job.total_price) } : {}),
    ...(state === "succeeded" && job.model_output_name ? { tunedModel: job.model_output_name } : {}),
  };
}

/** Prices are in nanodollars: Together's own command line divides `total_price` by 10^9. */
const readPrice = (nanodollars: number): number => nanodollars / 1e9;

/** Events have no ids: one is made of all that tells them apart. */
export function readEvent(event: z.infer<typeof eventSchema>): LogEntry {
  const { created_at, message, type, level, step } = event;
  const at = Date.parse(created_at);
  return {
    id: createHash("sha256")
      .update(JSON.stringify([created_at, type, step, message]))
      .digest("hex")
      .slice(0, 16),
    at: Number.isNaN(at) ? 0 : at,
    level: level?.endsWith("error") ? "error" : level?.endsWith("warning") ? "warning" : "info",
    message,
  };
}

/** Training and evaluation come as objects of their own, with keys such as `train/loss` and `eval/loss`. */
export function readPoint(metrics: Readonly<Record<string, unknown>>): MetricPoint[] {
  const number = (...names: string[]): number | undefined => {
    const value = names.map((name) => metrics[name]).find((found) => typeof found === "number");
    return typeof value === "number" ? value : undefined;
  };
  const step = number("global_step", "train/global_step", "eval/global_step", "step");
  if (step === undefined) return [];
  const point = { trainLoss: number("train/loss"), validLoss: number("eval/loss"), learningRate: number("train/learning_rate") };
  return [{ step, ...Object.fromEntries(Object.entries(point).filter(([, value]) => value !== undefined)) }];
}
