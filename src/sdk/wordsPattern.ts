export interface WordOptions {
  /** Match inside words too: "link" then matches "linking" and "blink". Default false. */
  readonly substring?: boolean;
  /** Match the beginnings of words: "pay" then matches "payment", and not "repay". Default false. */
  readonly prefix?: boolean;
  /** Tell "US" from "us". Default false. */
  readonly caseSensitive?: boolean;
}

/** A pattern that finds any of the words. @param flags besides those for case and Unicode */
export function wordsPattern(
  words: readonly string[],
  { substring = false, prefix = false, caseSensitive = false }: WordOptions,
  flags = "",
): RegExp {
  const source = substring ? words.map(escape).join("|") : wholeWords(words, prefix);
  return new RegExp(source, `${caseSensitive ? "u" : "iu"}${flags}`);
}

const letter = "[\\p{L}\\p{M}\\p{N}_]";
const startsWithLetter = new RegExp(`^${letter}`, "u");
const endsWithLetter = new RegExp(`${letter}$`, "u");

/**
 * An edge counts only where the word itself has a letter there, so that ":)" is found in "great:)".
 * Words with the same edges share them: every one of these classes costs a millisecond to compile.
 */
function wholeWords(words: readonly string[], prefix: boolean): string {
  const byEdges = new Map<string, string[]>();
  for (const word of words) {
    const end = prefix || !endsWithLetter.test(word) ? "" : `(?!${letter})`;
    const edges = `${startsWithLetter.test(word) ? `(?<!${letter})` : ""}(?:WORDS)${end}`;
    byEdges.set(edges, [...(byEdges.get(edges) ?? []), escape(word)]);
  }
  return Array.from(byEdges, ([edges, group]) => edges.replace("WORDS", () => group.join("|"))).join("|");
}

function escape(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/\s+/gu, "\\s+");
}
