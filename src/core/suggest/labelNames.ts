import { wordsOf, type Feature } from "./features";

/** Shorter beginnings say nothing. */
const LEAST_STEM = 4;
/** What two forms of a word may differ in at their ends, of the shorter one. */
const LONGEST_ENDING = 2;

/** Whether two words look like forms of one: "arrival" and "arrived", "sports" and "sport". */
export function areForms(a: string, b: string): boolean {
  if (a === b) return true;
  const shorter = Math.min(a.length, b.length);
  let same = 0;
  while (same < shorter && a[same] === b[same]) same++;
  return same >= Math.max(LEAST_STEM, shorter - LONGEST_ENDING);
}

/**
 * For each label the words of texts that its name has, by their places in `features`, and the share of them that is this label's: a word
 * that many labels are called by says little of each.
 */
export function namedFeatures(features: readonly Feature[], labels: readonly string[]): Map<number, number>[] {
  const words = features.flatMap(({ sign }, f) => (sign.kind === "word" ? [{ f, parts: sign.text.split(" ") }] : []));
  const named = labels.map((label) => {
    const own = wordsOf(spaced(label)).filter((word) => !word.includes(" "));
    const says = (part: string): boolean => own.some((word) => areForms(word, part));
    return words.filter(({ parts }) => parts.every(says)).map(({ f }) => f);
  });
  const holders = new Map<number, number>();
  for (const f of named.flat()) holders.set(f, (holders.get(f) ?? 0) + 1);
  return named.map((own) => new Map(own.map((f) => [f, 1 / holders.get(f)!])));
}

/** "cardArrival", "card_arrival" and "Sci/Tech" are words. */
const spaced = (name: string): string => name.replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2").replace(/[^\p{L}\p{M}\p{N}]+/gu, " ");
