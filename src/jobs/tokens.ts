import { setImmediate as breathe } from "node:timers/promises";
import type { ChatRecord } from "./chatRecord";

export interface TokenCount {
  /** Tokens of each example, in order; estimated ones beyond `counted`. */
  readonly perExample: readonly number[];
  readonly total: number;
  /** How many examples were counted, not estimated from their length. */
  readonly counted: number;
  /** True if the model is known to use the tokenizer that counted. */
  readonly exactTokenizer: boolean;
}

/** Every model of these families is tokenized by o200k_base. */
const O200K_MODEL = /^(ft:)?(gpt-4o|gpt-4\.1|gpt-4\.5|gpt-5|chatgpt-4o|o[134]\b|o[134]-)/;

// OpenAI's cookbook, "How to count tokens with tiktoken": each message costs 3 beyond its role and content, a name 1, the reply's start 3.
const PER_MESSAGE = 3;
const PER_NAME = 1;
const PER_REPLY = 3;

/** Characters that are counted; beyond it, tokens are estimated by the share of tokens per character so far. */
const MOST_CHARACTERS = 20_000_000;
const CHARACTERS_BETWEEN_BREATHS = 200_000;

/**
 * Counts the tokens of chat examples by o200k_base, letting other work run in between.
 * @param model decides only whether the count is called exact
 * @param mostCharacters how much text is counted before the rest is estimated
 */
export async function countTokens(records: readonly ChatRecord[], model: string, mostCharacters = MOST_CHARACTERS): Promise<TokenCount> {
  // Its table is 2 MB of source: loaded when first needed.
  const { countTokens: count } = await import("gpt-tokenizer/encoding/o200k_base");
  const perExample: number[] = [];
  let characters = 0;
  let breath = 0;
  let total = 0;
  for (const record of records) {
    if (characters > mostCharacters) break;
    const tokens = record.messages.reduce(
      (sum, { role, content, name }) =>
        sum + PER_MESSAGE + count(role) + count(content, plainText) + (name === undefined ? 0 : PER_NAME + count(name, plainText)),
      PER_REPLY,
    );
    perExample.push(tokens);
    total += tokens;
    characters += lengthOf(record);
    if (characters - breath > CHARACTERS_BETWEEN_BREATHS) {
      breath = characters;
      await breathe();
    }
  }
  const counted = perExample.length;
  const perCharacter = total / Math.max(characters, 1);
  for (const record of records.slice(counted)) perExample.push(Math.ceil(lengthOf(record) * perCharacter));
  return { perExample, counted, total: perExample.reduce((sum, tokens) => sum + tokens, 0), exactTokenizer: O200K_MODEL.test(model) };
}

/** "<|endoftext|>" in a row is text like any other. */
const plainText = { disallowedSpecial: new Set<string>() };

const lengthOf = (record: ChatRecord): number => record.messages.reduce((sum, { content }) => sum + content.length, 0);
