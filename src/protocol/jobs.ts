/** What the Jobs view, the status bar and the CLI know of fine-tune jobs, as plain data; and what a panel may ask to be done with them. */
import * as z from "zod";

export const JOB_STATES = ["pending", "validating", "queued", "running", "succeeded", "failed", "cancelled", "unknown"] as const;
export const jobStateSchema = z.enum(JOB_STATES);
/**
 * `pending`: not yet at the provider. `validating`: the provider checks the files. `unknown`: the provider cannot be asked at the
 * moment; the job goes back to the state it was in as soon as it answers.
 */
export type JobState = z.infer<typeof jobStateSchema>;

const FINAL_STATES: ReadonlySet<JobState> = new Set(["succeeded", "failed", "cancelled"]);
export const isFinal = (state: JobState): boolean => FINAL_STATES.has(state);

/** Milliseconds since 1970. */
const time = z.number().int().nonnegative();

export const logEntrySchema = z.strictObject({
  /** Unique within the job, so that a page that is read twice adds nothing. */
  id: z.string(),
  at: time,
  level: z.enum(["info", "warning", "error"]),
  message: z.string(),
});
export type LogEntry = Readonly<z.infer<typeof logEntrySchema>>;

/** A point of the loss curve. Losses are in nats per token where the provider says so; accuracies are shares 0..1. */
export const metricPointSchema = z.strictObject({
  step: z.number().nonnegative(),
  trainLoss: z.number().optional(),
  validLoss: z.number().optional(),
  trainAccuracy: z.number().optional(),
  validAccuracy: z.number().optional(),
  learningRate: z.number().optional(),
});
export type MetricPoint = Readonly<z.infer<typeof metricPointSchema>>;

export const checkpointSchema = z.strictObject({
  id: z.string(),
  step: z.number().nonnegative(),
  /** The name under which the checkpoint can be used, or its path. */
  model: z.string(),
  trainLoss: z.number().optional(),
  validLoss: z.number().optional(),
});
export type Checkpoint = Readonly<z.infer<typeof checkpointSchema>>;

export const costSchema = z.discriminatedUnion("known", [
  z.strictObject({
    known: z.literal(true),
    usd: z.number().nonnegative(),
    /** US dollars for a million trained tokens. */
    perMillion: z.number().nonnegative(),
    /** When and where that price was read. */
    priceFrom: z.string(),
    /** True if the provider picks the number of epochs and `usd` is for one. */
    perEpoch: z.boolean(),
  }),
  z.strictObject({ known: z.literal(false), reason: z.string() }),
]);
export type Cost = Readonly<z.infer<typeof costSchema>>;

export const progressSchema = z.strictObject({ done: z.number().nonnegative(), total: z.number().positive() });

export const stateChangeSchema = z.strictObject({ at: time, state: jobStateSchema, note: z.string().optional() });

export interface JobSnapshot {
  readonly id: string;
  readonly provider: string;
  readonly baseModel: string;
  readonly suffix?: string;
  readonly state: JobState;
  readonly paused: boolean;
  readonly cancelRequested: boolean;
  /** It came with its folder: nothing is run, sent or asked for until the user agrees to it on this machine. */
  readonly notAgreed?: true;
  /** What went wrong and what to do about it. */
  readonly problem?: string;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly progress?: Readonly<z.infer<typeof progressSchema>>;
  readonly history: readonly Readonly<z.infer<typeof stateChangeSchema>>[];
  readonly log: readonly LogEntry[];
  readonly metrics: readonly MetricPoint[];
  readonly checkpoints: readonly Checkpoint[];
  /** As asked for, completed by what the provider says it uses. */
  readonly hyperparameters: Readonly<Record<string, string | number>>;
  readonly examples: { readonly training: number; readonly validation: number };
  /** How many rows did not become examples, and why, in words. */
  readonly notUsed?: string;
  /** SHA-256 of the files that were agreed to, in hexadecimal digits. */
  readonly checksums: { readonly training: string; readonly validation?: string };
  readonly estimate: Cost;
  readonly costSoFar: Cost;
  /** The provider's name of the job. */
  readonly remoteId?: string;
  /** The tuned model's name at the provider, or the path of its file. */
  readonly tunedModel?: string;
}
