import { ABSTAIN } from "../../core/statistics/votes";
import type { EvidenceCount } from "../../protocol/snapshot";
import { counted, wholeNumber } from "../../core/data/numberText";

/**
 * At the end of a line: "→ SPAM 143 rows, 94/100 right"; of builders "→ subscribe 120 rows, 59/60 right · check out 7 rows". Most rows first.
 * @param room how many characters fit: parts beyond are counted, and the first says at least its rows
 */
export function evidenceText(parts: readonly EvidenceCount[], labels: readonly string[], room = Infinity): string {
  const ordered = parts.some(({ text }) => text !== undefined) ? [...parts].sort((a, b) => b.rows - a.rows) : parts;
  for (let shown = Math.min(SHOWN, ordered.length); shown > 0; shown--) {
    const more = ordered.length > shown ? ` · ${ordered.length - shown} more` : "";
    const said = ordered.slice(0, shown).map((part) => partText(part, labels));
    const text = `→ ${said.join(" · ")}${more}`;
    if (text.length <= room) return text;
  }
  return `→ ${counted(ordered[0]!.rows, "row")}${ordered.length > 1 ? " …" : ""}`;
}

const SHOWN = 4;

/** "SPAM 143 rows, 94/100 right". */
const partText = (part: EvidenceCount, labels: readonly string[]): string =>
  `${partName(part, labels)} ${counted(part.rows, "row")}${rightText(part, ", ", "")}`;

/** "94/100 right" of its rows with gold, after `before`; `none` where there is no gold. */
export function rightText({ correct, incorrect }: EvidenceCount, before: string, none: string): string {
  const judged = correct + incorrect;
  return judged === 0 ? none : `${before}${wholeNumber(correct)}/${wholeNumber(judged)} right`;
}

/** A part as it is called apart from its place: `"subscribe"`, "line 12 (SPAM)". */
export const partTitle = (part: EvidenceCount, labels: readonly string[]): string =>
  part.text === undefined ? `line ${part.line} (${partName(part, labels)})` : `"${part.text}"`;

/** What is looked for, or else what is returned: a label, nothing, or one of several labels. */
export function partName({ text, label, rows }: EvidenceCount, labels: readonly string[]): string {
  if (text !== undefined) return text;
  if (label === undefined) return rows === 0 ? "never" : "various";
  return label === ABSTAIN ? "no vote" : (labels[label] ?? "?");
}
