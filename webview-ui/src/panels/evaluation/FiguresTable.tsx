import type { EvaluateReport, Split, SplitFigures } from "../../../../src/protocol/evaluationPanel";
import { wholeNumber } from "../../../../src/core/data/numberText";
import { interval } from "../../format";
import { IntervalBar } from "../../ui/Bars";
import { Segments } from "../../ui/Segments";
import { decimal, FIGURES, share, sideOf, sourceName } from "./evaluationText";
import { look } from "./evaluationState";

const SPLITS: readonly Split[] = ["test", "dev", "train"];
const SIDES = [
  { value: "all", text: "All rows" },
  { value: "covered", text: "Covered rows" },
] as const;

/** Every source's figures on every split: all rows with gold, or those that an LF votes on. */
export function FiguresTable({ evaluation, covered }: { evaluation: EvaluateReport; covered: boolean }) {
  const { metrics } = evaluation;
  const splits = SPLITS.filter((split) => Object.values(metrics).some((of) => (of[split]?.n ?? 0) > 0));
  const heldOut = Object.values(metrics).some((of) => SPLITS.some((split) => of[split]?.heldOut));
  return (
    <section aria-labelledby="figures-title">
      <div className="section-line">
        <h2 id="figures-title">Figures</h2>
        <Segments
          label="Rows with gold"
          value={covered ? "covered" : "all"}
          options={SIDES}
          onChange={(side) => look({ covered: side === "covered" })}
        />
      </div>
      {splits.length === 0 ? (
        <p className="muted">No gold rows were scored, so accuracy is n/a. Gold is a label you trust, in the column named in the config.</p>
      ) : (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Figures by split and source">
          <table className="figures evaluation-figures">
            <Heading />
            {splits.map((split) => (
              <tbody key={split}>
                <SplitHeading split={split} covered={covered} figures={Object.values(metrics).flatMap((of) => of[split] ?? [])} />
                {Object.entries(metrics).map(
                  ([source, of]) => of[split] && <FiguresRow key={source} source={source} figures={of[split]} covered={covered} />,
                )}
              </tbody>
            ))}
          </table>
        </div>
      )}
      {splits.length > 0 && (
        <p className="muted">
          {covered ? "Of the gold rows that an LF votes on. " : "Of all gold rows. "}A row to which a source gives no label counts as a
          guess among the labels that tie. The clarity matrix leaves rows without a label out.
        </p>
      )}
      {heldOut && (
        <p className="muted">* Gold of this split is used for training; each row is scored by models that have not seen its gold.</p>
      )}
    </section>
  );
}

function Heading() {
  return (
    <thead>
      <tr>
        <th scope="col">Source</th>
        <th scope="col" colSpan={2} title={FIGURES.accuracy.meaning}>
          Accuracy
        </th>
        <th scope="col" className="number">
          95 % interval
        </th>
        {(["macroF1", "logLoss", "brier", "ece"] as const).map((name) => (
          <th key={name} scope="col" className="number" title={FIGURES[name].meaning}>
            {FIGURES[name].title}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function SplitHeading({ split, covered, figures }: { split: Split; covered: boolean; figures: readonly SplitFigures[] }) {
  const rows = Math.max(...figures.map((one) => sideOf(one, covered).n));
  return (
    <tr className="split-heading">
      <th scope="rowgroup" colSpan={8}>
        {split} <span className="muted">{`${wholeNumber(rows)} ${covered ? "covered " : ""}gold rows`}</span>
      </th>
    </tr>
  );
}

function FiguresRow({ source, figures, covered }: { source: string; figures: SplitFigures; covered: boolean }) {
  const side = sideOf(figures, covered);
  return (
    <tr className={source === "endModel" ? "chosen" : ""}>
      <th scope="row">
        {sourceName(source)}
        {figures.heldOut && " *"}
      </th>
      <td className="number">{share(side.accuracy)}</td>
      <td className="score-bar">{side.interval && side.accuracy !== null && <IntervalBar {...side.interval} value={side.accuracy} />}</td>
      <td className="number muted">{side.interval ? interval(side.interval) : "n/a"}</td>
      {([side.macroF1, side.logLoss, side.brier, side.ece] as const).map((value, at) => (
        <td key={at} className="number">
          {decimal(value)}
        </td>
      ))}
    </tr>
  );
}
