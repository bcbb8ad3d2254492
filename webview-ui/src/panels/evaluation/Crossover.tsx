import type { CrossoverReport } from "../../../../src/protocol/evaluationPanel";
import { wholeNumber, counted } from "../../../../src/core/data/numberText";
import { interval } from "../../format";
import { Fold } from "../../ui/Fold";
import { Plot } from "../../ui/Plot";
import { share } from "./evaluationText";

/** Training on ever more hand labels against training on the LFs alone: where the two meet is what the LFs are worth. */
export function Crossover({ crossover: { text, points, accuracy, goldRows, scoredRows } }: { crossover: CrossoverReport }) {
  const shown = [...points].sort((a, b) => a.size - b.size);
  return (
    <section aria-labelledby="crossover-title">
      <h2 id="crossover-title">Value of the LFs in hand labels</h2>
      <p>{text}</p>
      {shown.length > 1 && (
        <Plot
          label="Accuracy by number of hand labels, compared with LFs only. The figures are in the table below."
          xTitle="hand labels"
          yTitle="accuracy"
          x={shown.map(({ size }) => size)}
          xText={wholeNumber}
          yText={(value) => `${Math.round(100 * value)}%`}
          lines={[
            { title: "hand labels only", values: shown.map((point) => point.accuracy), color: "charts-blue" },
            { title: "LFs only", values: shown.map(() => accuracy), color: "charts-yellow", dash: [6, 4] },
          ]}
        />
      )}
      {shown.length > 0 && (
        <Fold
          id="crossover-figures-title"
          title="Figures"
          summary={`of ${counted(goldRows, "hand label")}, scored on ${counted(scoredRows, "row")}`}
          open={false}
        >
          <table className="figures">
            <thead>
              <tr>
                {["Hand labels", "Accuracy", "95 % interval"].map((title) => (
                  <th key={title} scope="col" className="number">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((point) => (
                <tr key={point.size}>
                  <th scope="row" className="number">
                    {wholeNumber(point.size)}
                  </th>
                  <td className="number">{share(point.accuracy)}</td>
                  <td className="number muted">{interval(point.interval)}</td>
                </tr>
              ))}
              <tr className="chosen">
                <th scope="row">LFs alone</th>
                <td className="number">{share(accuracy)}</td>
                <td />
              </tr>
            </tbody>
          </table>
        </Fold>
      )}
    </section>
  );
}
