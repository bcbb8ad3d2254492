import type { Split } from "../../core/data/cells";
import type { ExportOptions } from "../../core/export/exportOptions";
import { defaultTemplate, templateProblem, type TaskTemplate } from "../../core/export/taskTemplate";
import type { Answers } from "../../jobs/providers/description";
import type { TicketInput } from "../../jobs/ticket";
import { counted, wholeNumber } from "../../core/data/numberText";
import type { LabelReport } from "../../protocol/engine";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import type { ChoiceGroup } from "../export/choices";
import { DEFAULT_CHOICE, providerChoice, providerChoices, settingsOf, type PickedProvider } from "./providerChoices";

/** Texts by the choice of a provider. */
type ByProvider = Readonly<Record<string, string>>;

/** All that the user chooses for a job; kept for the next one. */
export interface JobChoices {
  /** The id of one of `providerChoices`. */
  readonly provider: string;
  /** The answers to what its settings need, by the questions' keys. */
  readonly answers: Readonly<Record<string, Answers>>;
  /** The base model. */
  readonly model: ByProvider;
  /** US dollars for a million trained tokens as text; empty where the user does not know. */
  readonly price: ByProvider;
  /** "epochs 3, seed 7"; empty for its own. */
  readonly settings: ByProvider;
  readonly system: string;
  readonly prompt: string;
  /** Ids of `rowChoices`. */
  readonly rows: readonly string[];
}

export function defaultJobChoices({ labels, columns = {}, data }: ProjectSnapshot): JobChoices {
  const first = columns.text ?? data?.columns.find(({ name }) => name !== columns.gold && name !== columns.id)?.name ?? "text";
  const { system, prompt } = defaultTemplate(labels, first);
  return {
    provider: DEFAULT_CHOICE,
    answers: Object.fromEntries(providerChoices.map(({ id, asks }) => [id, initialAnswers(asks)])),
    model: initially(({ model }) => model),
    price: {},
    settings: {},
    system,
    prompt,
    rows: ["agreed", ...(columns.gold === undefined ? [] : ["goldFirst"]), ...(hasDev(data) ? [] : ["held out"])],
  };
}

const initialAnswers = (asks: PickedProvider["asks"]): Answers =>
  Object.fromEntries(asks.flatMap(({ key, initial }) => (initial === undefined ? [] : [[key, initial]])));

const initially = (text: (choice: PickedProvider) => string | undefined): ByProvider =>
  Object.fromEntries(
    providerChoices.flatMap((choice) => {
      const found = text(choice);
      return found === undefined ? [] : [[choice.id, found]];
    }),
  );

const hasDev = (data: ProjectSnapshot["data"]): boolean => (data?.splitRows.dev ?? 0) > 0;

/** Which rows become examples. Rows without a label never do, and those of test are left for the evaluation. */
export function rowChoices({ data, columns = {} }: ProjectSnapshot): ChoiceGroup[] {
  const heldOut = { id: "held out", label: "Hold out 10% for validation", description: "of the train rows; near-duplicates stay together" };
  return [
    {
      title: "leave out",
      choices: [
        { id: "agreed", label: "Leave out rows in conflict", description: "LFs disagree" },
        { id: "sure", label: "Leave out labels under 80%", description: "low confidence of the label model" },
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
 * @throws Error if the answer to what its settings need cannot be read
 */
export const providerOf = ({ provider, answers }: Pick<JobChoices, "provider" | "answers">, root: string): TicketInput["provider"] =>
  settingsOf(provider, answers[provider] ?? {}, root);

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

/** "474 of 1,209 rows: 84 of test, kept for the evaluation, 226 without a label"; undefined if all rows became examples. */
export function notUsedText({ rows, written, leftOut }: Pick<LabelReport, "rows" | "written" | "leftOut">): string | undefined {
  const reasons = [
    [leftOut.splits, "of test, kept for the evaluation"],
    [leftOut.slice, "outside of the slice"],
    [leftOut.unlabeled, "without a label, or with one that is not sure enough"],
    [leftOut.conflicts, "on which LFs disagree"],
    [leftOut.others, "with the text of another row"],
  ] as const;
  const said = reasons.filter(([count]) => count > 0).map(([count, reason]) => `${wholeNumber(count)} ${reason}`);
  return said.length === 0 ? undefined : `${wholeNumber(rows - written)} of ${counted(rows, "row")}: ${said.join("; ")}`;
}

/**
 * The ticket of the choices.
 * @param root the project's folder
 * @param files the exported examples; the second is for validation
 * @param notUsed which rows are not among them, in words
 */
export function ticketOf(choices: JobChoices, root: string, [training = "", validation]: readonly string[], notUsed?: string): TicketInput {
  const { provider, model, price, settings, system, prompt } = choices;
  const pricePerMillion = parseUsd(price[provider] ?? "");
  return {
    provider: providerOf(choices, root),
    baseModel: providerChoice(provider).fixedModel ?? model[provider] ?? "",
    hyperparameters: parseSettings(settings[provider] ?? ""),
    training,
    ...(validation === undefined ? {} : { validation }),
    ...(notUsed === undefined ? {} : { notUsed }),
    ...(pricePerMillion === undefined ? {} : { pricePerMillion }),
    task: { ...(system === "" ? {} : { system }), prompt },
  };
}
