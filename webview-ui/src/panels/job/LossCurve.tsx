import { useEffect, useRef } from "react";
import type uPlot from "uplot";
import type { JobView, MetricPoint } from "../../../../src/protocol/jobsPanel";
import { capitalized, count } from "../../format";
import { Fold } from "../../ui/Fold";
import { figure, lossText, thinned } from "./jobText";
import { drawLoss } from "./lossPlot";

/** The loss by step: a plot for the eye, and the same figures as a table. */
export function LossCurve({ job }: { job: JobView }) {
  const points = job.metrics.filter(({ trainLoss, validLoss }) => trainLoss !== undefined || validLoss !== undefined);
  return (
    <section className="loss" aria-labelledby="loss-title">
      <h2 id="loss-title">Loss</h2>
      <p className="loss-last">{capitalized(lossText(points))}</p>
      {points.length > 0 && (
        <>
          <Plot points={points} />
          <Fold id="figures-title" title="Figures" summary={`${count(points.length)} steps`} open={false}>
            <Figures points={points} />
          </Fold>
        </>
      )}
    </section>
  );
}

function Plot({ points }: { points: readonly MetricPoint[] }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  useEffect(() => {
    const element = place.current!;
    const redraw = (): void => {
      plot.current?.destroy();
      plot.current = drawLoss(element, points);
    };
    redraw();
    // VS Code sets the theme's colours as variables on the page's root, and its kind on the body.
    const theme = new MutationObserver(redraw);
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
    theme.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    const size = new ResizeObserver(([entry]) =>
      plot.current?.setSize({ width: Math.floor(entry!.contentRect.width), height: plot.current.height }),
    );
    size.observe(element);
    return () => {
      theme.disconnect();
      size.disconnect();
      plot.current?.destroy();
    };
  }, [points.length, points.at(-1)?.step]);
  return (
    <div className="loss-plot">
      <ul className="loss-legend" aria-hidden="true">
        <li className="loss-train">training</li>
        {points.some(({ validLoss }) => validLoss !== undefined) && <li className="loss-valid">validation</li>}
      </ul>
      <div ref={place} role="img" aria-label={`Loss by step: ${lossText(points)}. The figures are in the table below.`} />
    </div>
  );
}

const MOST_ROWS = 200;

function Figures({ points }: { points: readonly MetricPoint[] }) {
  const shown = thinned(points, MOST_ROWS);
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label="Loss by step">
      <table className="figures">
        {shown.length < points.length && <caption>{`${count(shown.length)} of ${count(points.length)} steps, evenly spread`}</caption>}
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
                {count(step)}
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
