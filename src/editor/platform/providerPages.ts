import { providerOf, type JobChoices } from "../../services/jobs/jobChoices";
import type { JobFolder } from "../../services/jobs/jobs";
import { answerProblem, MOST_QUESTIONS, providerChoice, providerChoices } from "../../services/jobs/providerChoices";
import type { PickStep, Step } from "./steps";

/** How many pages there may be: which provider, then what its settings need. */
export const PROVIDER_PAGES = 1 + MOST_QUESTIONS;

type ProviderPart = Pick<JobChoices, "provider" | "answers">;

/** The provider with what was answered on its pages: which one, then what its settings need. */
export function chosenProvider(before: ProviderPart, [picked, ...answered]: readonly (readonly string[])[]): ProviderPart {
  const provider = picked?.[0] ?? before.provider;
  const given = providerChoice(provider).asks.flatMap(({ key }, index) => {
    const text = answered[index]?.[0];
    return text === undefined ? [] : [[key, text.trim()] as const];
  });
  return { provider, answers: { ...before.answers, [provider]: { ...before.answers[provider], ...Object.fromEntries(given) } } };
}

/** Whether there is such a page for a provider. */
export const isProviderPage = (page: number, provider: string): boolean => page <= providerChoice(provider).asks.length;

/**
 * A page that asks for the provider (0) or for what its settings need (1 and more).
 * @param root the project's folder
 * @returns undefined where there is no such question
 */
export function providerPage(page: number, title: string, root: string, folder: JobFolder, choices: ProviderPart): Step | undefined {
  if (page === 0) return { title, ...providerStep(folder, choices) };
  const { provider, answers } = choices;
  const { asks } = providerChoice(provider);
  const ask = asks[page - 1];
  if (!ask) return undefined;
  const { key, name, prompt } = ask;
  const whole = (text: string): string | undefined =>
    problemOf(() => void folder.offer(providerOf({ provider, answers: { [provider]: { ...answers[provider], [key]: text } } }, root)));
  const check = page === asks.length ? whole : (text: string): string | undefined => answerProblem(provider, key, text);
  return { title, placeholder: name, prompt, value: answers[provider]?.[key] ?? "", check };
}

function providerStep(folder: JobFolder, { provider, answers }: ProviderPart): Omit<PickStep, "title"> {
  const refusals = new Map<string, string>();
  const choices = providerChoices
    .filter(({ fixedModel }) => fixedModel === undefined || folder.trainsLocally)
    .map(({ id, label, description, runsHere, asks }) => {
      // Those that need answers first say nothing of themselves before.
      const { refusal, lastDay } = asks.length > 0 ? {} : folder.offer(providerOf({ provider: id, answers }, ""));
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

/** What a check says, or throws; undefined if nothing. */
export function problemOf(check: () => string | void): string | undefined {
  try {
    return check() || undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
