import * as z from "zod";
import { address } from "../../../net/address";
import { describe } from "../description";
import { loraRules } from "../lora/loraRules";

const HUB_URL = "https://huggingface.co";
/** The Hub takes larger files by another way, at other hosts. */
const MOST_BYTES = 10_000_000;

const name = z.string().regex(/^[\w.-]+$/, "Write a name of the Hub: letters, digits, ., - and _.");

/** Jobs of Hugging Face: LoRA on hardware that is rented by the minute. */
export const huggingface = describe({
  settings: z.strictObject({
    id: z.literal("huggingface"),
    /** The user or organization that the job is of. */
    namespace: name,
    /** The dataset repository that examples go to, and the bucket that models are saved in; both private. */
    dataset: name.default("lf-lens-data"),
    bucket: name.default("lf-lens-models"),
    flavor: z
      .string()
      .regex(/^[\w-]+$/, "Write a hardware flavor, such as a10g-small.")
      .default("a10g-small"),
    /** A Docker image with python3, torch, transformers and peft; absent: they are installed as the job begins. */
    image: z.string().min(1).optional(),
    maxHours: z.coerce.number().int().min(1).max(168).default(6),
    baseUrl: address.default(HUB_URL),
  }),
  title: "Hugging Face Jobs",
  rules: { ...loraRules, maxBytes: MOST_BYTES },
  credential: {
    fields: [{ title: "Access token", variable: "HF_TOKEN" }],
    elsewhere: "the file that `hf auth login` writes",
    ownUrl: HUB_URL,
    address: ({ baseUrl }) => baseUrl,
  },
  trainingPrice: ({ flavor, maxHours }) => ({
    reason: `Hugging Face bills the minutes of the hardware (${flavor}, at most ${maxHours} h), not tokens; see huggingface.co/docs/hub/jobs-pricing`,
  }),
  choices: [
    {
      id: "huggingface",
      label: "Hugging Face Jobs",
      description: "LoRA on Hugging Face's hardware",
      asks: [
        { key: "namespace", name: "Namespace", prompt: "Your user name or organization at Hugging Face" },
        { key: "flavor", name: "Hardware", prompt: "Hardware flavor of the job", initial: "a10g-small" },
      ],
      settings: ({ namespace = "", ...others }) => ({ namespace, ...others }),
    },
  ],
  options: [
    { key: "namespace", flag: "--namespace <name>", help: "user or organization" },
    { key: "dataset", flag: "--dataset <name>", help: "the private dataset that examples go to (default: lf-lens-data)" },
    { key: "bucket", flag: "--bucket <name>", help: "the private bucket that models are saved in (default: lf-lens-models)" },
    { key: "flavor", flag: "--flavor <name>", help: "the hardware (default: a10g-small)" },
    { key: "image", flag: "--image <uri>", help: "the training container" },
    { key: "maxHours", flag: "--max-hours <hours>", help: "the job is ended after so long" },
    { key: "baseUrl", flag: "--base-url <url>", help: "another address that speaks the protocol" },
  ],
});
