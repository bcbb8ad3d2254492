import type { Figures } from "../../../../src/protocol/evaluationPanel";
import { wholeNumber } from "../../../../src/core/data/numberText";
import { Fold } from "../../ui/Fold";
import { Plot } from "../../ui/Plot";
import { decimal, rowCount, share } from "./evaluationText";

const percentOf = (value: number): string => `${Math.round(100 * value)}%`;

/** How often predictions of a confidence are right: on the diagonal, confidence can be believed. */
export function Reliability({ name, figures: { reliability, ece, n } }: { name: string; figures: Figures }) {
  const bins = reliability.filter(({ rows }) => rows > 0);
  if (bins.length === 0) return null;
  const x = [...new Set([0, ...bins.map(({ confidence }) => confidence ?? 0), 1])].sort((a, b) => a - b);
  const accuracyAt = new Map(bins.map(({ confidence, accuracy }) => [confidence, accuracy]));
  return (
    <div>
      <h3>Calibration</h3>
      <p className="muted">
        Off by {decimal(ece)} on average (ECE) over {wholeNumber(n)} rows. Above the dashed line the model is underconfident, below it
        overconfident.
      </p>
      <Plot
        label={`${name}: accuracy by confidence in ${bins.length} bins. The figures are in the table below.`}
        xTitle="confidence"
        yTitle="accuracy"
        x={x}
        xRange={[0, 1]}
        yRange={[0, 1]}
        xText={percentOf}
        yText={percentOf}
        lines={[
          { title: name, values: x.map((at) => accuracyAt.get(at) ?? null), color: "charts-blue", dots: "alone" },
          { title: "perfect calibration", values: x, color: "charts-yellow", dash: [6, 4] },
        ]}
      />
      <Fold id="reliability-title" title="Bins" summary={`${bins.length} with rows`} open={false}>
        <table className="figures">
          <thead>
            <tr>
              {["Confidence", "Rows", "Mean confidence", "Accuracy"].map((title, at) => (
                <th key={title} scope="col" className={at > 0 ? "number" : ""}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bins.map(({ low, high, rows, confidence, accuracy }) => (
              <tr key={low}>
                <th scope="row">{`${percentOf(low)}–${percentOf(high)}`}</th>
                <td className="number">{rowCount(rows)}</td>
                <td className="number">{share(confidence)}</td>
                <td className="number">{share(accuracy)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Fold>
    </div>
  );
}
