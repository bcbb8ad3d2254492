import * as z from "zod";

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
