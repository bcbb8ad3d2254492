/** The cells that judge an LF: on gold, by the label model, and by what it adds to the set. */
import type { LfSnapshot, RowFilter } from "../../../../src/protocol/panel";
import { wholeNumber, counted, percent, points, signedPoints } from "../../../../src/core/data/numberText";
import { interval } from "../../format";
import { IntervalBar } from "../../ui/Bars";
import { Icon } from "../../ui/Icon";
import { accuracy } from "./lfColumns";
import { FEW_ROWS } from "./matrixText";
import { RowsButton } from "./RowsButton";

/** Right and wrong on gold, with the interval. */
export function AccuracyCell({ lf, filter }: { lf: LfSnapshot; filter: RowFilter | undefined }) {
  const { name, summary, accuracyInterval } = lf;
  const value = accuracy(lf);
  if (!summary) return <td className="muted">…</td>;
  if (value === undefined) {
    return (
      <td className="muted" title="Votes on no row with gold">
        n/a
      </td>
    );
  }
  const n = summary.correct + summary.incorrect;
  return (
    <td className={n < FEW_ROWS ? "accuracy few" : "accuracy"} title={n < FEW_ROWS ? "Too few gold rows to judge" : undefined}>
      <div className="accuracy-line">
        <RowsButton
          opens={{ lf: { name, rows: "correct" } }}
          open={filter}
          label={`${name} is right on ${wholeNumber(summary.correct)} of ${counted(n, "gold row")}`}
        >
          <b>{percent(summary.correct, n)}</b> {wholeNumber(summary.correct)}/{wholeNumber(n)}
        </RowsButton>
        <RowsButton
          opens={{ lf: { name, rows: "incorrect" } }}
          open={filter}
          label={`${name} is wrong on ${wholeNumber(summary.incorrect)} of ${counted(n, "gold row")}`}
        >
          <Icon name="close" className={summary.incorrect > 0 ? "wrong" : ""} />
          {wholeNumber(summary.incorrect)}
        </RowsButton>
      </div>
      {accuracyInterval && (
        <div className="accuracy-line muted">
          <IntervalBar {...accuracyInterval} value={value} />
          <span title="95 % Wilson interval">{interval(accuracyInterval)}</span>
        </div>
      )}
    </td>
  );
}

/** Never in the same cell as accuracy on gold: this one is the label model's opinion. */
export function EstimateCell({ lf: { name, summary, estimated } }: { lf: LfSnapshot }) {
  if (estimated === undefined) return <td className="muted">{summary ? "n/a" : "…"}</td>;
  return (
    <td
      className="number"
      title={`Without gold, the label model estimates that ${percent(estimated, 1)} of the votes of ${name} are right`}
    >
      <span className="muted">est.</span> {percent(estimated, 1)}
    </td>
  );
}

/** "With a, denoised labels are 0.7 points more accurate on gold, and 1.2 points more of the rows have a vote." */
function worthText(name: string, { accuracy: onGold, certainty, coverage }: NonNullable<LfSnapshot["marginal"]>): string {
  const adverb = onGold === undefined ? "certain" : "accurate on gold";
  const change = onGold ?? certainty;
  const worth = change === 0 ? `as ${adverb} as without it` : `${pointsOf(change)} ${change > 0 ? "more" : "less"} ${adverb}`;
  const covers = coverage === 0 ? "no row has its vote alone" : `${pointsOf(coverage)} more of the rows have a vote`;
  return `With ${name}, denoised labels are ${worth}, and ${covers}.`;
}

/** The size of a change: "0.7 points", "1.0 point" */
function pointsOf(change: number): string {
  const size = signedPoints(change).slice(1);
  return `${size} point${size === "1.0" ? "" : "s"}`;
}

/** What the set would lose without it. */
export function WorthCell({ lf: { name, marginal } }: { lf: LfSnapshot }) {
  if (!marginal) {
    return (
      <td className="muted" title="Not yet calculated for the current votes">
        …
      </td>
    );
  }
  const { accuracy: onGold, certainty, coverage } = marginal;
  const change = onGold ?? certainty;
  return (
    <td className="number" title={worthText(name, marginal)}>
      <div className={change < 0 ? "wrong" : ""}>
        {points(change)} <span className="muted">{onGold === undefined ? "certainty" : "accuracy"}</span>
      </div>
      <div className="muted">{points(coverage)} coverage</div>
    </td>
  );
}
