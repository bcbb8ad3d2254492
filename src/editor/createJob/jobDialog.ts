import type { Memento } from "vscode";
import {
  defaultJobChoices,
  parseSettings,
  parseUsd,
  promptProblem,
  providerOf,
  rowChoices,
  type JobChoices,
} from "../../services/jobs/jobChoices";
import { providerChoice, providerChoices } from "../../services/jobs/providerChoices";
import type { JobFolder, ProviderOffer } from "../../services/jobs/jobs";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { leadThrough, type PickStep, type Step, type TextStep } from "../platform/steps";

/** The dialog's pages, in their order; each page's answer is the part of the choices of this name. */
const pages = ["provider", "where", "model", "system", "prompt", "settings", "price", "rows"] as const;
type Page = (typeof pages)[number];

/** Asks for all that a job needs; what was chosen last time is chosen already. Undefined if the user went away. */
export async function askForJob(project: ProjectSnapshot, folder: JobFolder, memory: Memento): Promise<JobChoices | undefined> {
  const key = `job ${project.root}`;
  const before = { ...defaultJobChoices(project), ...memory.get<Partial<JobChoices>>(key) };
  const picked = await leadThrough({
    count: pages.length,
    stepOf: (step, answers) => stepOf(pages[step]!, project, folder, chosen(before, answers)),
    isNumbered: (step, answers) => isAsked(pages[step]!, project, folder, chosen(before, answers)),
  });
  if (!picked) return undefined;
  const choices = chosen(before, picked);
  await memory.update(key, choices);
  return choices;
}

/** The choices with what was answered so far. */
function chosen(before: JobChoices, answers: readonly (readonly string[])[]): JobChoices {
  const [provider, where, model, system, prompt, settings, price, rows] = answers;
  const id = provider?.[0] ?? before.provider;
  const part = (old: JobChoices["where"], answer: readonly string[] | undefined): JobChoices["where"] =>
    answer?.[0] === undefined ? old : { ...old, [id]: answer[0].trim() };
  return {
    provider: id,
    where: part(before.where, where),
    model: part(before.model, model),
    system: system?.[0] ?? before.system,
    prompt: prompt?.[0] ?? before.prompt,
    settings: part(before.settings, settings),
    price: part(before.price, price),
    rows: rows ?? before.rows,
  };
}

/** Whether the chosen provider takes what a page asks for: the built-in model reads no prompts, and only services cost money. */
function isAsked(page: Page, { root }: ProjectSnapshot, folder: JobFolder, choices: JobChoices): boolean {
  const { where, fixedModel } = providerChoice(choices.provider);
  switch (page) {
    case "where":
      return where !== undefined;
    case "model":
    case "system":
    case "prompt":
      return fixedModel === undefined;
    case "price":
      return hostOf(folder, choices, root) !== undefined;
    default:
      return true;
  }
}

/** Where the examples would be sent; undefined also while the provider is not described right yet. */
function hostOf(folder: JobFolder, choices: JobChoices, root: string): string | undefined {
  try {
    return folder.offer(providerOf(choices, root)).host;
  } catch {
    return undefined;
  }
}

function stepOf(page: Page, project: ProjectSnapshot, folder: JobFolder, choices: JobChoices): Step | undefined {
  if (!isAsked(page, project, folder, choices)) return undefined;
  const title = `Fine-tune job of ${project.name}`;
  const { provider } = choices;
  const offer = (): ProviderOffer => folder.offer(providerOf(choices, project.root));
  switch (page) {
    case "provider":
      return { title, ...providerStep(folder, choices) };
    case "where": {
      const { where } = providerChoice(provider);
      const check = (text: string): string | undefined =>
        problemOf(() => void folder.offer(providerOf({ provider, where: { [provider]: text } }, project.root)));
      return { title, placeholder: where!.name, prompt: where!.prompt, value: choices.where[provider] ?? "", check };
    }
    case "model":
      return {
        title,
        placeholder: "Base model",
        prompt: "The provider's name of the model to fine-tune",
        value: choices.model[provider] ?? "",
        check: (text) => (text.trim() === "" ? "Enter the base model." : undefined),
      };
    case "system":
      return { title, placeholder: "Instruction", prompt: "System message for every row; may be empty", value: choices.system };
    case "prompt": {
      const check = (prompt: string): string | undefined => promptProblem(project, { ...choices, prompt });
      return {
        title,
        placeholder: "Prompt",
        prompt: "User message for a row; {{column}} inserts a cell",
        value: choices.prompt,
        check,
      };
    }
    case "settings":
      return { title, ...settingsStep(offer(), choices.settings[provider] ?? "") };
    case "price":
      return { title, ...priceStep(choices.price[provider] ?? "") };
    case "rows":
      return { title, placeholder: "Examples: select, then press Enter", groups: rowChoices(project), many: true, picked: choices.rows };
  }
}

function providerStep(folder: JobFolder, { provider, where }: JobChoices): Omit<PickStep, "title"> {
  const refusals = new Map<string, string>();
  const choices = providerChoices
    .filter(({ fixedModel }) => fixedModel === undefined || folder.trainsLocally)
    .map((choice) => {
      const { id, label, description, runsHere } = choice;
      // Those that need an address first say nothing of themselves before.
      const { refusal, lastDay } = choice.where ? {} : folder.offer(providerOf({ provider: id, where }, ""));
      if (refusal !== undefined) refusals.set(id, refusal);
      const ending = lastDay === undefined ? "" : `${description === "" ? "" : "; "}closing: last day for new jobs is ${lastDay}`;
      return { id, label, runsHere, description: refusal === undefined ? `${description}${ending}` : "no longer accepts jobs" };
    });
  return {
    placeholder: "Choose a provider",
    groups: [
      { title: "on this machine", choices: choices.filter(({ runsHere }) => runsHere) },
      { title: "services", choices: choices.filter(({ id, runsHere }) => !runsHere && !refusals.has(id)) },
      { title: "closed", choices: choices.filter(({ id }) => refusals.has(id)) },
    ],
    many: false,
    picked: [provider],
    refuse: (id) => refusals.get(id),
  };
}

const settingsStep = ({ title, takes, check }: ProviderOffer, value: string): Omit<TextStep, "title"> => ({
  placeholder: "Settings",
  prompt: `For example "${takes[0] ?? "epochs"} 3"; leave empty for the provider's defaults. ${title} supports: ${takes.join(", ") || "none"}.`,
  value,
  check: (text) => problemOf(() => check(parseSettings(text)).join(" ")),
});

const priceStep = (value: string): Omit<TextStep, "title"> => ({
  placeholder: "Price",
  prompt: "US dollars per million trained tokens, to estimate the cost. Leave empty to use the known price, if there is one.",
  value,
  check: (text) => problemOf(() => void parseUsd(text)),
});

/** What a check says, or throws; undefined if nothing. */
function problemOf(check: () => string | void): string | undefined {
  try {
    return check() || undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
