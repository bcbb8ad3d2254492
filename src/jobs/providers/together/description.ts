import * as z from "zod";
import { address } from "../../../net/address";
import { apiKey, describe, unknownPrice } from "../description";

const TOGETHER_URL = "https://api.together.ai/v1";

export const together = describe({
  settings: z.strictObject({
    id: z.literal("together"),
    baseUrl: address.default(TOGETHER_URL),
    training: z.enum(["lora", "full"]).default("lora"),
  }),
  title: "Together AI",
  // Rules of Together's command-line reference and of the file check in its own package (together-ai 0.52.0).
  rules: {
    minExamples: 1,
    advisedExamples: 50,
    messageRoles: ["system", "user", "assistant", "tool"],
    takesTurns: true,
    weighsAll: true,
    tools: true,
    images: "data",
    suffix: { maxLength: 40, pattern: /^[\w.-]+$/, words: "1 to 40 letters, digits, ., - and _" },
    hyperparameters: {
      epochs: { min: 1, max: 20 },
      batchSize: { min: 1, max: 1024 },
      learningRate: { min: Number.MIN_VALUE, max: 1 },
      seed: { min: 0, max: 2147483647 },
      loraRank: { min: 1, max: 64 },
      warmupRatio: { min: 0, max: 1 },
      weightDecay: { min: 0, max: 1 },
      evaluations: { min: 0, max: 100 },
      checkpoints: { min: 1, max: 20 },
    },
    maxExampleTokens: () => undefined,
  },
  credential: {
    fields: apiKey("TOGETHER_API_KEY"),
    ownUrl: TOGETHER_URL,
    address: ({ baseUrl }) => baseUrl,
    others: { title: "the service", label: "A Together-compatible service at ...", example: "https://host/v1" },
  },
  // Its price page was not at hand.
  trainingPrice: unknownPrice,
  choices: [{ id: "together", label: "Together AI", description: "api.together.ai", settings: () => ({}) }],
  options: [
    { key: "baseUrl", flag: "--base-url <url>", help: "another address that speaks the protocol" },
    { key: "training", flag: "--training <kind>", help: "lora or full" },
  ],
});
