import type { Lf } from "./lf";

/** What an LF looks for, one by one: words, the alternatives of a regular expression, the entries of a table. */
export interface Alternatives {
  /** As the author wrote them. */
  readonly texts: readonly string[];
  /** Which of them gives the row its vote; -1 if that cannot be told. Asked only for rows that the LF votes on. */
  readonly indexOf: (row: object) => number;
}

const known = new WeakMap<Lf, Alternatives>();

/** Notes what an LF looks for. More than these are no help to anybody. */
export function withAlternatives(lf: Lf, alternatives: Alternatives | undefined): Lf {
  if (alternatives && alternatives.texts.length <= MOST) known.set(lf, alternatives);
  return lf;
}

const MOST = 500;

/** What an LF, or one that is composed with others, looks for. */
export const alternativesOf = (lf: Lf): Alternatives | undefined => known.get(lf);

/** What an LF looks for, if that is more than one thing: one thing alone is the LF itself. */
export function manyAlternativesOf(lf: Lf): Alternatives | undefined {
  const alternatives = known.get(lf);
  return (alternatives?.texts.length ?? 0) > 1 ? alternatives : undefined;
}

/**
 * The alternatives at the top of a regular expression: `a|b(c|d)` has `a` and `b(c|d)`.
 * @param source as in RegExp#source
 * @returns each with its place in the source; none if they refer to groups, whose numbers hold in the whole expression only
 */
export function splitPattern(source: string): { readonly text: string; readonly start: number }[] {
  const parts: { text: string; start: number }[] = [];
  let [start, depth, inClass] = [0, 0, false];
  for (let i = 0; i <= source.length; i++) {
    const character = source[i];
    if (character === "\\") {
      if (/[1-9k]/.test(source[i + 1] ?? "")) return [];
      i++;
    } else if (inClass) inClass = character !== "]";
    else if (character === "[") inClass = true;
    else if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (i === source.length || (character === "|" && depth === 0)) {
      parts.push({ text: source.slice(start, i), start });
      start = i + 1;
    }
  }
  return parts;
}
