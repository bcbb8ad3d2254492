/** What a fine-tune job's model is worth beside its base model, as it is kept in the job's folder and printed as JSON. */
import * as z from "zod";
import { figuresSchema } from "./endModel";
import { hashedFileSchema } from "./manifest";

const count = z.int().nonnegative();

/** US dollars for a million tokens. */
export const tokenPriceSchema = z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() });
export type TokenPrice = Readonly<z.infer<typeof tokenPriceSchema>>;

const changedAnswerSchema = z.strictObject({
  id: z.string(),
  text: z.string().describe("The beginning of what was asked."),
  gold: z.string(),
  base: z.string().describe("The base model's answer, as it gave it."),
  tuned: z.string().describe("The tuned model's answer, as it gave it."),
});
export type ChangedAnswer = Readonly<z.infer<typeof changedAnswerSchema>>;

const modelResultSchema = z.strictObject({
  model: z.string().describe("The name under which it was asked."),
  figures: figuresSchema.describe("An answer that is no label is wrong. Answers have no probabilities: what needs them is null."),
  noLabel: z.strictObject({ rows: count, first: z.array(z.string()) }).describe("Answers that are no label, and some of them."),
  unanswered: z
    .strictObject({ rows: count, first: z.array(z.strictObject({ id: z.string(), reason: z.string() })) })
    .default({ rows: 0, first: [] })
    .describe("Rows without an answer, which count as wrong: the model refused them, or its service held prompt or answer back."),
  tokens: z.strictObject({ input: count, output: count }).nullable().describe("As billed; null where the service does not say."),
  usd: z.number().nonnegative().nullable().describe("What these answers cost when they were asked; null: no price was given."),
});
export type ModelResult = Readonly<z.infer<typeof modelResultSchema>>;

export const tunedEvaluationSchema = z.strictObject({
  version: z.literal(1),
  job: z.string(),
  at: z.string().describe("ISO 8601."),
  split: z.enum(["train", "dev", "test"]),
  labels: z.array(z.string()),
  data: z.array(hashedFileSchema).describe("The data files, relative to the project's folder."),
  rows: count.describe("Rows with gold that were asked."),
  goldRows: count.describe("Rows with gold of the split."),
  trainedOn: count.describe("Of those asked, rows whose prompt is among the job's training examples."),
  base: modelResultSchema,
  tuned: modelResultSchema,
  answers: z
    .record(z.string(), z.string().nullable())
    .optional()
    .describe("By row id the label of the tuned model's answer, null if it is none. Absent in evaluations of older versions."),
  pValue: z.number().describe("McNemar's exact test of base and tuned model."),
  regressions: z.array(changedAnswerSchema).describe("Rows that the base model gets right and the tuned model wrong."),
  gains: z.array(changedAnswerSchema).describe("Rows that the tuned model gets right and the base model wrong."),
});
export type TunedEvaluation = Readonly<z.infer<typeof tunedEvaluationSchema>>;
