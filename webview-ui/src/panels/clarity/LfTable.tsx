import { useState } from "react";
import type { Numbers, RowFilter, SetSummary } from "../../../../src/protocol/panel";
import { wholeNumber, counted } from "../../../../src/core/data/numberText";
import { Icon } from "../../ui/Icon";
import { chooseSort, type View } from "../../state";
import { TextField } from "../../ui/TextField";
import { useGridKeys } from "../../ui/gridKeys";
import { columnsOf, labelsOf, nextSort, sortLfs, type ColumnTitle, type Sort } from "./lfColumns";
import { LfRow, RateButton } from "./LfRow";
import { RowsButton } from "./RowsButton";
import { useScope } from "./scope";

interface LfTableProps {
  /** The project's folder. */
  readonly root: string;
  readonly numbers: Numbers;
  readonly view: View;
}

/** Every LF with what it is worth; every number of the sample opens its rows. */
export function LfTable({ root, numbers, view: { filter, sort } }: LfTableProps) {
  const [sought, setSought] = useState("");
  const grid = useGridKeys();
  const columns = columnsOf(useScope());
  const { lfs, labels, rows, set } = numbers;
  const word = sought.trim().toLowerCase();
  const shown = sortLfs(lfs, labels, sort).filter((lf) =>
    [lf.name, ...labelsOf(lf, labels)].some((text) => text.toLowerCase().includes(word)),
  );
  return (
    <section aria-labelledby="lfs-title">
      <div className="section-line">
        <h2 id="lfs-title">Labeling functions</h2>
        <TextField label="Find an LF or a label" value={sought} onInput={setSought} />
        <span className="muted" role="status">
          {word === "" ? counted(lfs.length, "LF") : `${wholeNumber(shown.length)} of ${counted(lfs.length, "LF")}`}
          {!sort && ", worst first"}
        </span>
      </div>
      <div className="table-scroll">
        <table {...grid} className="lf-table" aria-labelledby="lfs-title">
          <thead>
            <tr>
              {columns.map((column) => (
                <SortHeader key={column.key} column={column} sort={sort} onSort={() => chooseSort(nextSort(sort, column.key))} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((lf) => (
              <LfRow key={`${lf.file} ${lf.name}`} lf={lf} labels={labels} root={root} rows={rows} filter={filter} />
            ))}
          </tbody>
          {set && <SetTotals set={set} rows={rows} columns={columns.length} filter={filter} />}
        </table>
      </div>
    </section>
  );
}

interface SortHeaderProps {
  readonly column: ColumnTitle;
  readonly sort: Sort | undefined;
  readonly onSort: () => void;
}

function SortHeader({ column: { key, title, meaning }, sort, onSort }: SortHeaderProps) {
  const order = sort?.column !== key ? "none" : sort?.descending ? "descending" : "ascending";
  return (
    <th scope="col" aria-sort={order} className={`lf-${key}`}>
      <button type="button" className="sort whole-cell" title={meaning} onClick={onSort}>
        {title}
        <Icon name={order === "none" ? "blank" : order === "descending" ? "arrow-down" : "arrow-up"} />
      </button>
    </th>
  );
}

interface SetTotalsProps {
  readonly set: SetSummary;
  readonly rows: number;
  /** Of the table. */
  readonly columns: number;
  readonly filter: RowFilter | undefined;
}

function SetTotals({ set, rows, columns, filter }: SetTotalsProps) {
  const silent = rows - set.covered;
  return (
    <tfoot>
      <tr>
        <th scope="row" className="lf-name">
          All LFs together
        </th>
        <td />
        <td>
          <RateButton opens={{ set: "covered" }} open={filter} n={set.covered} rows={rows} what="have a vote" />
        </td>
        <td>
          <RateButton opens={{ set: "overlap" }} open={filter} n={set.overlaps} rows={rows} what="have two or more votes" />
        </td>
        <td>
          <RateButton opens={{ set: "conflict" }} open={filter} n={set.conflicts} rows={rows} what="have votes that disagree" />
        </td>
        <td colSpan={columns - 5}>
          <RowsButton opens={{ set: "silent" }} open={filter} label={`No LF votes on ${counted(silent, "row")}`}>
            {counted(silent, "row")} without a vote
          </RowsButton>
        </td>
      </tr>
    </tfoot>
  );
}
