import type { EvaluateReport, RowFilter, Split } from "../../../../src/protocol/evaluationPanel";
import { wholeNumber, counted, percent } from "../../../../src/core/data/numberText";
import { useGridKeys } from "../../ui/gridKeys";
import { Dropdown } from "../../ui/Dropdown";
import { Segments } from "../../ui/Segments";
import { look, showRows, type View } from "./evaluationState";
import { decimal, rowCount, share, shownSource, sideOf, sourceName } from "./evaluationText";
import { Reliability } from "./Reliability";

interface ConfusionProps {
  readonly evaluation: EvaluateReport;
  readonly view: View;
  /** The run's model is the one whose labels the rows panel shows. */
  readonly current: boolean;
}

/** One source on one split: where it errs, and whether its confidence can be believed. */
export function Confusion({ evaluation, view, current }: ConfusionProps) {
  const { metrics, labels } = evaluation;
  const scored = Object.entries(metrics).filter(([, of]) => splitsOf(of).length > 0);
  const source = shownSource(
    scored.map(([name]) => name),
    view.source,
  );
  if (source === undefined) return null;
  const splits = splitsOf(metrics[source]!);
  const split = splits.find((one) => one === view.split) ?? splits[0]!;
  const figures = sideOf(metrics[source]![split]!, view.covered);
  const isWide = labels.length > MOST_BESIDE && labels.length <= MOST_LABELS;
  return (
    <section aria-labelledby="confusion-title">
      <div className="section-line">
        <h2 id="confusion-title">Errors</h2>
        <Dropdown
          label="Model"
          value={source}
          options={scored.map(([name]) => ({ value: name, text: sourceName(name) }))}
          onChange={(chosen) => look({ source: chosen })}
        />
        {splits.length > 1 && (
          <Segments
            label="Split"
            value={split}
            options={splits.map((one) => ({ value: one, text: one }))}
            onChange={(one) => look({ split: one })}
          />
        )}
      </div>
      <div className={`evaluation-pair ${isWide ? "stacked" : ""}`}>
        <div>
          <ConfusionTable labels={labels} figures={figures} rows={rowsOf(source, split, view.covered, current)} />
          <PerLabel labels={labels} figures={figures} />
        </div>
        <Reliability name={sourceName(source)} figures={figures} />
      </div>
    </section>
  );
}

/** Splits with gold, the one that never trains first. */
const splitsOf = (of: EvaluateReport["metrics"][string]): Split[] =>
  (["test", "dev", "train"] as const).filter((split) => (of[split]?.n ?? 0) > 0);

type Cell = (gold: string, predicted: string) => RowFilter;

/** The rows of a cell, where the rows panel knows whose label is meant; the sample leaves test rows out. */
function rowsOf(source: string, split: Split, covered: boolean, current: boolean): Cell | undefined {
  const known = source === "labelModel" || source === "majority" || (source === "endModel" && current);
  if (!known || split === "test") return undefined;
  return (goldLabel, predictedLabel) => ({ source, goldLabel, predictedLabel, split, ...(covered && { set: "covered" as const }) });
}

type Figures = ReturnType<typeof sideOf>;

/** A table of more labels than this takes the whole width: beside the chart most of its columns would be hidden. */
const MOST_BESIDE = 4;

/** More labels than this make a table that nobody reads: the worst confusions are listed instead. */
const MOST_LABELS = 12;

function ConfusionTable({ labels, figures, rows }: { labels: readonly string[]; figures: Figures; rows: Cell | undefined }) {
  const grid = useGridKeys();
  if (labels.length > MOST_LABELS) return <WorstConfusions labels={labels} figures={figures} rows={rows} />;
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label="Rows by gold and predicted label">
      <table {...(rows ? grid : {})} className="figures confusion" aria-label="Confusion matrix">
        <thead>
          <tr>
            <th scope="col" className="muted">
              gold ↓ predicted →
            </th>
            {labels.map((label) => (
              <th key={label} scope="col" className="number">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.confusion.map((line, gold) => (
            <tr key={labels[gold]}>
              <th scope="row">{labels[gold]}</th>
              {line.map((n, predicted) => (
                <ConfusionCell
                  key={labels[predicted]}
                  n={n}
                  of={line.reduce((sum, rowsThere) => sum + rowsThere, 0)}
                  right={gold === predicted}
                  name={`gold ${labels[gold]}, predicted ${labels[predicted]}`}
                  opens={rows?.(labels[gold]!, labels[predicted]!)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  readonly n: number;
  readonly of: number;
  readonly right: boolean;
  readonly name: string;
  readonly opens: RowFilter | undefined;
}

function ConfusionCell({ n, of, right, name, opens }: CellProps) {
  const heat = of === 0 ? 0 : Math.ceil((4 * n) / of);
  const text = (
    <>
      {rowCount(n)} <span className="muted">{percent(n, of)}</span>
    </>
  );
  return (
    <td className={`number matrix-cell heat-${heat} ${right ? "matrix-right" : "matrix-wrong"}`}>
      {opens && n > 0 ? (
        <button
          type="button"
          className="whole-cell"
          title={`${name}: ${rowCount(n)} of ${wholeNumber(of)} rows. Show them`}
          onClick={() => showRows(opens)}
        >
          {text}
        </button>
      ) : (
        text
      )}
    </td>
  );
}

function WorstConfusions({ labels, figures, rows }: { labels: readonly string[]; figures: Figures; rows: Cell | undefined }) {
  const worst = figures.confusion
    .flatMap((line, gold) => line.map((n, predicted) => ({ n, gold, predicted })))
    .filter(({ n, gold, predicted }) => n > 0 && gold !== predicted)
    .sort((a, b) => b.n - a.n)
    .slice(0, MOST_LABELS);
  if (worst.length === 0) return <p>No row has a wrong label.</p>;
  return (
    <>
      <h3>Most frequent confusions of {counted(labels.length, "label")}</h3>
      <ul aria-label="Most frequent confusions">
        {worst.map(({ n, gold, predicted }) => {
          const [is, said] = [labels[gold]!, labels[predicted]!];
          return (
            <li key={`${gold} ${predicted}`}>
              {rows ? (
                <button type="button" className="link" onClick={() => showRows(rows(is, said))}>
                  {rowCount(n)}
                </button>
              ) : (
                rowCount(n)
              )}{" "}
              {is} predicted as {said}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function PerLabel({ labels, figures }: { labels: readonly string[]; figures: Figures }) {
  return (
    <div className="table-scroll label-figures" tabIndex={0} role="region" aria-label="Figures by label">
      <table className="figures">
        <thead>
          <tr>
            {["Label", "Gold rows", "Precision", "Recall", "F1"].map((title, at) => (
              <th key={title} scope="col" className={at > 0 ? "number" : ""}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.perLabel.map(({ gold, precision, recall, f1 }, at) => (
            <tr key={labels[at]}>
              <th scope="row">{labels[at]}</th>
              <td className="number">{rowCount(gold)}</td>
              <td className="number">{share(precision)}</td>
              <td className="number">{share(recall)}</td>
              <td className="number">{decimal(f1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
