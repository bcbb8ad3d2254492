import * as z from "zod";
import { address } from "../../../net/address";
import { apiKey, describe, unknownPrice, type TrainingPrice } from "../description";
import type { Rules } from "../rules";

export const OPENAI_URL = "https://api.openai.com/v1";

/** Rules of OpenAI's fine-tuning guide and of its API reference. */
export const openAiRules: Rules = {
  minExamples: 10,
  advisedExamples: 50,
  maxBytes: 512 * 2 ** 20,
  messageRoles: ["system", "developer", "user", "assistant", "tool", "function"],
  tools: true,
  images: "any",
  suffix: { maxLength: 64, pattern: /^[\w-]+$/, words: "1 to 64 letters, digits, - and _" },
  hyperparameters: {
    epochs: { min: 1, max: 50, auto: true },
    batchSize: { min: 1, max: 256 },
    learningRateMultiplier: { min: Number.MIN_VALUE, max: 1000 },
    seed: { min: 0, max: 2147483647 },
  },
  maxExampleTokens: (model) => {
    if (/gpt-4o|gpt-4\.1/.test(model)) return 65_536;
    return /gpt-3\.?5/.test(model) ? 16_385 : undefined;
  },
};

/** What OpenAI takes for supervised tuning: only prices with a dated source. */
const PRICES: readonly { readonly model: RegExp; readonly perMillion: number; readonly from: string }[] = [
  { model: /^gpt-4o-mini(-2024-07-18)?$/, perMillion: 3, from: "OpenAI's price list as reported in April 2026" },
  { model: /^gpt-4o(-2024-08-06)?$/, perMillion: 25, from: "OpenAI's price list as reported in April 2026" },
];

const priceOf = (baseModel: string): TrainingPrice =>
  PRICES.find(({ model }) => model.test(baseModel)) ?? { reason: `no dated price of ${baseModel} is known here` };

/** Whether an address is OpenAI's own. */
export const isOpenAi = (baseUrl: string): boolean => new URL(baseUrl).host === new URL(OPENAI_URL).host;

/** A service that speaks OpenAI's protocol, at this address. */
export const serviceAt = (baseUrl: string) => ({ id: "openai" as const, baseUrl });

/** The model that OpenAI's protocol proposes first. */
export const OPENAI_MODEL = "gpt-4o-mini-2024-07-18";

/** OpenAI, or any endpoint that speaks its fine-tuning protocol. */
export const openai = describe({
  settings: z.strictObject({ id: z.literal("openai"), baseUrl: address.default(OPENAI_URL) }),
  title: "OpenAI",
  rules: openAiRules,
  credential: {
    fields: apiKey("OPENAI_API_KEY"),
    ownUrl: OPENAI_URL,
    address: ({ baseUrl }) => baseUrl,
    others: { title: "the service", label: "An OpenAI-compatible service at ...", example: "https://host/v1" },
  },
  trainingPrice: ({ baseUrl }, baseModel) => (baseUrl === OPENAI_URL ? priceOf(baseModel) : unknownPrice()),
  choices: [
    { id: "openai", label: "OpenAI", description: "api.openai.com", model: OPENAI_MODEL, settings: () => ({}) },
    {
      id: "compatible",
      label: "OpenAI-compatible service",
      description: "any service with OpenAI's fine-tuning API",
      asks: [{ key: "baseUrl", name: "Address", prompt: "URL of the service, such as https://host/v1" }],
      model: OPENAI_MODEL,
      settings: ({ baseUrl = "" }) => ({ baseUrl }),
    },
  ],
  options: [{ key: "baseUrl", flag: "--base-url <url>", help: "another address that speaks the protocol" }],
});
