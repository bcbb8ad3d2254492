import { completionOf, textOf, type ChatRecord } from "../../llm/chatMessage";
import type { Example, Finding } from "./finding";

/** More distinct completions than this are free text, not labels: then nothing can be said about leaks. */
const MOST_LABELS = 200;
const MOST_LABEL_LENGTH = 60;

/**
 * Examples whose prompt gives the answer away: their own label stands in the user's text and no other label does.
 * A prompt that lists all labels leaks nothing.
 */
export function checkLeaks(examples: readonly Example[]): Finding[] {
  const labels = [...new Set(examples.map(({ record }) => completionOf(record)))];
  if (labels.length < 2 || labels.length > MOST_LABELS || labels.some((label) => label.length > MOST_LABEL_LENGTH)) return [];
  const patterns = new Map(labels.map((label) => [label, wholeWords(label)]));
  return examples.flatMap(({ file, line, record }): Finding[] => {
    const said = userText(record);
    const own = completionOf(record);
    if (!patterns.get(own)!.test(said)) return [];
    if (labels.some((label) => label !== own && patterns.get(label)!.test(said))) return [];
    const message = `The prompt holds its own answer, "${own}". Look whether the template sends a column that the label was made from.`;
    return [{ kind: "label in prompt", severity: "warning", file, line, message }];
  });
}

const userText = ({ messages }: ChatRecord): string =>
  messages
    .filter(({ role }) => role === "user")
    .map(textOf)
    .join("\n");

const wholeWords = (label: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_])${label.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}_])`, "u");
