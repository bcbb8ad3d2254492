import type { LabelRow } from "../../../../src/protocol/labelPanel";

/** What the LFs vote on a row, and the label that the label model makes of it. */
export function Votes({ row: { votes, prediction } }: { row: LabelRow }) {
  return (
    <p className="label-votes">
      {prediction === undefined ? "No denoised label. " : `Denoised label: ${prediction}. `}
      {votes.length === 0 ? "No LF votes." : `LFs: ${votes.map(({ lf, label }) => `${lf} ${label}`).join(", ")}.`}
    </p>
  );
}
