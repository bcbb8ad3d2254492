import { sameAnswer } from "../../core/export/taskTemplate";
import type { Hyperparameters } from "../hyperparameters";
import type { Provider } from "../provider";
import type { JobTicket } from "../ticket";

/** What the provider would not accept of the ticket itself, in plain words; each is an error. */
export function checkSettings({ hyperparameters, suffix, task }: JobTicket, { title, rules }: Provider): string[] {
  const takes = Object.keys(rules.hyperparameters).join(", ") || "none";
  const wrong = (Object.entries(hyperparameters) as [keyof Hyperparameters, number | "auto" | undefined][]).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const range = rules.hyperparameters[name];
    if (!range) return [`${title} does not take ${name}. It takes: ${takes}.`];
    if (value === "auto")
      return range.auto ? [] : [`${title} does not pick ${name} itself: give a number from ${range.min} to ${range.max}.`];
    return value >= range.min && value <= range.max ? [] : [`${name} is ${value}: ${title} takes ${range.min} to ${range.max}.`];
  });
  const badSuffix = suffix !== undefined && rules.suffix && (suffix.length > rules.suffix.maxLength || !rules.suffix.pattern.test(suffix));
  const completions = task?.completions ?? {};
  const alike = sameAnswer(completions, Object.keys(completions));
  return [
    ...wrong,
    ...(badSuffix ? [`The suffix "${suffix}" is not ${rules.suffix.words}.`] : []),
    ...(alike === undefined ? [] : [alike]),
  ];
}
