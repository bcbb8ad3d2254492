import type { LfRows, LfSnapshot, RowFilter } from "../../../../src/protocol/panel";
import { askedTexts, wholeNumber, counted, percent } from "../../../../src/core/data/numberText";
import { duration, placeText } from "../../format";
import { Icon } from "../../ui/Icon";
import { AccuracyCell, EstimateCell, WorthCell } from "./JudgementCells";
import { LabelChip } from "./LabelChip";
import { faultRows, labelsOf } from "./lfColumns";
import { LfLink } from "./LfLink";
import { RowsButton } from "./RowsButton";
import { useScope } from "./scope";

interface LfRowProps {
  readonly lf: LfSnapshot;
  readonly labels: readonly string[];
  readonly root: string;
  /** Rows that are counted. */
  readonly rows: number;
  readonly filter: RowFilter | undefined;
}

/** One LF's numbers. */
export function LfRow({ lf, labels, root, rows, filter }: LfRowProps) {
  const { name, summary } = lf;
  const scope = useScope();
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
          <span className="stale-mark" title="From an older version: the file does not compile or has not run yet">
            <Icon name="history" className="warning" /> stale
          </span>
        )}
      </th>
      <td className="lf-labels">
        {labelsOf(lf, labels).map((label) => (
          <LabelChip key={label} label={label} labels={labels} />
        ))}
        {askedTexts(lf).map((text) => (
          <div key={text} className="muted">
            {text}
          </div>
        ))}
      </td>
      {rate("covered", summary?.votes, `have a vote of ${name}`)}
      {rate("overlap", summary?.overlaps, `have votes of ${name} and another LF`)}
      {rate("conflict", summary?.conflicts, `have a conflicting vote with ${name}`)}
      <AccuracyCell lf={lf} filter={filter} />
      <EstimateCell lf={lf} />
      {scope === "sample" && <WorthCell lf={lf} />}
      <FaultCell lf={lf} filter={filter} />
      {scope === "sample" && <td className="number muted">{lf.ms === undefined ? "…" : duration(lf.ms)}</td>}
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

/** A share of the rows with its count. */
export function RateButton({ opens, open, n, rows, what }: RateButtonProps) {
  return (
    <RowsButton
      opens={opens}
      open={open}
      label={`${percent(n, rows)}: ${wholeNumber(n)} of ${counted(rows, "row")} ${what}`}
      className="rate"
    >
      <span>{percent(n, rows)}</span>
      <span className="muted">{wholeNumber(n)}</span>
    </RowsButton>
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
        {wholeNumber(n)}
      </RowsButton>
    </td>
  );
}
