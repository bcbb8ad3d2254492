import { withAlternatives, type Alternatives } from "./alternatives";
import { cellText } from "./cellText";
import { lf, type Lf } from "./lf";
import { allMatches, matchAt, withMatches } from "./matches";
import type { Label, TextColumn } from "./register";
import { wordFinder } from "./wordFinder";
import { wordsPattern, type WordOptions } from "./wordsPattern";

export interface KeywordOptions extends WordOptions {
  /** Vote only where every word occurs. Default false: one of them is enough. */
  readonly all?: boolean;
  /** Vote only where this many different words occur. Default 1. */
  readonly atLeast?: number;
  /** The words that make the vote must stand at most this many words apart: 1 is next to each other. Needs `all` or `atLeast`. */
  readonly within?: number;
  /** A word does not count where one of these stands at most `within` words away, on either side: "not good" is not "good". */
  readonly unlessNear?: { readonly words: readonly string[]; readonly within: number };
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
 * export const payment = keyword("SPAM", "text", "pay", { prefix: true });
 * export const freeMoney = keyword("SPAM", "text", ["free", "money"], { all: true, within: 5 });
 * export const good = keyword("HAM", "text", ["good"], { unlessNear: { words: ["not", "never"], within: 2 } });
 * ```
 */
export function keyword(label: Label, column: TextColumn, ...words: Words): Lf {
  const [all, options] = readWords(words);
  return isPlain(options) ? anyWord(label, column, all, options) : countedWords(label, column, all, options);
}

const isPlain = ({ all, atLeast, within, unlessNear }: KeywordOptions): boolean =>
  all !== true && (atLeast ?? 1) === 1 && within === undefined && unlessNear === undefined;

function anyWord(label: Label, column: TextColumn, words: readonly string[], options: KeywordOptions): Lf {
  const pattern = wordsPattern(words, options);
  const made = lf((row) => {
    const text = cellText(row, column);
    return text !== undefined && pattern.test(text) ? label : null;
  });
  let all: RegExp | undefined;
  const saying = withMatches(made, (row) =>
    allMatches(column, cellText(row, column), (all ??= new RegExp(pattern.source, `${pattern.flags}g`))),
  );
  return withAlternatives(saying, wordAlternatives(words, options, pattern, column));
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

/** Where more than one word has to be there, or none of some others near it. */
function countedWords(label: Label, column: TextColumn, words: readonly string[], options: KeywordOptions): Lf {
  const { all = false, atLeast = 1, within } = options;
  const different = new Set(words).size;
  if (!Number.isInteger(atLeast) || atLeast < 1 || atLeast > different)
    throw new TypeError(`keyword() has ${different} words, so atLeast must be a whole number from 1 to ${different}`);
  const needed = all ? different : atLeast;
  if (within !== undefined && (!(within >= 1) || needed < 2))
    throw new TypeError("keyword() takes within, a number of words from 1 on, together with all or with atLeast: 2 or more");
  const found = wordFinder([...new Set(words)], options);
  const holds = (hits: readonly Hit[]): boolean =>
    within === undefined ? countDifferent(hits) >= needed : standTogether(hits, needed, within);
  const made = lf((row) => {
    const text = cellText(row, column);
    return text !== undefined && holds(found(text)) ? label : null;
  });
  return withMatches(made, (row) => {
    const hits = found(cellText(row, column) ?? "");
    return holds(hits) ? hits.map(({ start, text }) => matchAt(column, start, text)) : [];
  });
}

const countDifferent = (hits: readonly Hit[]): number => new Set(hits.map(({ word }) => word)).size;

type Hit = ReturnType<ReturnType<typeof wordFinder>>[number];

/** Whether `needed` different words stand so that each is at most `within` words after the one before it. */
function standTogether(hits: readonly Hit[], needed: number, within: number): boolean {
  let run: Hit[] = [];
  for (const hit of hits) {
    if (run.length > 0 && hit.at - run.at(-1)!.at > within) run = [];
    run.push(hit);
    if (countDifferent(run) >= needed) return true;
  }
  return false;
}

function readWords(given: Words): [words: readonly string[], options: KeywordOptions] {
  const parts: readonly unknown[] = given.flat();
  const last = parts.at(-1);
  const options = typeof last === "object" && last !== null ? (last as KeywordOptions) : undefined;
  const words = options ? parts.slice(0, -1) : parts;
  if (words.length === 0) throw new TypeError("keyword() needs at least one word");
  return [trimmed(words), options ?? {}];
}

function trimmed(words: readonly unknown[]): string[] {
  const blank = words.find((word) => typeof word !== "string" || word.trim() === "");
  if (blank !== undefined) throw new TypeError(`keyword() takes words, not ${JSON.stringify(blank)}`);
  return (words as readonly string[]).map((word) => word.trim());
}
