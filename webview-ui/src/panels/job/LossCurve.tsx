import type { JobView, MetricPoint } from "../../../../src/protocol/jobsPanel";
import { wholeNumber, counted } from "../../../../src/core/data/numberText";
import { capitalized } from "../../format";
import { Fold } from "../../ui/Fold";
import { Plot } from "../../ui/Plot";
import { figure, lossText, thinned } from "./jobText";

/** The loss by step: a plot for the eye where there is more than one, and the same figures as a table. */
export function LossCurve({ job }: { job: JobView }) {
  const points = job.metrics.filter(({ trainLoss, validLoss }) => trainLoss !== undefined || validLoss !== undefined);
  return (
    <section className="loss" aria-labelledby="loss-title">
      <h2 id="loss-title">Loss</h2>
      <p className="loss-last">{capitalized(lossText(points))}</p>
      {points.length > 0 && (
        <>
          {points.length > 1 && <LossPlot points={points} />}
          <Fold id="figures-title" title="Figures" summary={counted(points.length, "step")} open={false}>
            <Figures points={points} />
          </Fold>
        </>
      )}
    </section>
  );
}

/** Of the charts' colours orange is transparent in high contrast. */
function LossPlot({ points }: { points: readonly MetricPoint[] }) {
  const dots = points.length <= 60 ? { dots: "also" as const } : {};
  const train = points.map(({ trainLoss }) => trainLoss ?? null);
  const valid = points.map(({ validLoss }) => validLoss ?? null);
  return (
    <Plot
      label={`Loss by step: ${lossText(points)}. The figures are in the table below.`}
      xTitle="step"
      yTitle="loss"
      x={points.map(({ step }) => step)}
      xText={wholeNumber}
      yText={(loss) => figure(loss).replace(/\.?0+$/, "") || "0"}
      lines={[
        { title: "training", values: train, color: "charts-blue", ...dots },
        ...(valid.some((loss) => loss !== null)
          ? [{ title: "validation", values: valid, color: "charts-yellow", dash: [6, 4], ...dots }]
          : []),
      ]}
    />
  );
}

const MOST_ROWS = 200;

function Figures({ points }: { points: readonly MetricPoint[] }) {
  const shown = thinned(points, MOST_ROWS);
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label="Loss by step">
      <table className="figures">
        {shown.length < points.length && (
          <caption>{`${wholeNumber(shown.length)} of ${wholeNumber(points.length)} steps, evenly spaced`}</caption>
        )}
        <thead>
          <tr>
            {["Step", "Training loss", "Validation loss", "Training accuracy", "Validation accuracy", "Learning rate"].map((title) => (
              <th key={title} scope="col" className="number">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ step, trainLoss, validLoss, trainAccuracy, validAccuracy, learningRate }) => (
            <tr key={step}>
              <th scope="row" className="number">
                {wholeNumber(step)}
              </th>
              {[trainLoss, validLoss, trainAccuracy, validAccuracy, learningRate].map((value, column) => (
                <td key={column} className="number">
                  {figure(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
