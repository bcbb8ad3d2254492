import { readFile } from "node:fs/promises";
import { InvalidArgumentError, type Command } from "commander";
import type { Hyperparameters } from "../../jobs/hyperparameters";
import type { ProviderDescription, SettingsOption } from "../../jobs/providers/description";
import { DEFAULT_PROVIDER, END_MODEL, idOf, openDescriptions, trainsEndModel } from "../../jobs/providers/descriptions";
import { parseTicket, type JobTicket } from "../../jobs/ticket";

export interface TicketOptions {
  ticket?: string;
  provider?: string;
  train?: string;
  validation?: string;
  model?: string;
  suffix?: string;
  price?: number;
  allowSecrets?: boolean;
  /** Hyperparameters, and what providers can be told. */
  [setting: string]: unknown;
}

/** The hyperparameters that have an option; the others are the ticket file's. */
const trainingOptions: readonly (Flag & { readonly key: keyof Hyperparameters; readonly parse: (text: string) => number | "auto" })[] = [
  { key: "epochs", flag: "--epochs <n>", help: "passes over the training examples, or auto", parse: parseEpochs },
  { key: "batchSize", flag: "--batch-size <n>", help: "examples a step", parse: parseNumber },
  { key: "learningRate", flag: "--learning-rate <x>", help: "the rate itself", parse: parseNumber },
  { key: "learningRateMultiplier", flag: "--learning-rate-multiplier <x>", help: "times the provider's rate", parse: parseNumber },
  { key: "seed", flag: "--seed <n>", help: "seed of the training", parse: parseNumber },
  { key: "loraRank", flag: "--lora-rank <n>", help: "rank of the LoRA matrices", parse: parseNumber },
];

interface Flag {
  readonly key: string;
  readonly flag: string;
  readonly help: string;
}

/** What the command line can set of a provider's settings, each once. */
const settingsOptions = [
  ...new Map(openDescriptions.flatMap(({ options }) => options).map((option): [string, SettingsOption] => [option.key, option])).values(),
];

/** "(openai, azure)": the providers that have it; nothing where all do. */
function havingIt(has: (description: ProviderDescription) => boolean): string {
  const ids = openDescriptions.filter(has).map(idOf);
  return ids.length === openDescriptions.length ? "" : ` (${ids.join(", ")})`;
}

/** The options that make up a job ticket; each goes before the ticket file's own value. */
export function withTicketOptions(command: Command): Command {
  const ids = openDescriptions.map(idOf);
  command
    .option("--ticket <file>", "a job ticket as JSON; the options below override it")
    .option("--provider <name>", `${ids.slice(0, -1).join(", ")} or ${ids.at(-1)} (default: ${DEFAULT_PROVIDER})`)
    .option("--train <file>", "training examples, chat JSONL")
    .option("--validation <file>", "validation examples, chat JSONL")
    .option("--model <name>", "the base model")
    .option("--suffix <text>", "goes into the tuned model's name");
  for (const { key, flag, help, parse } of trainingOptions)
    command.option(flag, `${help}${havingIt(({ rules }) => rules.hyperparameters[key] !== undefined)}`, parse);
  for (const { key, flag, help, many } of settingsOptions) {
    const text = `${help}${havingIt(({ options }) => options.some((option) => option.key === key))}`;
    if (many) command.option(flag, text, (name: string, all: string[] = []) => [...all, name]);
    else command.option(flag, text);
  }
  return command
    .option("--price <usd>", "US dollars per million trained tokens, if you know it", parseNumber)
    .option("--allow-secrets", "send examples even if they seem to contain API keys");
}

/**
 * The ticket of a command line.
 * @param words what stands after `--`: the training command
 * @throws Error that names the options that are wrong or missing
 */
export async function ticketOf(options: TicketOptions, words: readonly string[]): Promise<JobTicket> {
  const base = options.ticket === undefined ? {} : await readTicket(options.ticket);
  const id = options.provider ?? base.provider?.id ?? DEFAULT_PROVIDER;
  const provider: Record<string, unknown> = {
    ...(options.provider === undefined || base.provider?.id === options.provider ? base.provider : {}),
    ...given({ id, ...among(settingsOptions, options) }),
    ...(words.length > 0 ? { command: words } : {}),
  };
  return named(options, {
    ...base,
    provider,
    hyperparameters: { ...base.hyperparameters, ...given(among(trainingOptions, options)) },
    ...given({
      baseModel: options.model ?? base.baseModel ?? (typeof id === "string" && trainsEndModel(id) ? END_MODEL : undefined),
      training: options.train,
      validation: options.validation,
      suffix: options.suffix,
      pricePerMillion: options.price,
      allowSecrets: options.allowSecrets,
    }),
  });
}

/** "--base-url" */
const nameOf = ({ flag }: Flag): string => flag.split(" ")[0]!;

/** The values of some options. */
const among = (flags: readonly Flag[], options: TicketOptions): Record<string, unknown> =>
  Object.fromEntries(flags.map(({ key }) => [key, options[key]]));

/** The option behind each key of a ticket. */
const optionOf: Readonly<Record<string, string>> = {
  training: "--train",
  validation: "--validation",
  baseModel: "--model",
  suffix: "--suffix",
  pricePerMillion: "--price",
  "provider.id": "--provider",
  "provider.command": "the training command after --",
  ...Object.fromEntries([
    ...settingsOptions.map((option): [string, string] => [`provider.${option.key}`, nameOf(option)]),
    ...trainingOptions.map((option): [string, string] => [`hyperparameters.${option.key}`, nameOf(option)]),
  ]),
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

function parseEpochs(text: string): number | "auto" {
  return text === "auto" ? "auto" : parseNumber(text);
}
