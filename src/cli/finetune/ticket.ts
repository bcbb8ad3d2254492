import { readFile } from "node:fs/promises";
import { InvalidArgumentError, type Command } from "commander";
import { parseTicket, type JobTicket } from "../../jobs/ticket";

export interface TicketOptions {
  ticket?: string;
  provider?: string;
  train?: string;
  validation?: string;
  model?: string;
  suffix?: string;
  epochs?: number | "auto";
  batchSize?: number;
  learningRate?: number;
  learningRateMultiplier?: number;
  seed?: number;
  loraRank?: number;
  baseUrl?: string;
  endpoint?: string;
  apiVersion?: string;
  training?: string;
  progress?: string;
  env?: string[];
  price?: number;
  allowSecrets?: boolean;
}

/** The options that make up a job ticket; each goes before the ticket file's own value. */
export function withTicketOptions(command: Command): Command {
  return command
    .option("--ticket <file>", "a job ticket as JSON; the options below go before what it says")
    .option("--provider <name>", "local, command, openai, azure or together (default: local)")
    .option("--train <file>", "training examples, chat JSONL")
    .option("--validation <file>", "validation examples, chat JSONL")
    .option("--model <name>", "the base model")
    .option("--suffix <text>", "goes into the tuned model's name")
    .option("--epochs <n>", "passes over the training examples, or auto", parseEpochs)
    .option("--batch-size <n>", "examples a step", parseNumber)
    .option("--learning-rate <x>", "the rate itself (together, command)", parseNumber)
    .option("--learning-rate-multiplier <x>", "times the provider's rate (openai, azure)", parseNumber)
    .option("--seed <n>", "seed of the training", parseNumber)
    .option("--lora-rank <n>", "rank of the LoRA matrices (together, command)", parseNumber)
    .option("--base-url <url>", "another address that speaks the protocol (openai, together)")
    .option("--endpoint <url>", "the resource's address (azure)")
    .option("--api-version <version>", "the API's version (azure)")
    .option("--training <kind>", "lora or full (together)")
    .option("--progress <regex>", "how output that is no JSON tells step, total, loss, validLoss (command)")
    .option("--env <name>", "an environment variable that it gets; may be repeated (command)", (name: string, all: string[] = []) => [
      ...all,
      name,
    ])
    .option("--price <usd>", "US dollars for a million trained tokens, where you know it", parseNumber)
    .option("--allow-secrets", "send examples although they seem to hold API keys");
}

/**
 * The ticket of a command line.
 * @param words what stands after `--`: the training command
 * @throws Error that names the options that are wrong or missing
 */
export async function ticketOf(options: TicketOptions, words: readonly string[]): Promise<JobTicket> {
  const base = options.ticket === undefined ? {} : await readTicket(options.ticket);
  const { epochs, batchSize, learningRate, learningRateMultiplier, seed, loraRank } = options;
  const { baseUrl, endpoint, apiVersion, training, progress, env } = options;
  const provider: Record<string, unknown> = {
    ...(options.provider === undefined || base.provider?.id === options.provider ? base.provider : {}),
    ...given({ id: options.provider ?? base.provider?.id ?? "local", baseUrl, endpoint, apiVersion, training, progress, env }),
    ...(words.length > 0 ? { command: words } : {}),
  };
  return named(options, {
    ...base,
    provider,
    hyperparameters: { ...base.hyperparameters, ...given({ epochs, batchSize, learningRate, learningRateMultiplier, seed, loraRank }) },
    ...given({
      baseModel: options.model ?? base.baseModel ?? (provider["id"] === "local" ? "end model" : undefined),
      training: options.train,
      validation: options.validation,
      suffix: options.suffix,
      pricePerMillion: options.price,
      allowSecrets: options.allowSecrets,
    }),
  });
}

/** The option behind each key of a ticket. */
const optionOf: Readonly<Record<string, string>> = {
  training: "--train",
  validation: "--validation",
  baseModel: "--model",
  suffix: "--suffix",
  pricePerMillion: "--price",
  "provider.id": "--provider",
  "provider.endpoint": "--endpoint",
  "provider.env": "--env",
  "provider.command": "the training command after --",
  "hyperparameters.epochs": "--epochs",
  "hyperparameters.batchSize": "--batch-size",
  "hyperparameters.learningRate": "--learning-rate",
  "hyperparameters.learningRateMultiplier": "--learning-rate-multiplier",
  "hyperparameters.seed": "--seed",
  "hyperparameters.loraRank": "--lora-rank",
};

function named({ ticket }: TicketOptions, input: Record<string, unknown>): JobTicket {
  const missing = ["training", "baseModel"].filter((key) => input[key] === undefined).map((key) => optionOf[key]);
  if (missing.length > 0 && ticket === undefined) throw new Error(`${missing.join(" and ")}: missing.`);
  try {
    return parseTicket(input);
  } catch (error) {
    const text = (error as Error).message.replace(/at (\S+)$/gm, (at, key: string) => optionOf[key] ?? at);
    throw new Error(ticket === undefined ? text.replace(/^The job ticket is not right\.\n/, "") : text, { cause: error });
  }
}

type LooseTicket = Record<string, unknown> & { provider?: Record<string, unknown>; hyperparameters?: Record<string, unknown> };

async function readTicket(path: string): Promise<LooseTicket> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new Error(`${path}: there is no such file.`);
  });
  try {
    return JSON.parse(text) as LooseTicket;
  } catch (error) {
    throw new Error(`${path}: not JSON: ${(error as Error).message}`);
  }
}

const given = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("It is a number.");
  return value;
}

const parseEpochs = (text: string): number | "auto" => (text === "auto" ? "auto" : parseNumber(text));
