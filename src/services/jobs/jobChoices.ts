import type { Split } from "../../core/data/cells";
import type { ExportOptions } from "../../core/export/exportOptions";
import { defaultTemplate, templateProblem, type TaskTemplate } from "../../core/export/taskTemplate";
import type { TicketInput } from "../../jobs/ticket";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import type { ChoiceGroup } from "../export/choices";

export const JOB_PROVIDERS = ["local", "command", "openai", "compatible", "azure", "together", "mistral", "cohere", "databricks"] as const;
/** What can be picked in the dialog; `compatible` is another address that speaks OpenAI's protocol. */
export type JobProvider = (typeof JOB_PROVIDERS)[number];

/** All that the user chooses for a job; kept for the next one. */
export interface JobChoices {
  readonly provider: JobProvider;
  /** By provider, where it has one: the address (compatible, azure), or program and arguments as a JSON list (command). */
  readonly where: Readonly<Partial<Record<JobProvider, string>>>;
  /** The base model by provider. */
  readonly model: Readonly<Partial<Record<JobProvider, string>>>;
  /** By provider: US dollars for a million trained tokens as text; empty where the user does not know. */
  readonly price: Readonly<Partial<Record<JobProvider, string>>>;
  /** By provider: "epochs 3, seed 7"; empty for its own. */
  readonly settings: Readonly<Partial<Record<JobProvider, string>>>;
  readonly system: string;
  readonly prompt: string;
  /** Ids of `rowChoices`. */
  readonly rows: readonly string[];
}

/** What stands before a provider's name; its title and whether it takes jobs come from the provider itself. */
export const providerLabels: Readonly<Record<JobProvider, readonly [label: string, description: string]>> = {
  local: ["This machine", "the built-in end model; no account needed, nothing leaves this machine"],
  command: ["Custom command", "any training program, such as media/train_lora.py"],
  openai: ["OpenAI", "api.openai.com"],
  compatible: ["OpenAI-compatible service", "any service with OpenAI's fine-tuning API"],
  azure: ["Azure OpenAI", "your own Azure resource"],
  together: ["Together AI", "api.together.ai"],
  mistral: ["Mistral", ""],
  cohere: ["Cohere", ""],
  databricks: ["Databricks", ""],
};

/** What the second step asks of those providers that have one. */
export const wherePrompts: Readonly<Partial<Record<JobProvider, string>>> = {
  command:
    'Program and arguments as a JSON list; {training}, {validation}, {output}, {model} and {epochs} are filled in. To pass environment variables: {"command": [...], "env": ["HF_TOKEN"]}',
  compatible: "URL of the service, such as https://host/v1",
  azure: "URL of the resource, such as https://name.openai.azure.com",
};

const loraCommand = [
  ...["python3", "train_lora.py", "--training", "{training}", "--model", "{model}", "--output", "{output}"],
  ...[
    ["--validation", "{validation}"],
    ["--epochs", "{epochs}"],
    ["--learning-rate", "{learningRate}"],
  ],
];

export function defaultJobChoices({ labels, columns = {}, data }: ProjectSnapshot): JobChoices {
  const first = columns.text ?? data?.columns.find(({ name }) => name !== columns.gold && name !== columns.id)?.name ?? "text";
  const { system, prompt } = defaultTemplate(labels, first);
  return {
    provider: "local",
    where: { command: JSON.stringify(loraCommand) },
    model: { openai: "gpt-4o-mini-2024-07-18", azure: "gpt-4o-mini-2024-07-18", compatible: "gpt-4o-mini-2024-07-18" },
    price: {},
    settings: {},
    system,
    prompt,
    rows: ["agreed", ...(columns.gold === undefined ? [] : ["goldFirst"]), ...(hasDev(data) ? [] : ["held out"])],
  };
}

const hasDev = (data: ProjectSnapshot["data"]): boolean => (data?.splitRows.dev ?? 0) > 0;

/** Which rows become examples. Rows without a label never do, and those of test are left for the evaluation. */
export function rowChoices({ data, columns = {} }: ProjectSnapshot): ChoiceGroup[] {
  const heldOut = { id: "held out", label: "Hold out 10% for validation", description: "of the train rows; near-duplicates stay together" };
  return [
    {
      title: "leave out",
      choices: [
        { id: "agreed", label: "Rows in conflict", description: "LFs disagree" },
        { id: "sure", label: "Labels under 80%", description: "low confidence of the label model" },
      ],
    },
    {
      title: "labels",
      choices: [
        ...(columns.gold === undefined ? [] : [{ id: "goldFirst", label: "Gold replaces the label", description: "on rows with gold" }]),
      ],
    },
    { title: "validation", choices: hasDev(data) || columns.text === undefined ? [] : [heldOut] },
  ].filter(({ choices }) => choices.length > 0);
}

