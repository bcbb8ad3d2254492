import type { LfRows, LfSnapshot, RowFilter } from "../../../../src/protocol/panel";
import { count, counted, duration, interval, percent, placeText, points } from "../../format";
import { IntervalBar } from "../../ui/Bars";
import { Icon } from "../../ui/Icon";
import { accuracy, faultRows, labelsOf } from "./lfColumns";
import { LfLink } from "./LfLink";
import { FEW_ROWS } from "./matrixText";
import { RowsButton } from "./RowsButton";

interface LfRowProps {
  readonly lf: LfSnapshot;
  readonly labels: readonly string[];
  readonly root: string;
  /** Rows of the sample. */
  readonly rows: number;
  readonly filter: RowFilter | undefined;
}

/** One LF's numbers. */
export function LfRow({ lf, labels, root, rows, filter }: LfRowProps) {
  const { name, summary } = lf;
  const rate = (which: LfRows, n: number | undefined, what: string) =>
    n === undefined ? (
      <td className="muted">…</td>
    ) : (
      <td>
        <RateButton opens={{ lf: { name, rows: which } }} open={filter} n={n} rows={rows} what={what} />
      </td>
    );
  return (
    <tr className={lf.stale ? "stale" : ""}>
      <th scope="row" className="lf-name">
        <LfLink name={name} title={`Open ${placeText(root, lf.file, lf.line)}`} />
        {lf.stale && (
          <span className="stale-mark" title="These are the numbers of an older version: the file does not compile or has not run yet">
            <Icon name="history" /> stale
          </span>
        )}
      </th>
      <td className="lf-labels">
        {labelsOf(lf, labels).map((label) => (
          <bdi key={label} className="chip">
            {label}
          </bdi>
        ))}
      </td>
      {rate("covered", summary?.votes, `have a vote of ${name}`)}
      {rate("overlap", summary?.overlaps, `have votes of ${name} and another LF`)}
      {rate("conflict", summary?.conflicts, `have a vote against that of ${name}`)}
      <AccuracyCell lf={lf} filter={filter} />
      <EstimateCell lf={lf} />
      <WorthCell lf={lf} />
      <FaultCell lf={lf} filter={filter} />
      <td className="number muted">{lf.ms === undefined ? "…" : duration(lf.ms)}</td>
    </tr>
  );
}

interface RateButtonProps {
  readonly opens: RowFilter;
  readonly open: RowFilter | undefined;
  readonly n: number;
  readonly rows: number;
  /** Ends the sentence "12 of 100 rows ...". */
  readonly what: string;
}

/** A share of the sample's rows with its count. */
export function RateButton({ opens, open, n, rows, what }: RateButtonProps) {
  return (
    <RowsButton opens={opens} open={open} label={`${percent(n, rows)}: ${count(n)} of ${counted(rows, "row")} ${what}`} className="rate">
      <span>{percent(n, rows)}</span>
      <span className="muted">{count(n)}</span>
    </RowsButton>
  );
}

function AccuracyCell({ lf, filter }: { lf: LfSnapshot; filter: RowFilter | undefined }) {
  const { name, summary, accuracyInterval } = lf;
  const value = accuracy(lf);
  if (!summary) return <td className="muted">…</td>;
  if (value === undefined) {
    return (
      <td className="muted" title="It votes on no row with gold">
        n/a
      </td>
    );
  }
  const n = summary.correct + summary.incorrect;
  return (
    <td className={n < FEW_ROWS ? "accuracy few" : "accuracy"} title={n < FEW_ROWS ? "Too few gold rows to judge by" : undefined}>
      <div className="accuracy-line">
        <RowsButton
          opens={{ lf: { name, rows: "correct" } }}
          open={filter}
          label={`${name} is right on ${count(summary.correct)} of ${counted(n, "gold row")}`}
        >
          <b>{percent(summary.correct, n)}</b> {count(summary.correct)}/{count(n)}
        </RowsButton>
        <RowsButton
          opens={{ lf: { name, rows: "incorrect" } }}
          open={filter}
          label={`${name} is wrong on ${count(summary.incorrect)} of ${counted(n, "gold row")}`}
        >
          <Icon name="close" className={summary.incorrect > 0 ? "wrong" : ""} />
          {count(summary.incorrect)}
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
function EstimateCell({ lf: { name, summary, estimated } }: { lf: LfSnapshot }) {
  if (estimated === undefined) return <td className="muted">{summary ? "n/a" : "…"}</td>;
  return (
    <td
      className="number"
      title={`The label model estimates, without gold, that ${name} is right on ${percent(estimated, 1)} of its votes`}
    >
      <span className="muted">est.</span> {percent(estimated, 1)}
    </td>
  );
}

function WorthCell({ lf: { name, marginal } }: { lf: LfSnapshot }) {
  if (!marginal) {
    return (
      <td className="muted" title="Not yet worked out for the present votes">
        …
      </td>
    );
  }
  const { accuracy: onGold, certainty, coverage } = marginal;
  const change = onGold ?? certainty;
  const what = onGold === undefined ? "mean certainty" : "accuracy on gold";
  return (
    <td
      className="number"
      title={`With ${name}, ${what} of the denoised labels changes by ${points(change)}, coverage by ${points(coverage)}`}
    >
      <div className={change < 0 ? "wrong" : ""}>
        {points(change)} <span className="muted">{onGold === undefined ? "certainty" : "accuracy"}</span>
      </div>
      <div className="muted">{points(coverage)} coverage</div>
    </td>
  );
}

function FaultCell({ lf, filter }: { lf: LfSnapshot; filter: RowFilter | undefined }) {
  const n = faultRows(lf);
  if (!lf.summary && n === 0) return <td className="muted">…</td>;
  if (n === 0) return <td className="muted number">0</td>;
  const first = lf.faults[0]!;
  return (
    <td className="number">
      <RowsButton
        opens={{ lf: { name: lf.name, rows: "fault" } }}
        open={filter}
        label={`${lf.name} faults on ${counted(n, "row")}: ${first.message}`}
      >
        <Icon name="error" className="wrong" />
        {count(n)}
      </RowsButton>
    </td>
  );
}
