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
import { providerChoice } from "../../services/jobs/providerChoices";
import type { JobFolder, ProviderOffer } from "../../services/jobs/jobs";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { chosenProvider, isProviderPage, problemOf, PROVIDER_PAGES, providerPage } from "../platform/providerPages";
import { leadThrough, type Step, type TextStep } from "../platform/steps";

/** The dialog's pages, in their order, but for those of the provider, which stand before them. */
const pages = ["model", "system", "prompt", "settings", "price", "rows"] as const;
type Page = (typeof pages)[number];

/** Asks for all that a job needs; what was chosen last time is chosen already. Undefined if the user went away. */
export async function askForJob(project: ProjectSnapshot, folder: JobFolder, memory: Memento): Promise<JobChoices | undefined> {
  const key = `job ${project.root}`;
  const before = { ...defaultJobChoices(project), ...memory.get<Partial<JobChoices>>(key) };
  const title = `Fine-tune job of ${project.name}`;
  const picked = await leadThrough({
    count: PROVIDER_PAGES + pages.length,
    stepOf: (step, answers) => {
      const choices = chosen(before, answers);
      return step < PROVIDER_PAGES
        ? providerPage(step, title, project.root, folder, choices)
        : stepOf(pages[step - PROVIDER_PAGES]!, title, project, folder, choices);
    },
    isNumbered: (step, answers) => {
      const choices = chosen(before, answers);
      return step < PROVIDER_PAGES
        ? isProviderPage(step, choices.provider)
        : isAsked(pages[step - PROVIDER_PAGES]!, project, folder, choices);
    },
  });
  if (!picked) return undefined;
  const choices = chosen(before, picked);
  await memory.update(key, choices);
  return choices;
}

/** The choices with what was answered so far. */
function chosen(before: JobChoices, answers: readonly (readonly string[])[]): JobChoices {
  const [model, system, prompt, settings, price, rows] = answers.slice(PROVIDER_PAGES);
  const { provider: id, answers: where } = chosenProvider(before, answers);
  const part = (old: JobChoices["model"], answer: readonly string[] | undefined): JobChoices["model"] =>
    answer?.[0] === undefined ? old : { ...old, [id]: answer[0].trim() };
  return {
    provider: id,
    answers: where,
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
  const { fixedModel } = providerChoice(choices.provider);
  switch (page) {
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

function stepOf(page: Page, title: string, project: ProjectSnapshot, folder: JobFolder, choices: JobChoices): Step | undefined {
  if (!isAsked(page, project, folder, choices)) return undefined;
  const { provider } = choices;
  const offer = (): ProviderOffer => folder.offer(providerOf(choices, project.root));
  switch (page) {
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
