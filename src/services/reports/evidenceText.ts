import { ABSTAIN } from "../../core/statistics/votes";
import type { EvidenceCount } from "../../protocol/snapshot";
import { counted, percent } from "../../core/data/numberText";

/** At the end of a line: "→ SPAM 143 rows, 94.0%"; of builders "→ subscribe 120 rows, 98.3% · check out 7 rows". Most rows first. */
export function evidenceText(parts: readonly EvidenceCount[], labels: readonly string[]): string {
  const ordered = parts.some(({ text }) => text !== undefined) ? [...parts].sort((a, b) => b.rows - a.rows) : parts;
  const more = ordered.length > SHOWN ? ` · ${ordered.length - SHOWN} more` : "";
  return `→ ${ordered
    .slice(0, SHOWN)
    .map((part) => partText(part, labels))
    .join(" · ")}${more}`;
}

const SHOWN = 4;

/** "SPAM 143 rows, 94.0%". Without gold on its rows there is no percentage. */
function partText(part: EvidenceCount, labels: readonly string[]): string {
  const judged = part.correct + part.incorrect;
  return `${partName(part, labels)} ${counted(part.rows, "row")}${judged === 0 ? "" : `, ${percent(part.correct, judged)}`}`;
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
