/** Why a row has its label, in plain words. */
import type { RowExplanation } from "../../../../../src/protocol/panel";
import { percent } from "../../../../../src/core/data/numberText";
import { listed } from "../../../format";

/** What the label model makes of the row: its label, how sure and how far ahead; or why it gives none. */
export function verdictText(explanation: RowExplanation): string {
  const { reason, votes } = explanation;
  if (reason === "model") return `All votes on this row say ${votes[0]?.label}. ${WITHHELD}`;
  return reason === undefined
    ? modelText(explanation)
    : `${modelText(explanation)} All votes say ${votes[0]?.label}: ${OVERRULED[reason]}.`;
}

const WITHHELD =
  "The label model prefers a label that no LF votes for, so the row gets none. It considers an LF worse than chance, or takes abstaining as evidence.";
const OVERRULED = {
  gold: "the correction by gold weighs more",
  balance: "the class balance in lf.config.json weighs more",
} as const;

function modelText({ label, probabilities, margin, votes, otherwise }: RowExplanation): string {
  const [first, second] = probabilities;
  if (otherwise && label !== undefined && first)
    return `No LF votes on this row: by "otherwise" in lf.config.json it is ${label}, ${percent(first.probability, 1)} probable (${otherwiseText(otherwise)}).`;
  if (votes.length === 0) return "No LF votes on this row, so the label model gives it no label.";
  if (label === undefined || !first) return tieText(first, second);
  const lead = second ? `, ${(100 * margin).toFixed(1)} points ahead of ${second.label}` : "";
  return `The label model says ${label}: ${percent(first.probability, 1)} probable${lead}.`;
}

const otherwiseText = ({ right, of }: { right: number; of: number }): string =>
  of === 0 ? "there is no dev gold on such rows to check it" : `${right} of ${of} dev gold rows without a vote are`;

function tieText(first: RowExplanation["probabilities"][number] | undefined, second = first): string {
  if (!first || !second || first.probability === second.probability)
    return "The votes balance out: no label is more probable than the next, so the label model gives none.";
  const shares = [first, second].map(({ label, probability }) => `${label} ${percent(probability, 1)}`);
  return `The votes nearly balance out: ${shares.join(", ")}. That counts as a tie, so the label model gives no label ("tieBand" in lf.config.json).`;
}

/** What the figures beside the votes are. @param estimates the label model estimates LFs */
export function weightText({ label, probabilities }: RowExplanation, estimates: boolean): string {
  const rival = probabilities[1]?.label;
  const odds = label === undefined ? "log-odds" : `log-odds for ${label}${rival === undefined ? "" : ` over ${rival}`}`;
  return `Weight of each vote, in ${odds}${estimates ? ", and how often its LF is right, as the label model estimates it" : ""}:`;
}

/** The smallest set of votes that carries the label. */
export function flipText({ label, votes, flip }: RowExplanation): string | undefined {
  if (label === undefined) return undefined;
  if (!flip) return "Removing votes does not change the label.";
  const then = flip.label === undefined ? "there would be no label" : `the label would be ${flip.label}`;
  if (votes.length > 1 && flip.lfs.length === votes.length) return `Only without all ${votes.length} votes ${then}.`;
  const more = flip.exact ? "" : " There are too many votes to try every combination; fewer may be enough.";
  return `Without ${listed(flip.lfs)} ${then}.${more}`;
}
