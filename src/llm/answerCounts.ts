import type { ModelResult, TokenPrice } from "../protocol/tunedModel";
import { costOf } from "./askedModel";
import type { Answer } from "./question";

/** Characters of a text that are kept in a result. */
export const SHOWN = 300;
const SOME = 10;

/**
 * Which answers are no label, which rows have none, and what all of them cost.
 * @param given the answer to each row
 * @param label of each row, or -1
 */
export function answerCounts(
  rows: readonly { readonly id: string }[],
  given: readonly Answer[],
  label: Int16Array,
  price: TokenPrice | undefined,
): Omit<ModelResult, "model" | "figures"> {
  const strange = given.filter(({ withheld }, row) => label[row]! < 0 && withheld === undefined).map(({ text }) => text.slice(0, SHOWN));
  const unanswered = given.flatMap(({ withheld }, row) =>
    withheld === undefined ? [] : [{ id: rows[row]!.id, reason: withheld.slice(0, SHOWN) }],
  );
  // One answer stands for all rows with the same prompt.
  const tokens = tokensOf([...new Set(given)]);
  return {
    noLabel: { rows: strange.length, first: [...new Set(strange)].slice(0, SOME) },
    unanswered: { rows: unanswered.length, first: unanswered.slice(0, SOME) },
    tokens,
    usd: tokens && price ? costOf(price, tokens.input, tokens.output) : null,
  };
}

function tokensOf(given: readonly Answer[]): ModelResult["tokens"] {
  let [input, output] = [0, 0];
  for (const { inputTokens, outputTokens } of given) {
    if (inputTokens === undefined || outputTokens === undefined) return null;
    input += inputTokens;
    output += outputTokens;
  }
  return { input, output };
}
