import { withAlternatives, type Alternatives } from "./alternatives";
import { cellText } from "./cellText";
import { lf, type Lf } from "./lf";
import type { Label, TextColumn } from "./register";

export interface KeywordOptions {
  /** Match inside words too: "link" then matches "linking". Default false. */
  readonly substring?: boolean;
  /** Tell "US" from "us". Default false. */
  readonly caseSensitive?: boolean;
}

/** Words one by one, or as one list; options, if any, come last. */
export type Words =
  | readonly string[]
  | readonly [...words: string[], options: KeywordOptions]
  | readonly [words: readonly string[], options?: KeywordOptions];

/**
 * Makes an LF that votes `label` where the column's text contains any of the words, and abstains elsewhere.
 *
 * Whole words are matched, in any case and any script: "pay" matches "Pay!" but not "payment". A space in a word matches any white
 * space, and the characters that regular expressions treat specially stand for themselves. A null cell abstains.
 *
 * ```ts
 * export const asksToSubscribe = keyword("SPAM", "text", "subscribe", "check out");
 * export const links = keyword("SPAM", "text", ["http", "www."], { substring: true });
 * ```
 */
export function keyword(label: Label, column: TextColumn, ...words: Words): Lf {
  const [all, options] = readWords(words);
  const pattern = keywordPattern(all, options);
  const made = lf((row) => {
    const text = cellText(row, column);
    return text !== undefined && pattern.test(text) ? label : null;
  });
  return withAlternatives(made, wordAlternatives(all, options, pattern, column));
}

function wordAlternatives(
  words: readonly string[],
  { caseSensitive = false }: KeywordOptions,
  pattern: RegExp,
  column: string,
): Alternatives {
  const plain = (word: string): string => (caseSensitive ? word : word.toLowerCase()).replace(/\s+/gu, " ");
  const places = new Map(words.map((word, i): [string, number] => [plain(word), i]).reverse());
  return {
    texts: words,
    indexOf: (row) => places.get(plain(pattern.exec(cellText(row, column) ?? "")?.[0] ?? "")) ?? -1,
  };
}

function readWords(given: Words): [words: readonly string[], options: KeywordOptions] {
  const parts: readonly unknown[] = given.flat();
  const last = parts.at(-1);
  const options = typeof last === "object" && last !== null ? (last as KeywordOptions) : undefined;
  const words = options ? parts.slice(0, -1) : parts;
  if (words.length === 0) throw new TypeError("keyword() needs at least one word");
  const blank = words.find((word) => typeof word !== "string" || word.trim() === "");
  if (blank !== undefined) throw new TypeError(`keyword() takes words, not ${JSON.stringify(blank)}`);
  return [(words as readonly string[]).map((word) => word.trim()), options ?? {}];
}

function keywordPattern(words: readonly string[], { substring = false, caseSensitive = false }: KeywordOptions): RegExp {
  const source = substring ? words.map(escape).join("|") : wholeWords(words);
  return new RegExp(source, caseSensitive ? "u" : "iu");
}

const letter = "[\\p{L}\\p{M}\\p{N}_]";
const startsWithLetter = new RegExp(`^${letter}`, "u");
const endsWithLetter = new RegExp(`${letter}$`, "u");

/**
 * An edge counts only where the word itself has a letter there, so that ":)" is found in "great:)".
 * Words with the same edges share them: every one of these classes costs a millisecond to compile.
 */
function wholeWords(words: readonly string[]): string {
  const byEdges = new Map<string, string[]>();
  for (const word of words) {
    const edges = `${startsWithLetter.test(word) ? `(?<!${letter})` : ""}(?:WORDS)${endsWithLetter.test(word) ? `(?!${letter})` : ""}`;
    byEdges.set(edges, [...(byEdges.get(edges) ?? []), escape(word)]);
  }
  return Array.from(byEdges, ([edges, group]) => edges.replace("WORDS", () => group.join("|"))).join("|");
}

function escape(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/\s+/gu, "\\s+");
}
