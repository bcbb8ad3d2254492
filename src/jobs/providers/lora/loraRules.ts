import type { Rules } from "../rules";

/** What media/train_lora.py takes. */
export const loraRules: Rules = {
  minExamples: 1,
  advisedExamples: 50,
  messageRoles: ["system", "user", "assistant"],
  hyperparameters: {
    epochs: { min: 1, max: 1000 },
    batchSize: { min: 1, max: 4096 },
    learningRate: { min: Number.MIN_VALUE, max: 1 },
    seed: { min: 0, max: 2147483647 },
    loraRank: { min: 1, max: 1024 },
    warmupRatio: { min: 0, max: 1 },
    weightDecay: { min: 0, max: 1 },
  },
  maxExampleTokens: () => 1024,
};
