import { completionOf, textOf, type ChatRecord } from "../../llm/chatMessage";

/** Chat examples as texts with labels. */
export interface LabeledTexts {
  readonly texts: readonly string[];
  readonly labels: readonly string[];
}

/** What the user says, without what all prompts begin and end with (the template around the row), and the answer as the label. */
export function promptExamples(records: readonly ChatRecord[]): LabeledTexts {
  const prompts = records.map(({ messages }) =>
    messages
      .slice(0, -1)
      .filter(({ role }) => role === "user")
      .map(textOf)
      .join("\n"),
  );
  return { texts: withoutFrame(prompts), labels: records.map(completionOf) };
}

/** Cuts off whole words that all texts share at their beginning and at their end. */
function withoutFrame(texts: readonly string[]): string[] {
  const [first = "", ...others] = texts;
  if (others.length === 0) return [...texts];
  const words = (text: string): string[] => text.split(/(?<=\s)(?=\S)/);
  const begins = sharedCount(texts.map(words));
  const rest = texts.map((text) => words(text).slice(begins));
  const ends = sharedCount(rest.map((list) => list.toReversed()));
  const cut = rest.map((list) =>
    list
      .slice(0, list.length - ends)
      .join("")
      .trim(),
  );
  return first === "" || cut.some((text) => text === "") ? [...texts] : cut;
}

/** How many entries all lists have in common at their beginning. */
function sharedCount(lists: readonly (readonly string[])[]): number {
  const [first = [], ...others] = lists;
  let shared = 0;
  while (shared < first.length && others.every((list) => list[shared] === first[shared])) shared++;
  return shared;
}
