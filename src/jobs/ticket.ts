import * as z from "zod";
import { promptTemplateSchema } from "../llm/promptTemplate";
import { hyperparametersSchema } from "./hyperparameters";
import { providerSpecSchema } from "./providers/descriptions";

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
  /** How many rows of the project did not become examples, and why. */
  notUsed: z.string().max(1000).optional(),
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
