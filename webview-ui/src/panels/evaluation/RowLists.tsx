/** Rows that are worth a look: those on which the models differ, and those whose gold may be wrong. */
import type { ReactNode } from "react";
import type { EvaluateReport } from "../../../../src/protocol/evaluationPanel";
import { wholeNumber, counted } from "../../../../src/core/data/numberText";
import { capitalized } from "../../format";
import { Fold } from "../../ui/Fold";
import { LabelChip } from "../clarity/LabelChip";
import { showRows } from "./evaluationState";
import { share } from "./evaluationText";

export function Disagreements({ evaluation: { disagreements, labels } }: { evaluation: EvaluateReport }) {
  const { rows, of, first } = disagreements;
  return (
    <Fold
      id="disagreements-title"
      title="End model and label model differ"
      summary={`on ${wholeNumber(rows)} of ${counted(of, "covered row")}`}
      open={false}
    >
      <RowTable
        name="Rows where end model and label model differ"
        columns={["Gold", "Label model", "End model"]}
        rows={first.map((row) => ({
          ...row,
          cells: [
            <MaybeLabel key="gold" label={row.gold} labels={labels} />,
            <Sure key="label" label={row.labelModel} p={row.confidence.labelModel} labels={labels} />,
            <Sure key="end" label={row.endModel} p={row.confidence.endModel} labels={labels} />,
          ],
        }))}
        total={rows}
        order="most confident first"
      />
    </Fold>
  );
}

export function WrongGold({ evaluation: { wrongGold, labels } }: { evaluation: EvaluateReport }) {
  return (
    <Fold
      id="wrong-gold-title"
      title="Gold that may be wrong"
      summary={wrongGold.rows === 0 ? "none found" : counted(wrongGold.rows, "row")}
      open={false}
    >
      <RowTable
        name="Rows with gold that may be wrong"
        columns={["Gold", "Suggested"]}
        rows={wrongGold.first.map((row) => ({
          ...row,
          cells: [
            <Sure key="gold" label={row.gold} p={row.goldProbability} labels={labels} />,
            <Sure key="suggested" label={row.suggested} p={row.probability} labels={labels} />,
          ],
        }))}
        total={wrongGold.rows}
        order="most confident contradictions first"
      />
    </Fold>
  );
}

interface RowTableProps {
  /** Which rows these are: tells its table from the others. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly id: string;
    readonly split: "train" | "dev" | "test";
    readonly text: string;
    readonly cells: readonly ReactNode[];
  }[];
  readonly total: number;
  readonly order: string;
}

/** Rows with a link to each in the rows panel, and one to all of them. */
export function RowTable({ name, columns, rows, total, order }: RowTableProps) {
  if (rows.length === 0) return <p className="muted">No rows.</p>;
  return (
    <>
      <p className="muted">
        {rows.length < total ? `The first ${wholeNumber(rows.length)} of ${wholeNumber(total)}, ${order}. ` : `${capitalized(order)}. `}
        <button type="button" className="link" onClick={() => showRows({ ids: rows.map(({ id }) => id) })}>
          Show those in the sample
        </button>
      </p>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={name}>
        <table className="figures row-table">
          <thead>
            <tr>
              {["Row", "Split", ...columns, "Text"].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, split, text, cells }) => (
              <tr key={`${split} ${id}`}>
                <th scope="row">
                  {split === "test" ? (
                    id
                  ) : (
                    <button type="button" className="link" aria-label={`Show row ${id}`} onClick={() => showRows({ ids: [id], split })}>
                      {id}
                    </button>
                  )}
                </th>
                <td>{split}</td>
                {cells.map((cell, at) => (
                  <td key={at}>{cell}</td>
                ))}
                <td className="row-excerpt" dir="auto">
                  {text}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Sure({ label, p, labels }: { label: string; p: number; labels: readonly string[] }) {
  return (
    <>
      <LabelChip label={label} labels={labels} /> <span className="muted">{share(p)}</span>
    </>
  );
}

/** A label, or that there is none. */
export const MaybeLabel = ({ label, labels, none = "no gold" }: { label: string | null; labels: readonly string[]; none?: string }) =>
  label === null ? <span className="muted">{none}</span> : <LabelChip label={label} labels={labels} />;
