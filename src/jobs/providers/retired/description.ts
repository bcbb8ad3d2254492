import * as z from "zod";
import { describe, unknownPrice, type ProviderDescription } from "../description";

/** A service that took fine-tune jobs and no longer does, so that a user who asks for it learns why. */
const retired = <Id extends string>(
  id: Id,
  label: string,
  title: string,
  reason: string,
): ProviderDescription<z.ZodObject<{ id: z.ZodLiteral<Id> }, z.core.$strict>> =>
  describe({
    settings: z.strictObject({ id: z.literal(id) }),
    title,
    ending: { reason },
    rules: { minExamples: 0, advisedExamples: 0, messageRoles: [], hyperparameters: {}, maxExampleTokens: () => undefined },
    trainingPrice: unknownPrice,
    choices: [{ id, label, description: "", settings: () => ({}) }],
    options: [],
  });

export const mistral = retired(
  "mistral",
  "Mistral",
  "Mistral",
  // npm's @mistralai/mistralai 2.7.0 has no job calls (1.15.1 had); its API reference calls them deprecated.
  "Mistral deprecated its fine-tuning API and took the calls out of its packages (found so on 20 November 2026).",
);

export const cohere = retired(
  "cohere",
  "Cohere",
  "Cohere",
  "Cohere retired all fine-tuning on 15 September 2025; models tuned earlier cannot be used any more.",
);

export const databricks = retired(
  "databricks",
  "Databricks",
  "Databricks Foundation Model Fine-tuning",
  "Databricks removed it on 14 August 2026 and points to its AI Runtime.",
);
