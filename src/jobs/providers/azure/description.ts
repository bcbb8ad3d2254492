import * as z from "zod";
import { address } from "../../../net/address";
import { apiKey, describe, unknownPrice } from "../description";
import { OPENAI_MODEL, openAiRules } from "../openai/description";

export const azure = describe({
  settings: z.strictObject({ id: z.literal("azure"), endpoint: address, apiVersion: z.string().default("2024-10-21") }),
  title: "Azure OpenAI",
  deployments: true,
  // Rules of Azure's REST reference (2024-10-21), where they differ from OpenAI's.
  rules: {
    ...openAiRules,
    messageRoles: ["system", "user", "assistant", "tool", "function"],
    suffix: { maxLength: 40, pattern: /^[A-Za-z0-9_-]+$/, words: "1 to 40 letters, digits, - and _" },
    hyperparameters: { ...openAiRules.hyperparameters, epochs: { min: 1, max: 50 } },
  },
  credential: {
    fields: apiKey("AZURE_OPENAI_API_KEY"),
    address: ({ endpoint }) => endpoint,
    always: true,
    // Not all of azure.com: anybody may rent a machine there.
    variableHosts: /\.(openai|cognitiveservices|services\.ai)\.azure\.(com|us|cn)$/,
    variableNote: "for Azure's own hosts",
    others: { title: "Azure OpenAI", label: "Azure OpenAI at ...", example: "https://name.openai.azure.com" },
  },
  trainingPrice: unknownPrice,
  choices: [
    {
      id: "azure",
      label: "Azure OpenAI",
      description: "your own Azure resource",
      asks: [{ key: "endpoint", name: "Address", prompt: "URL of the resource, such as https://name.openai.azure.com" }],
      model: OPENAI_MODEL,
      settings: ({ endpoint = "" }) => ({ endpoint }),
    },
  ],
  options: [
    { key: "endpoint", flag: "--endpoint <url>", help: "the resource's address" },
    { key: "apiVersion", flag: "--api-version <version>", help: "the API's version" },
  ],
});
