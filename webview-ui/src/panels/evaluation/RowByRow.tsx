import { useState } from "react";
import type { ComparedRow, ComparedSplit, ModelName, RowComparison } from "../../../../src/protocol/evaluationPanel";
import { useAnswer } from "../../answers";
import { wholeNumber, points } from "../../../../src/core/data/numberText";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Progress } from "../../ui/Progress";
import { fetchRowByRow } from "./evaluationState";
import { MaybeLabel, RowTable } from "./RowLists";

interface RowByRowProps {
  readonly first: ModelName;
  readonly second: ModelName;
  readonly labels: readonly string[];
}

/** Asked for by the user, as it reads all rows; not again with every snapshot. */
const ONCE = {};

/** Two models on the same rows: how many each gets right, and the rows to which they give different labels. */
export function RowByRow({ first, second, labels }: RowByRowProps) {
  const key = JSON.stringify([first, second]);
  const [asked, setAsked] = useState<string>();
  const { value, error, retry } = useAnswer(ONCE, asked === key ? key : undefined, () => fetchRowByRow(first, second));
  if (asked !== key)
    return (
      <Button appearance="secondary" onClick={() => setAsked(key)}>
        Compare row by row
      </Button>
    );
  if (error !== undefined)
    return (
      <p role="alert">
        They cannot be compared row by row: {error}{" "}
        <button type="button" className="link" onClick={retry}>
          Try again
        </button>
      </p>
    );
  return value ? <Compared comparison={value} labels={labels} /> : <Progress text="Reading all rows" />;
}

function Compared({ comparison: { splits, first, notes }, labels }: { comparison: RowComparison; labels: readonly string[] }) {
  const changed = splits.reduce((sum, split) => sum + split.changed, 0);
  return (
    <div className="row-by-row">
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Row by row">
        <table className="figures">
          <thead>
            <tr>
              {COLUMNS.map(([title, meaning], at) => (
                <th key={title} scope="col" title={meaning} className={at > 0 ? "number" : ""}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {splits.map((split) => (
              <SplitRow key={split.split} split={split} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="muted">
        Both are scored on the same rows, which keeps the interval narrow. Gold that may have trained either model is left out; test rows
        are never used for training.
      </p>
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {changed === 0 ? (
        <p className="muted">They give every row the same label.</p>
      ) : (
        <RowTable
          name="Rows with different labels"
          columns={["Gold", "First", "Second"]}
          rows={first.map((row) => ({
            ...row,
            cells: [
              <MaybeLabel key="gold" label={row.gold} labels={labels} />,
              <Judged key="first" row={row} label={row.first} labels={labels} />,
              <Judged key="second" row={row} label={row.second} labels={labels} />,
            ],
          }))}
          total={changed}
          order="rows with gold that only one gets right first"
        />
      )}
    </div>
  );
}

const COLUMNS = [
  ["Split", ""],
  ["Rows", "Rows that both were applied to"],
  ["Changed", "Rows with different labels"],
  ["Gold", "Gold rows used to train neither"],
  ["Both right", ""],
  ["Only first", "Gold rows that only the first gets right"],
  ["Only second", "Gold rows that only the second gets right"],
  ["Neither", "Gold rows that both get wrong"],
  ["Difference", "Accuracy of the second minus that of the first"],
  ["95 % interval", "Of the difference, on the same rows"],
  ["p", "McNemar's exact test: the probability that two equally good models differ at least this much"],
] as const;

function SplitRow({ split }: { split: ComparedSplit }) {
  const { rows, changed, n, bothRight, onlyFirst, onlySecond, neither, difference, interval, pValue } = split;
  return (
    <tr>
      <th scope="row">{split.split}</th>
      {[rows, changed, n, bothRight, onlyFirst, onlySecond, neither].map((value, at) => (
        <td key={COLUMNS[at + 1]![0]} className="number">
          {wholeNumber(value)}
        </td>
      ))}
      <td className="number">{difference === null ? "n/a" : points(difference)}</td>
      <td className="number muted">{interval ? `${points(interval.low)} to ${points(interval.high)}` : ""}</td>
      <td className="number">{n === 0 ? "n/a" : pValue < 0.001 ? "<0.001" : pValue.toFixed(3)}</td>
    </tr>
  );
}

/** Right or wrong is said by an icon and in words, never by colour alone. */
function Judged({ row: { gold }, label, labels }: { row: ComparedRow; label: string | null; labels: readonly string[] }) {
  const right = label === gold;
  return (
    <>
      <MaybeLabel label={label} labels={labels} none="no label" />
      {gold !== null && (
        <span className={right ? "right" : "wrong"}>
          {" "}
          <Icon name={right ? "check" : "close"} />
          <span className="for-screen-readers">{right ? "right" : "wrong"}</span>
        </span>
      )}
    </>
  );
}
