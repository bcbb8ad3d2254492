import type { LfPair } from "../../core/patterns/pairwise";
import type { Numbers } from "../../protocol/snapshot";
import { textTable } from "./textTable";
import { counted, percent, wholeNumber } from "../../core/data/numberText";

/** With more LFs a matrix is wider than a terminal: then the pairs that matter are listed. */
const MATRIX_LFS = 10;
const LISTED = 20;

/** Overlap, conflict and agreement of every two LFs as text: LF x LF where they are few, else the pairs that overlap and conflict most. */
export function pairTable({ lfs, rows }: Pick<Numbers, "lfs" | "rows">, pairs: readonly LfPair[]): string {
  const names = lfs.map(({ name }) => name);
  if (pairs.length === 0) return "No two LFs vote on the same row.";
  return names.length <= MATRIX_LFS ? matrices(names, pairs, rows) : lists(names, pairs, rows);
}

function matrices(names: readonly string[], pairs: readonly LfPair[], rows: number): string {
  const at = new Map(pairs.map((pair) => [pair.lfs.join(), pair]));
  const matrix = (title: string, cell: (pair: LfPair | undefined) => string): string[] => {
    const head = ["", ...names.map((_, lf) => String(lf + 1))];
    const body = names.map((name, a) => [
      `${a + 1} ${name}`,
      ...names.map((_, b) => (a === b ? "-" : cell(at.get([Math.min(a, b), Math.max(a, b)].join())))),
    ]);
    return [title, textTable([head, ...body])];
  };
  return [
    ...matrix("Overlap: rows on which both LFs vote, of all rows", (pair) => percent(pair?.overlap ?? 0, rows)),
    "",
    ...matrix("Conflict: rows on which they vote differently, of all rows", (pair) => percent(pair?.conflict ?? 0, rows)),
    "",
    ...matrix("Agreement: the same vote, of the rows on which both vote", (pair) => percent(pair?.agree ?? 0, pair?.overlap ?? 0)),
  ].join("\n");
}

function lists(names: readonly string[], pairs: readonly LfPair[], rows: number): string {
  const list = (title: string, sorted: readonly LfPair[]): string[] => {
    const head = ["LF", "LF", "overlap", "rows", "conflict", "rows", "agreement"];
    const body = sorted
      .slice(0, LISTED)
      .map(({ lfs: [a, b], overlap, agree, conflict }) => [
        names[a]!,
        names[b]!,
        percent(overlap, rows),
        wholeNumber(overlap),
        percent(conflict, rows),
        wholeNumber(conflict),
        percent(agree, overlap),
      ]);
    const more = sorted.length - body.length;
    return [
      title,
      textTable([head, ...body], [0, 1]),
      ...(more > 0 ? [`... and ${counted(more, "pair")} more; --json has them all.`] : []),
    ];
  };
  const inConflict = pairs.filter(({ conflict }) => conflict > 0);
  return [
    ...list(
      `Pairs that overlap most, of ${wholeNumber(pairs.length)} that vote on the same row`,
      [...pairs].sort((a, b) => b.overlap - a.overlap),
    ),
    "",
    ...(inConflict.length === 0
      ? ["No two LFs conflict."]
      : list(
          `Pairs that conflict most, of ${wholeNumber(inConflict.length)} in conflict`,
          inConflict.sort((a, b) => b.conflict - a.conflict || a.agree - b.agree),
        )),
  ].join("\n");
}
