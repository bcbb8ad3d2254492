import { useEffect, useRef } from "react";
import uPlot from "uplot";

export interface Line {
  readonly title: string;
  /** One for each x; null where there is none. */
  readonly values: readonly (number | null)[];
  /** Of the theme's colours: "charts-blue". */
  readonly color: string;
  readonly dash?: readonly number[];
  /** Dots in place of the line, or on it. */
  readonly dots?: "alone" | "also";
}

interface PlotProps {
  /** What a screen reader says in place of the picture; the figures stand in a table beside it. */
  readonly label: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly x: readonly number[];
  readonly lines: readonly Line[];
  readonly xRange?: readonly [number, number];
  readonly yRange?: readonly [number, number];
  readonly xText: (value: number) => string;
  readonly yText: (value: number) => string;
}

/** Lines over a common x in the theme's colours, as wide as there is room; drawn again with a new theme. */
export function Plot(props: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const { label, lines } = props;
  useEffect(() => keepDrawn(place.current!, props), [JSON.stringify([props.x, lines, props.xRange, props.yRange])]);
  return (
    <div className="plot">
      <ul className="plot-legend" aria-hidden="true">
        {lines.map(({ title, color, dash, dots }) => (
          <li key={title}>
            <svg viewBox="0 0 20 8" className={`plot-key plot-${color}`}>
              {dots === "alone" ? <circle cx="10" cy="4" r="3" /> : <line x1="0" x2="20" y1="4" y2="4" strokeDasharray={dash?.join(" ")} />}
            </svg>
            {title}
          </li>
        ))}
      </ul>
      <div ref={place} className="plot-place" role="img" aria-label={label} />
    </div>
  );
}

/** Returns the way to take the plot away. */
function keepDrawn(place: HTMLElement, props: PlotProps): () => void {
  let plot: uPlot | undefined;
  const draw = (): void => {
    plot?.destroy();
    plot = new uPlot(options(place, props), [[...props.x], ...props.lines.map(({ values }) => [...values])], place);
  };
  draw();
  // VS Code sets the theme's colours as variables on the page's root, and its kind on the body.
  const theme = new MutationObserver(draw);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  theme.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  const size = new ResizeObserver(([entry]) => plot?.setSize({ width: Math.floor(entry!.contentRect.width), height: plot.height }));
  size.observe(place);
  return () => {
    theme.disconnect();
    size.disconnect();
    plot?.destroy();
  };
}

const HEIGHT = 220;

function options(place: HTMLElement, { xTitle, yTitle, lines, xRange, yRange, xText, yText }: PlotProps): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => style.getPropertyValue(`--vscode-${name}`).trim();
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  // A high-contrast theme draws lines as bright as text: there the ticks are enough.
  const contrast =
    document.body.classList.contains("vscode-high-contrast") || document.body.classList.contains("vscode-high-contrast-light");
  const ticks = { stroke: color("panel-border") || color("contrastBorder"), width: 1 };
  const axis = (title: string, text: (value: number) => string): uPlot.Axis => ({
    ...{ stroke: color("foreground"), font, labelFont: font, label: title, labelSize: 16, grid: { ...ticks, show: !contrast }, ticks },
    values: (_, ticks) => ticks.map(text),
  });
  return {
    width: Math.max(place.clientWidth, 100),
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: false, y: false } },
    scales: { x: { time: false, ...(xRange && { range: [...xRange] }) }, y: yRange ? { range: [...yRange] } : {} },
    axes: [
      { ...axis(xTitle, xText), size: 32 },
      { ...axis(yTitle, yText), size: 50 },
    ],
    series: [
      {},
      ...lines.map(({ color: name, dash, dots }): uPlot.Series => {
        const stroke = color(name);
        return {
          stroke,
          width: dots === "alone" ? 0 : 2,
          spanGaps: true,
          points: { show: dots !== undefined, size: dots === "alone" ? 7 : 5, fill: stroke, stroke },
          ...(dash && { dash: [...dash] }),
        };
      }),
    ],
  };
}
