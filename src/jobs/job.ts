import { randomUUID } from "node:crypto";
import * as z from "zod";
import {
  checkpointSchema,
  costSchema,
  jobStateSchema,
  logEntrySchema,
  metricPointSchema,
  progressSchema,
  stateChangeSchema,
} from "../protocol/jobs";
import { ticketSchema, type JobTicket } from "./ticket";

const time = z.number().int().nonnegative();

/** A file as it was when the user agreed to send it; the job's folder keeps these very bytes. */
export const dataFileSchema = z.strictObject({
  sha256: z.string(),
  bytes: z.number().int().nonnegative(),
  examples: z.number().int().nonnegative(),
  tokens: z.number().int().nonnegative(),
});
export type DataFile = Readonly<z.infer<typeof dataFileSchema>>;

export const ROLES = ["training", "validation"] as const;
export type FileRole = (typeof ROLES)[number];

const uploadSchema = z.strictObject({
  /** Set before the first request: an upload may exist although its reply never came. */
  tried: z.boolean(),
  /** The provider's name of the file. */
  ref: z.string().optional(),
});

/** All that is known of a job: the one thing that is kept on disk. Never a key. */
export const jobRecordSchema = z.strictObject({
  version: z.literal(1),
  id: z.string().regex(/^[\w-]+$/),
  /** Sent along with every request that makes something, so that it is made once and can be found again. */
  key: z.string(),
  ticket: ticketSchema,
  files: z.strictObject({ training: dataFileSchema, validation: dataFileSchema.optional() }),
  consent: z.strictObject({ at: time, summary: z.string(), hash: z.string() }),
  estimate: costSchema,
  state: jobStateSchema,
  /** Where an unknown job goes back to. */
  formerState: jobStateSchema.optional(),
  paused: z.boolean(),
  cancelRequested: z.boolean(),
  cancelSent: z.boolean(),
  uploads: z.strictObject({ training: uploadSchema, validation: uploadSchema.optional() }),
  filesReady: z.boolean(),
  /** How often the job was asked for at the provider; set before each request. */
  createTried: z.number().int().nonnegative(),
  remoteId: z.string().optional(),
  /** True once it is certain that no second job came out of a lost reply. */
  duplicatesChecked: z.boolean(),
  problem: z.string().optional(),
  createdAt: time,
  changedAt: time,
  history: z.array(stateChangeSchema),
  log: z.array(logEntrySchema),
  /** How far the provider's log was read, in the provider's own words. */
  cursor: z.string().optional(),
  /** How often a finished job's log could not be read to its end. */
  logTried: z.number().int().nonnegative(),
  metrics: z.array(metricPointSchema),
  checkpoints: z.array(checkpointSchema),
  progress: progressSchema.optional(),
  hyperparameters: z.record(z.string(), z.union([z.string(), z.number()])),
  trainedTokens: z.number().nonnegative().optional(),
  /** What the provider says the job cost, US dollars. */
  billedUsd: z.number().nonnegative().optional(),
  tunedModel: z.string().optional(),
});
export type JobRecord = Readonly<z.infer<typeof jobRecordSchema>>;

export interface NewJob {
  readonly ticket: JobTicket;
  readonly files: JobRecord["files"];
  readonly estimate: JobRecord["estimate"];
  readonly summary: { readonly text: string; readonly hash: string };
}

/** A job as it is before the first request. Ids sort by the time they were made. */
export function newJob({ ticket, files, estimate, summary }: NewJob, now: number): JobRecord {
  const key = randomUUID();
  const day = new Date(now).toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return {
    version: 1,
    id: `${day}-${key.slice(0, 8)}`,
    key,
    ticket,
    files,
    consent: { at: now, summary: summary.text, hash: summary.hash },
    estimate,
    state: "pending",
    paused: false,
    cancelRequested: false,
    cancelSent: false,
    uploads: { training: { tried: false }, ...(files.validation ? { validation: { tried: false } } : {}) },
    filesReady: false,
    createTried: 0,
    duplicatesChecked: false,
    createdAt: now,
    changedAt: now,
    history: [{ at: now, state: "pending" }],
    log: [],
    logTried: 0,
    metrics: [],
    checkpoints: [],
    hyperparameters: Object.fromEntries(Object.entries(ticket.hyperparameters)),
  };
}

/** The name under which a job's file is uploaded: it is found again by it. */
export const uploadName = (job: JobRecord, role: FileRole): string => `lf-lens-${job.key}-${role}.jsonl`;
