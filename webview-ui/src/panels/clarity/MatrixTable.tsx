import type {
  ClarityCell,
  ClarityMatrix,
  LfSnapshot,
  LfVerdict,
  PredictionSource,
  PredictionVerdict,
  RowFilter,
} from "../../../../src/protocol/panel";
import { wholeNumber, counted, percent } from "../../../../src/core/data/numberText";
import { Icon } from "../../ui/Icon";
import { useGridKeys } from "../../ui/gridKeys";
import { FEW_ROWS, nextStep, PREDICTIONS, SOURCES, VERDICTS } from "./matrixText";
import { RowsButton } from "./RowsButton";
import { useScope } from "./scope";

interface MatrixTableProps {
  readonly matrix: ClarityMatrix;
  /** Whose labels it judges. */
  readonly source: PredictionSource;
  readonly lfs: readonly LfSnapshot[];
  readonly goldLabel: string | undefined;
  readonly filter: RowFilter | undefined;
}

/** The 3 x 4 cells with their totals; every number of the sample opens its rows. */
export function MatrixTable({ matrix, source, lfs, goldLabel, filter }: MatrixTableProps) {
  const grid = useGridKeys();
  const scope = useScope();
  const rows = (clarity: NonNullable<RowFilter["clarity"]>): RowFilter => ({
    clarity,
    ...(goldLabel !== undefined && { goldLabel }),
    ...(source !== "labelModel" && clarity.prediction && { source }),
  });
  const sum = (pick: (prediction: PredictionVerdict, lfs: LfVerdict) => boolean): number =>
    PREDICTIONS.flatMap((p) => VERDICTS.map((v) => (pick(p.key, v.key) ? matrix.cells[p.key][v.key].count : 0))).reduce((a, b) => a + b, 0);
  const { label } = SOURCES[source];
  const heading = { goldRows: matrix.goldRows, filter };
  return (
    <table {...(scope === "sample" ? grid : {})} className="matrix" aria-labelledby="matrix-title">
      <thead>
        <tr>
          <th scope="col">
            <Heading {...heading} title="Gold rows" n={matrix.goldRows} opens={rows({})} />
          </th>
          {VERDICTS.map(({ key, title, meaning }) => (
            <th key={key} scope="col" title={meaning}>
              <Heading {...heading} title={title} n={sum((_, v) => v === key)} opens={rows({ lfs: key })} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {PREDICTIONS.map(({ key, title, icon }) => (
          <tr key={key} className={`matrix-${key}`}>
            <th scope="row">
              <Icon name={icon} className="matrix-icon" />
              <Heading {...heading} title={title(label)} n={sum((p) => p === key)} opens={rows({ prediction: key })} />
            </th>
            {VERDICTS.map((verdict) => (
              <MatrixCell
                key={verdict.key}
                cell={matrix.cells[key][verdict.key]}
                rows={rows({ prediction: key, lfs: verdict.key })}
                goldRows={matrix.goldRows}
                step={nextStep(source, key, verdict.key).short}
                lfs={lfs}
                name={`${title(label)}, ${verdict.title}`}
                filter={filter}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface HeadingProps {
  readonly title: string;
  readonly n: number;
  readonly goldRows: number;
  readonly opens: RowFilter;
  readonly filter: RowFilter | undefined;
}

/** A row's or a column's title with its total. */
function Heading({ title, n, goldRows, opens, filter }: HeadingProps) {
  return (
    <RowsButton opens={opens} open={filter} label={`${title}: ${rowsOf(n, goldRows)}`} className="matrix-heading whole-cell">
      <span className="matrix-title">{title}</span>
      <span className="muted">
        {wholeNumber(n)}
        {n < goldRows && ` · ${percent(n, goldRows)}`}
      </span>
    </RowsButton>
  );
}

interface MatrixCellProps {
  readonly cell: ClarityCell;
  readonly rows: RowFilter;
  readonly goldRows: number;
  readonly step: string;
  readonly lfs: readonly LfSnapshot[];
  readonly name: string;
  readonly filter: RowFilter | undefined;
}

function MatrixCell({ cell, rows, goldRows, step, lfs, name, filter }: MatrixCellProps) {
  const heat = goldRows === 0 ? 0 : Math.ceil((4 * cell.count) / goldRows);
  const few = cell.count < FEW_ROWS;
  return (
    <td className={`matrix-cell heat-${heat} ${few ? "few" : ""}`}>
      <RowsButton
        opens={rows}
        open={filter}
        label={`${name}: ${rowsOf(cell.count, goldRows)}.${cell.count > 0 ? ` ${step}.` : ""}${few && cell.count > 0 ? " Too few rows to judge." : ""}`}
        className="matrix-count whole-cell"
      >
        <span className="matrix-number">{wholeNumber(cell.count)}</span>
        <span className="matrix-rate">{percent(cell.count, goldRows)}</span>
        {cell.count > 0 && <span className="matrix-step">{step}</span>}
      </RowsButton>
      <Blame cell={cell} rows={rows} lfs={lfs} filter={filter} />
    </td>
  );
}

/** The LFs that voted wrong on these rows, the worst three. */
function Blame({ cell, rows, lfs, filter }: Pick<MatrixCellProps, "cell" | "rows" | "lfs" | "filter">) {
  return cell.blame.slice(0, 3).map(({ lf, rows: n }) => {
    const name = lfs[lf]?.name;
    return name === undefined ? null : (
      <RowsButton
        key={lf}
        opens={{ ...rows, lf: { name, rows: "incorrect" } }}
        open={filter}
        label={`${name} votes wrong on ${wholeNumber(n)} of these rows`}
        className="blame"
      >
        <span className="blame-name">{name}</span> {wholeNumber(n)}
      </RowsButton>
    );
  });
}

const rowsOf = (n: number, goldRows: number): string => `${counted(n, "gold row")}, ${percent(n, goldRows)} of ${wholeNumber(goldRows)}`;
