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

/** A regular expression taken apart: `before`, alternatives, `after`. */
export interface SplitPattern {
  readonly before: string;
  /** Each with its place in the source. */
  readonly parts: readonly { readonly text: string; readonly start: number }[];
  readonly after: string;
}

/**
 * The alternatives of a regular expression: those at its top, so that `a|b(c|d)` has `a` and `b(c|d)`; or if there is one only, those of
 * the one group that has any: `\b(a|b)\b` has `a` and `b`.
 * @param source as in RegExp#source
 * @returns no parts if they refer to groups, whose numbers hold in the whole expression only
 */
export function splitPattern(source: string): SplitPattern {
  const top: Group = { start: 0, end: source.length, bars: [] };
  const groups = groupsIn(source, top);
  const inner = groups?.filter(({ bars }) => bars.length > 0) ?? [];
  const chosen = top.bars.length === 0 && inner.length === 1 && isPlainGroup(source, inner[0]!) ? inner[0]! : top;
  const edges = [chosen.start - 1, ...chosen.bars, chosen.end];
  const parts = edges.slice(1).map((end, i) => ({ text: source.slice(edges[i]! + 1, end), start: edges[i]! + 1 }));
  return { before: source.slice(0, chosen.start), parts: groups ? parts : [], after: source.slice(chosen.end) };
}

/** From where to where a group's alternatives stand, and the bars between them. */
interface Group {
  start: number;
  end: number;
  readonly bars: number[];
}

/** All groups within `top`, whose bars are found too; undefined if the pattern refers to a group. */
function groupsIn(source: string, top: Group): Group[] | undefined {
  const [groups, open]: [Group[], Group[]] = [[], [top]];
  let inClass = false;
  for (let i = 0; i < source.length; i++) {
    const character = source[i];
    if (character === "\\") {
      if (/[1-9k]/.test(source[i + 1] ?? "")) return undefined;
      i++;
    } else if (inClass) inClass = character !== "]";
    else if (character === "[") inClass = true;
    else if (character === "(") {
      const group = { start: i + (source.startsWith("(?:", i) ? 3 : 1), end: i, bars: [] };
      groups.push(group);
      open.push(group);
    } else if (character === ")") open.pop()!.end = i;
    else if (character === "|") open.at(-1)!.bars.push(i);
  }
  return groups;
}

/** Taken once and for its text alone: neither repeated, nor optional, nor a look ahead or behind; and not within another group. */
const isPlainGroup = (source: string, { start, end }: Group): boolean =>
  source[start] !== "?" && !/[*+?{]/.test(source[end + 1] ?? "") && depthOf(source, start) === 1;

/** How many groups are open at a place. */
const depthOf = (source: string, place: number): number => {
  const plain = source.slice(0, place).replace(/\\.|\[(?:\\.|[^\]])*\]/g, "");
  return plain.split("(").length - plain.split(")").length;
};