/** What the export of the examples is asked for: chat JSONL, validation from dev or held out of train. */
export function exampleOptions(project: ProjectSnapshot, { system, prompt, rows }: JobChoices): Partial<ExportOptions> {
  const known = rowChoices(project).flatMap(({ choices }) => choices.map(({ id }) => id));
  const picked = new Set(rows.filter((id) => known.includes(id)));
  const splits = (["train", "dev"] satisfies Split[]).filter((split) => (project.data?.splitRows[split] ?? 0) > 0);
  return {
    ...(splits.length === 0 ? {} : { splits }),
    unlabeled: "drop",
    conflicts: picked.has("agreed") ? "drop" : "keep",
    minConfidence: picked.has("sure") ? 0.8 : 0,
    dedupe: project.columns?.text !== undefined,
    gold: picked.has("goldFirst") ? "override" : "none",
    ...(picked.has("held out") ? { resplit: { train: 0.9, dev: 0.1, test: 0 } } : {}),
    template: templateOf({ system, prompt }),
  };
}

const templateOf = ({ system, prompt }: Pick<JobChoices, "system" | "prompt">): TaskTemplate => ({
  system,
  prompt,
  completion: "{{label}}",
});

/** What is wrong with the prompt; undefined if it can be used. */
export const promptProblem = ({ data, columns = {} }: ProjectSnapshot, texts: Pick<JobChoices, "system" | "prompt">): string | undefined =>
  templateProblem(templateOf(texts), data?.columns.map(({ name }) => name) ?? [], columns.gold);

/**
 * The provider as a ticket describes it.
 * @param root the project's folder, in which a command runs
 * @throws Error if the command is no JSON list
 */
export function providerOf({ provider, where }: Pick<JobChoices, "provider" | "where">, root: string): TicketInput["provider"] {
  const text = where[provider]?.trim() ?? "";
  switch (provider) {
    case "command":
      return { id: provider, ...parseCommand(text), folder: root };
    case "compatible":
      return { id: "openai", baseUrl: text };
    case "azure":
      return { id: provider, endpoint: text };
    default:
      return { id: provider };
  }
}

type Command = Pick<Extract<TicketInput["provider"], { id: "command" }>, "command" | "env">;

/** A list, or an object with the list and the names of environment variables; what else it says is the ticket's to refuse. */
function parseCommand(text: string): Command {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? { command: value as Command["command"] } : (value as Command);
  } catch (error) {
    throw new Error(`Enter a JSON list, such as ["python3", "train.py", "{training}"]: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * "epochs 3, learningRate 0.0002" as hyperparameters; empty text is none.
 * @throws Error naming the part that is no name with a number
 */
export function parseSettings(text: string): NonNullable<TicketInput["hyperparameters"]> {
  const parts = text.split(",").map((part) => part.trim());
  const pairs = parts
    .filter((part) => part !== "")
    .map((part): [string, number | "auto"] => {
      const [, name, value] = /^(\w+)[\s=:]+(\S+)$/.exec(part) ?? [];
      if (name === undefined || (value !== "auto" && !Number.isFinite(Number(value))))
        throw new Error(`"${part}" is not a valid setting. Enter a name and a number, such as "epochs 3, seed 7".`);
      return [name, value === "auto" ? value : Number(value)];
    });
  return Object.fromEntries(pairs);
}

/**
 * "3.5" as US dollars; undefined for an empty text.
 * @throws Error if it is no number from 0 on
 */
export function parseUsd(text: string): number | undefined {
  if (text.trim() === "") return undefined;
  const usd = Number(text);
  if (!(usd >= 0 && Number.isFinite(usd))) throw new Error(`"${text}" is not a valid price. Enter US dollars as a number, such as 3.5.`);
  return usd;
}

/** The ticket of the choices. @param root the project's folder @param files the exported examples; the second is for validation */
export function ticketOf(choices: JobChoices, root: string, [training = "", validation]: readonly string[]): TicketInput {
  const { provider, model, price, settings, system, prompt } = choices;
  const pricePerMillion = parseUsd(price[provider] ?? "");
  return {
    provider: providerOf(choices, root),
    baseModel: provider === "local" ? "end model" : (model[provider] ?? ""),
    hyperparameters: parseSettings(settings[provider] ?? ""),
    training,
    ...(validation === undefined ? {} : { validation }),
    ...(pricePerMillion === undefined ? {} : { pricePerMillion }),
    task: { ...(system === "" ? {} : { system }), prompt },
  };
}
