import type { PromptTemplate } from "./promptTemplate";
import type { Answer } from "./question";

/** What a model should answer for each label. */
export const completionsOf = (labels: readonly string[], { completions }: PromptTemplate): string[] =>
  labels.map((label) => completions?.[label] ?? label);

/**
 * The label that an answer means: the completion itself, or one that differs from it only in case, in space, or in quotes and a
 * full stop around it. Nothing is looked for within a sentence: an answer that talks about labels is none.
 * @param completions of each label
 * @returns its index, or -1
 */
export function labelOf(answer: string, completions: readonly string[]): number {
  const exact = completions.indexOf(answer.trim());
  if (exact >= 0) return exact;
  const alike = completions.flatMap((completion, label) => (plain(completion) === plain(answer) ? [label] : []));
  return alike.length === 1 ? alike[0]! : -1;
}

/** The label that each answer means, or -1; what a model or its service withheld means none. */
export const labelsOf = (given: readonly Answer[], completions: readonly string[]): Int16Array =>
  Int16Array.from(given, ({ text, withheld }) => (withheld === undefined ? labelOf(text, completions) : -1));

const plain = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/^[\s"'`*]+|[\s"'`*.]+$/g, "")
    .toLowerCase();
