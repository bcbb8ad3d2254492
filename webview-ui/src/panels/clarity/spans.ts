/** What LFs found in a row's cells, as it is marked in their texts. */
import type { FoundInRow, RowVote } from "../../../../src/protocol/panel";

/** What an LF found, from `start` to before `end` of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly lf: string;
  readonly label: string;
}

/** What the LFs found in one column of a row. */
export function spansIn(column: string, found: readonly FoundInRow[], votes: readonly RowVote[]): Span[] {
  const labels = new Map(votes.map(({ lf, label }) => [lf, label]));
  return found.flatMap(({ lf, matches }) => {
    const label = labels.get(lf);
    if (label === undefined) return [];
    return matches.filter((match) => match.column === column).map(({ start, end }) => ({ start, end, lf, label }));
  });
}

/** A text cut where a span begins or ends, each piece with the spans that it is part of. */
export function segmentsOf(text: string, spans: readonly Span[]): { readonly text: string; readonly spans: readonly Span[] }[] {
  const inside = spans.filter(({ start, end }) => start >= 0 && end <= text.length && start < end);
  const edges = [...new Set([0, ...inside.flatMap(({ start, end }) => [start, end]), text.length])].sort((a, b) => a - b);
  return edges.slice(1).map((end, at) => {
    const start = edges[at]!;
    return { text: text.slice(start, end), spans: inside.filter((span) => span.start <= start && end <= span.end) };
  });
}

/** Characters that are kept before the first match of a folded text. */
const BEFORE = 60;

/**
 * A long text from a little before what was found, so that it can be seen though the text is folded.
 * @param long more characters than this before the first match, and the beginning is left out
 */
export function folded(text: string, spans: readonly Span[], long: number): { readonly text: string; readonly spans: readonly Span[] } {
  const first = Math.min(...spans.map(({ start }) => start));
  if (spans.length === 0 || first <= long) return { text, spans };
  const space = text.indexOf(" ", first - BEFORE);
  const cut = space >= 0 && space < first ? space + 1 : first - BEFORE;
  const moved = 1 - cut;
  return { text: `…${text.slice(cut)}`, spans: spans.map((span) => ({ ...span, start: span.start + moved, end: span.end + moved })) };
}

/** 'found "free" and "money" in text'; nothing of an LF that cannot say. */
export function foundText({ matches }: Pick<FoundInRow, "matches">): string | undefined {
  const columns = [...new Set(matches.map(({ column }) => column))];
  const parts = columns.map((column) => {
    const texts = [...new Set(matches.filter((match) => match.column === column).map(({ text }) => `"${shortened(text)}"`))];
    const more = texts.length > MOST ? ` and ${texts.length - MOST} more` : "";
    return `${texts.slice(0, MOST).join(", ")}${more} in ${column}`;
  });
  return parts.length === 0 ? undefined : `found ${parts.join("; ")}`;
}

const MOST = 4;

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
