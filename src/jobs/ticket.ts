import * as z from "zod";
import { promptTemplateSchema } from "../llm/promptTemplate";
import { providerSpecSchema } from "./providerSpec";

const epochs = z.union([z.literal("auto"), z.int().min(1).max(1000)]);

/** What a provider may be told about the training; which of them it takes is in its rules. */
export const hyperparametersSchema = z.strictObject({
  epochs: epochs.optional(),
  batchSize: z.int().min(1).optional(),
  /** Times the provider's own rate. */
  learningRateMultiplier: z.number().positive().optional(),
  /** The rate itself. */
  learningRate: z.number().positive().optional(),
  seed: z.int().min(0).max(2147483647).optional(),
  /** Rank of the LoRA matrices. */
  loraRank: z.int().min(1).optional(),
  warmupRatio: z.number().min(0).max(1).optional(),
  weightDecay: z.number().min(0).optional(),
  /** Evaluations on the validation file during training. */
  evaluations: z.int().min(0).optional(),
  checkpoints: z.int().min(1).optional(),
});
export type Hyperparameters = Readonly<z.infer<typeof hyperparametersSchema>>;

/** All that decides what a fine-tune job is: enough to do it again. */
export const ticketSchema = z.strictObject({
  provider: providerSpecSchema,
  baseModel: z.string().trim().min(1).max(300),
  /** Labels give one right answer a row, which is what supervised tuning learns from; preference methods need pairs of answers. */
  method: z.literal("supervised").default("supervised"),
  hyperparameters: hyperparametersSchema.default({}),
  /** Goes into the tuned model's name. */
  suffix: z.string().trim().min(1).max(64).optional(),
  /** Chat JSONL files. */
  training: z.string().min(1),
  validation: z.string().min(1).optional(),
  /** How the files were made from rows; absent if they were made elsewhere. */
  task: promptTemplateSchema.optional(),
  /** US dollars for a million trained tokens, where the user knows better than the table. */
  pricePerMillion: z.number().nonnegative().optional(),
  /** Send examples although they seem to hold API keys or private keys. */
  allowSecrets: z.boolean().default(false),
});
export type JobTicket = Readonly<z.infer<typeof ticketSchema>>;
export type TicketInput = z.input<typeof ticketSchema>;

/** @throws Error in plain words, naming each wrong key */
export function parseTicket(input: unknown): JobTicket {
  const parsed = ticketSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Error(`The job ticket is not right.\n${z.prettifyError(parsed.error)}`);
}
