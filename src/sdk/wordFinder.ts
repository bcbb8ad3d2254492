import { wordsPattern, type WordOptions } from "./wordsPattern";

/** Where one of the words stands in a text. */
export interface Hit {
  /** Which word, by its place in the list. */
  readonly word: number;
  /** How many words of the text stand before it. */
  readonly at: number;
  /** How many characters of the text stand before it, and what stands there. */
  readonly start: number;
  readonly text: string;
}

export interface FinderOptions extends WordOptions {
  readonly unlessNear?: { readonly words: readonly string[]; readonly within: number };
}

/**
 * Finds where each of the words stands, each with a pattern of its own, since "check out" and "check" overlap.
 * @returns a function of a text: the places in their order in the text, without those that `unlessNear` rules out
 * @throws TypeError if `unlessNear` has no words, or a distance below 1
 */
export function wordFinder(words: readonly string[], { unlessNear, ...options }: FinderOptions): (text: string) => readonly Hit[] {
  const patterns = words.map((word) => wordsPattern([word], options, "g"));
  const against = unlessNear && readAgainst(unlessNear, options);
  return (text) => {
    const starts = wordStarts(text);
    const hits = patterns
      .flatMap((pattern, word) => placesOf(pattern, text, starts).map((place) => ({ word, ...place })))
      .sort((a, b) => a.at - b.at || a.word - b.word);
    if (!against || hits.length === 0) return hits;
    const others = placesOf(against.pattern, text, starts);
    return hits.filter(({ at }) => others.every((other) => Math.abs(other.at - at) > against.within));
  };
}

function readAgainst(
  { words, within }: NonNullable<FinderOptions["unlessNear"]>,
  options: WordOptions,
): { pattern: RegExp; within: number } {
  if (!Array.isArray(words) || words.length === 0 || !(within >= 1))
    throw new TypeError("unlessNear takes words, and within: a number of words from 1 on");
  return { pattern: wordsPattern(words, options, "g"), within };
}

const wordStart = /[\p{L}\p{M}\p{N}_]+/gu;

const wordStarts = (text: string): number[] => Array.from(text.matchAll(wordStart), ({ index }) => index);

const placesOf = (pattern: RegExp, text: string, starts: readonly number[]): Omit<Hit, "word">[] =>
  Array.from(text.matchAll(pattern), ({ index, 0: found }) => ({ at: countBelow(starts, index), start: index, text: found }));

/** How many of the ascending numbers are smaller. */
function countBelow(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
