import * as z from "zod";
import { address } from "../../net/address";
import type { EndpointSpec } from "../../protocol/asking";

const tokenPrice = z.number().refine((usd) => usd >= 0, "A price cannot be negative.");

const endpoint = z.strictObject({
  baseUrl: address.describe(
    "Address of a service with OpenAI's chat API, such as https://host/v1 or http://127.0.0.1:8080/v1. Keys do not belong here.",
  ),
  model: z.string().min(1, "Give the model's name at the service.").describe("The model's name at the service."),
  concurrency: z
    .int("Give a whole number.")
    .min(1, "At least one request at a time.")
    .max(64, "At most 64 requests at a time.")
    .default(4)
    .describe("Requests at the same time."),
  requestsPerMinute: z
    .int("Give a whole number.")
    .positive("This must be above 0.")
    .optional()
    .describe("The service's rate limit, if it has one."),
  timeoutSeconds: z
    .number()
    .min(1, "At least one second.")
    .max(900, "At most 900 seconds.")
    .default(60)
    .describe("How long one answer may take."),
  price: z
    .strictObject({ input: tokenPrice, output: tokenPrice })
    .optional()
    .describe("US dollars per million input and output tokens. Without it, costs are shown as unknown."),
} satisfies Record<keyof EndpointSpec, z.ZodType>);

/** "endpoints" of lf.config.json. */
export const endpointsSchema = z.record(z.string(), endpoint);
