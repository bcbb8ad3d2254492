import * as z from "zod";
import { isLoopback } from "../net/boundFetch";

/** An address to send data and keys to: https, or plain http on this machine only; no name or password in it. */
const address = z.url().transform((text, context) => {
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") context.addIssue("Leave the name and the password out of the address.");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname)))
    context.addIssue("Data and keys are sent by https only (http is for 127.0.0.1 and localhost).");
  return text.replace(/\/+$/, "");
});

const argument = z.string();

export const OPENAI_URL = "https://api.openai.com/v1";
export const TOGETHER_URL = "https://api.together.ai/v1";

/** Services that no longer take jobs; naming one gets the reason. */
const RETIRED = ["mistral", "cohere", "databricks"] as const;
export type RetiredId = (typeof RETIRED)[number];

/** Those that take jobs. */
const PROVIDERS = ["local", "command", "openai", "azure", "together"];

/** Who runs the job, with what it needs to know beyond the ticket. Never a key. */
export const providerSpecSchema = z.discriminatedUnion(
  "id",
  [
    z.strictObject({ id: z.literal("local") }),
    z.strictObject({
      id: z.literal("command"),
      /**
       * Program and arguments; no shell. `{training}`, `{validation}`, `{output}`, `{model}`, `{suffix}` and the hyperparameters'
       * names are filled in. A list inside the list is left out when something in it has no value.
       */
      command: z.array(z.union([argument, z.array(argument)])).min(1),
      /** The names of environment variables that it gets beside those that programs need to run. */
      env: z
        .array(z.string().regex(/^[A-Za-z_]\w*$/, "Write names of environment variables, such as HF_TOKEN."))
        .max(50)
        .optional(),
      /** The folder it runs in. */
      folder: z.string().optional(),
      /** For output that is no JSON lines: a regular expression with the groups step, total, loss, validLoss. */
      progress: z.string().optional(),
    }),
    z.strictObject({ id: z.literal("openai"), baseUrl: address.default(OPENAI_URL) }),
    z.strictObject({ id: z.literal("azure"), endpoint: address, apiVersion: z.string().default("2024-10-21") }),
    z.strictObject({
      id: z.literal("together"),
      baseUrl: address.default(TOGETHER_URL),
      training: z.enum(["lora", "full"]).default("lora"),
    }),
    z.strictObject({ id: z.enum(RETIRED) }),
  ],
  {
    // A wrong name is the only thing that can be wrong with the union itself.
    error: ({ code }) => (code === "invalid_union" ? `There is no such provider. There are: ${PROVIDERS.join(", ")}.` : undefined),
  },
);
export type ProviderSpec = Readonly<z.infer<typeof providerSpecSchema>>;
export type SpecOf<Id extends Exclude<ProviderSpec["id"], RetiredId>> = Extract<ProviderSpec, { id: Id }>;
