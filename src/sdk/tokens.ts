import { remember } from "./remember";

/** Runs of letters, marks, digits and underscores of any script, with apostrophes inside: "don't" is one. */
const token = /[\p{L}\p{M}\p{N}_]+(?:['’][\p{L}\p{M}\p{N}_]+)*/gu;

const tokensOf = remember((text) => Object.freeze(text.toLowerCase().match(token) ?? []) as readonly string[]);

/**
 * The words of a text, in lower case and in their order: `tokens("Don't stop, 2 days!")` is `["don't", "stop", "2", "days"]`.
 * Split once for each text, however many LFs ask: use it wherever an LF would split text by itself. A null cell has no words.
 *
 * ```ts
 * export const sayLove = lf((row) => (tokens(row.text).includes("love") ? "HAM" : ABSTAIN));
 * ```
 * @returns a list that all LFs share and that cannot be changed
 */
export function tokens(text: string | null | undefined): readonly string[] {
  return tokensOf(textOf(text, "tokens"));
}

const lowerOf = remember((text) => text.toLowerCase());

/** A text in lower case, made once for each text, however many LFs ask. A null cell is "". */
export function lower(text: string | null | undefined): string {
  return lowerOf(textOf(text, "lower"));
}

function textOf(text: unknown, name: string): string {
  if (typeof text === "string") return text;
  if (text === null || text === undefined) return "";
  throw new TypeError(`${name}() takes text, not ${Array.isArray(text) ? "a list" : `a value of type ${typeof text}`}`);
}
