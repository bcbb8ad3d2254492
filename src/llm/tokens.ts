import { setImmediate as breathe } from "node:timers/promises";
import { callsOf, imagesOf, textOf, type ChatMessage, type ChatRecord, type ImagePart } from "./chatMessage";
import { boundedParts } from "./tokenPieces";

export interface TokenCount {
  /** Tokens of each example, in order; estimated ones beyond `counted`. */
  readonly perExample: readonly number[];
  readonly total: number;
  /** How many examples were counted, not estimated from their length. */
  readonly counted: number;
  /** True if the model is known to use the tokenizer that counted, and the counted examples are text that it counts exactly. */
  readonly exact: boolean;
}

export interface CountOptions {
  /** How much text is counted before the rest is estimated. */
  readonly mostCharacters?: number;
  /** Told now and then, in characters. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Every model of these families is tokenized by o200k_base. */
const O200K_MODEL = /^(ft:)?(gpt-4o|gpt-4\.1|gpt-4\.5|gpt-5|chatgpt-4o|o[134]\b|o[134]-)/;

// OpenAI's cookbook, "How to count tokens with tiktoken": each message costs 3 beyond its role and content, a name 1, the reply's start 3.
const PER_MESSAGE = 3;
const PER_NAME = 1;
const PER_REPLY = 3;
// OpenAI's vision guide: 85 for an image in low detail, and 170 for each tile of 512 pixels; 4 tiles are an image of 1024 x 1024.
const LOW_IMAGE = 85;
const HIGH_IMAGE = LOW_IMAGE + 4 * 170;

const MOST_CHARACTERS = 20_000_000;
const CHARACTERS_BETWEEN_BREATHS = 200_000;

/**
 * Counts the tokens of chat examples by o200k_base, letting other work run in between. Images, tools and tool calls are estimates.
 * @param model decides only whether the count is called exact
 * @throws the signal's reason once it is aborted
 */
export async function countTokens(records: readonly ChatRecord[], model: string, options: CountOptions = {}): Promise<TokenCount> {
  const { mostCharacters = MOST_CHARACTERS } = options;
  const lengths = records.map((record) => textsOf(record).reduce((sum, text) => sum + text.length, 0));
  const all = lengths.reduce((sum, length) => sum + length, 0);
  const counter = await textCounter(Math.min(all, mostCharacters), options);
  const perExample: number[] = [];
  let [characters, total, exact] = [0, 0, O200K_MODEL.test(model)];
  for (const record of records) {
    if (characters > mostCharacters) break;
    let tokens = PER_REPLY + extrasOf(record);
    for (const text of textsOf(record)) {
      const counted = await counter(text);
      tokens += counted.tokens;
      exact &&= counted.exact;
    }
    characters += lengths[perExample.length]!;
    exact &&= isText(record);
    perExample.push(tokens);
    total += tokens;
  }
  const counted = perExample.length;
  const perCharacter = total / Math.max(characters, 1);
  for (const length of lengths.slice(counted)) perExample.push(Math.ceil(length * perCharacter));
  return { perExample, counted, total: perExample.reduce((sum, tokens) => sum + tokens, 0), exact };
}

/** "<|endoftext|>" in a row is text like any other. */
const plainText = { disallowedSpecial: new Set<string>() };

/** Counts one text after the other, and pauses now and then. */
async function textCounter(
  total: number,
  { signal, onProgress }: CountOptions,
): Promise<(text: string) => Promise<{ tokens: number; exact: boolean }>> {
  // Its table is 2 MB of source: loaded when first needed.
  const { countTokens: count } = await import("gpt-tokenizer/encoding/o200k_base");
  let [done, breath] = [0, 0];
  return async (text) => {
    const { parts, exact } = boundedParts(text);
    let tokens = 0;
    for (const part of parts) {
      tokens += count(part, plainText);
      done += part.length;
      if (done - breath < CHARACTERS_BETWEEN_BREATHS) continue;
      breath = done;
      onProgress?.(Math.min(done, total), total);
      await breathe();
      signal?.throwIfAborted();
    }
    return { tokens, exact };
  };
}

/** What is tokenized of an example. */
const textsOf = (record: ChatRecord): string[] => [
  ...record.messages.flatMap((message) => [
    message.role,
    textOf(message),
    ...(message.name === undefined ? [] : [message.name]),
    ...callsOf(message).flatMap((call) => [call.name, call.arguments]),
  ]),
  ...[...(record.tools ?? []), ...(record.functions ?? [])].map((tool) => JSON.stringify(tool)),
];

const extrasOf = ({ messages }: ChatRecord): number => messages.reduce((sum, message) => sum + extrasOfMessage(message), 0);

const extrasOfMessage = (message: ChatMessage): number =>
  PER_MESSAGE + (message.name === undefined ? 0 : PER_NAME) + imagesOf(message).reduce((sum, image) => sum + imageTokens(image), 0);

const imageTokens = ({ image_url }: ImagePart): number => (image_url.detail === "low" ? LOW_IMAGE : HIGH_IMAGE);

const isText = ({ messages, tools, functions }: ChatRecord): boolean =>
  !tools && !functions && messages.every((message) => imagesOf(message).length === 0 && callsOf(message).length === 0);
