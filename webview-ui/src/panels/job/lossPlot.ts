import uPlot from "uplot";
import type { MetricPoint } from "../../../../src/protocol/jobsPanel";
import { figure } from "./jobText";

const HEIGHT = 220;

/** Draws the loss by step in the theme's colours; of the charts' colours orange is transparent in high contrast. */
export function drawLoss(place: HTMLElement, points: readonly MetricPoint[]): uPlot {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => style.getPropertyValue(`--vscode-${name}`).trim();
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const lines = { stroke: color("panel-border") || color("contrastBorder"), width: 1 };
  const axis: uPlot.Axis = { stroke: color("foreground"), font, labelFont: font, grid: lines, ticks: lines };
  const few = points.length <= 60;
  const series = (stroke: string, dash?: number[]): uPlot.Series => ({
    stroke,
    width: 2,
    spanGaps: true,
    points: { show: few, size: 5, fill: stroke },
    ...(dash ? { dash } : {}),
  });
  return new uPlot(
    {
      width: Math.max(place.clientWidth, 100),
      height: HEIGHT,
      legend: { show: false },
      cursor: { drag: { x: false, y: false } },
      scales: { x: { time: false } },
      axes: [
        { ...axis, label: "step", labelSize: 16, size: 32 },
        { ...axis, size: 54, values: (_, ticks) => ticks.map((tick) => figure(tick).replace(/\.?0+$/, "") || "0") },
      ],
      series: [{}, series(color("charts-blue")), series(color("charts-yellow"), [6, 4])],
    },
    [points.map(({ step }) => step), points.map(({ trainLoss }) => trainLoss ?? null), points.map(({ validLoss }) => validLoss ?? null)],
    place,
  );
}
