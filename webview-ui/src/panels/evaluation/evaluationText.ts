/** Figures and names of an evaluation as people read them. */
import type { RunName, SideBySide, SplitFigures } from "../../../../src/protocol/evaluationPanel";
import { percent } from "../../../../src/core/data/numberText";

const NAMES: Readonly<Record<string, string>> = { majority: "Majority vote", labelModel: "Label model", endModel: "End model" };

/** "endModel" -> "End model", "job:ab12" -> "Job ab12" */
export const sourceName = (source: string): string => NAMES[source] ?? source.replace(/^job:/, "Job ");

/** A share 0..1 in percent; "n/a" where there is none. */
export const share = (value: number | null): string => (value === null ? "n/a" : percent(value, 1));

export const decimal = (value: number | null): string => (value === null ? "n/a" : value.toFixed(3));

/** Rows, or the expected number of them where a label is drawn. */
export const rowCount = (rows: number): string => (Number.isInteger(rows) ? String(rows) : rows.toFixed(1));

/** "2026-11-21 13:05", as UTC: what a record says, in every time zone. */
export const timeText = (at: string): string => at.replace("T", " ").slice(0, 16);

export const runText = ({ at, target, elsewhere }: RunName): string =>
  `${timeText(at)} · ${target}${elsewhere ? " · not measured on this machine" : ""}`;

export type FigureName = SideBySide["splits"][number]["figures"][number]["name"];

export const FIGURES: Readonly<Record<FigureName, { readonly title: string; readonly meaning: string; readonly moreIsBetter: boolean }>> = {
  accuracy: { title: "Accuracy", meaning: "Share of rows with the right label; a tie counts as chance", moreIsBetter: true },
  macroF1: { title: "Macro F1", meaning: "Mean over labels of F1: rare labels count as much as frequent ones", moreIsBetter: true },
  logLoss: { title: "Log loss", meaning: "Mean of −log P(gold), in nats. Lower is better", moreIsBetter: false },
  brier: { title: "Brier", meaning: "Mean squared distance of the probabilities from gold, 0 to 2. Lower is better", moreIsBetter: false },
  ece: {
    title: "ECE",
    meaning: "Expected calibration error: distance between confidence and accuracy, 0 to 1. Lower is better",
    moreIsBetter: false,
  },
};

export const figureText = (name: FigureName, value: number | null): string => (name === "accuracy" ? share(value) : decimal(value));

/** The source whose details are shown: the chosen one if the run has it, else the end model, else any. */
export const shownSource = (sources: readonly string[], chosen: string | undefined): string | undefined =>
  [chosen, "endModel", ...sources].find((source) => source !== undefined && sources.includes(source));

/** The share of its rows that a split's figures say is right, for one side. */
export const sideOf = (figures: SplitFigures, covered: boolean): SplitFigures["covered"] => (covered ? figures.covered : figures);
