import type { Lf } from "./lf";

/** What an LF that a builder made found in a row: `text` in a column, from `start` to before `end`. */
export interface Match {
  readonly column: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What an LF found in a row; nothing in one that it does not vote on. Runs no code of the user's. */
export type FindMatches = (row: object) => readonly Match[];

/** Where an LF has its `FindMatches`: a debugger's copy of the LF, in a realm of its own, has it there too. */
const MATCHES = Symbol.for("lf-lens.matches");

/** More are no help to anybody. */
const MOST = 100;

/** The LF, which can now say what it found. */
export const withMatches = (lf: Lf, find: FindMatches): Lf => Object.freeze({ ...lf, [MATCHES]: find });

/** How an LF, or one that is composed with others, says what it found; undefined for functions, which do not say. */
export const matchesOf = (lf: Lf): FindMatches | undefined => (lf as { readonly [MATCHES]?: FindMatches })[MATCHES];

/** A whole cell; nothing where it is empty. */
export const wholeCell = (column: string, text: string | undefined): readonly Match[] =>
  text ? [{ column, start: 0, end: text.length, text }] : [];

/** What a pattern with the flag g finds in a cell. */
export function allMatches(column: string, text: string | undefined, pattern: RegExp): readonly Match[] {
  const found: Match[] = [];
  for (const match of text?.matchAll(pattern) ?? []) {
    if (match[0] !== "") found.push(matchAt(column, match.index, match[0]));
    if (found.length === MOST) break;
  }
  return found;
}

export const matchAt = (column: string, start: number, text: string): Match => ({ column, start, end: start + text.length, text });
