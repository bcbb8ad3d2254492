import type { PromptAnswer } from "../../protocol/asking";
import type { PromptDefinition } from "../../sdk/prompt";
import { labelOf } from "../labelOf";

/** What a prompt makes of answers. */
export interface AnswerReader {
  /** The answers that it knows. */
  readonly words: readonly string[];
  /**
   * The label that an answer votes; null where it abstains; undefined where it is none of those that the prompt knows.
   * @throws Error if there is a threshold and the answer has no probability
   */
  readonly read: (answer: PromptAnswer) => string | null | undefined;
}

/** @param labels the project's */
export function answerReader({ labels, abstain, output, threshold, endpoint }: PromptDefinition, own: readonly string[]): AnswerReader {
  const meaning = new Map<string, string | null>([
    ...(labels ?? new Map(own.map((label) => [label, label]))),
    ...abstain.map((word): [string, null] => [word, null]),
  ]);
  const words = [...meaning.keys()];
  return {
    words,
    read({ text, withheld, probability }) {
      if (withheld !== undefined) return undefined;
      const word = words[labelOf(saidIn(text, output), words)];
      if (word === undefined) return undefined;
      const label = meaning.get(word)!;
      if (label === null || threshold === undefined) return label;
      if (probability === undefined)
        throw new Error(
          `The endpoint "${endpoint}" gave no log-probabilities, so the threshold cannot be applied. Remove the threshold, or use an endpoint that gives them.`,
        );
      return probability >= threshold ? label : null;
    },
  };
}

/** The part of a reply that is the answer; empty where it has none. */
function saidIn(text: string, output: PromptDefinition["output"]): string {
  if (output === "choice") return text;
  if (output === "json") return labelInJson(text);
  // The pattern may remember where it stopped.
  output.lastIndex = 0;
  const match = output.exec(text);
  return match ? (match[1] ?? match[0]) : "";
}

function labelInJson(text: string): string {
  try {
    const value: unknown = JSON.parse(text.replace(/^\s*```(?:json)?|```\s*$/g, ""));
    const label: unknown = typeof value === "object" && value !== null && "label" in value ? value.label : undefined;
    return typeof label === "string" ? label : "";
  } catch {
    return "";
  }
}
