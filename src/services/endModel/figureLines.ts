import { SPLITS } from "../../core/data/cells";
import type { EvaluateReport, Figures } from "../../protocol/endModel";
import { wholeNumber } from "../../core/data/numberText";
import { decimal, share, sourceName } from "./sourceNames";

export const FIGURE_COLUMNS = [
  "",
  "split",
  "rows",
  "accuracy",
  "95% interval",
  "macro F1",
  "log loss",
  "Brier",
  "ECE",
  "covered rows",
  "accuracy there",
];

/** A line of cells for each split and source: what the tables of terminals and reports show. */
export const figureLines = ({ metrics }: Pick<EvaluateReport, "metrics">): string[][] =>
  SPLITS.flatMap((split) =>
    Object.entries(metrics).flatMap(([source, bySplit]) => {
      const figures = bySplit[split];
      if (!figures) return [];
      const { covered, heldOut } = figures;
      return [
        [
          sourceName(source) + (heldOut ? " *" : ""),
          split,
          wholeNumber(figures.n),
          share(figures.accuracy),
          intervalText(figures),
          ...[figures.macroF1, figures.logLoss, figures.brier, figures.ece].map(decimal),
          wholeNumber(covered.n),
          share(covered.accuracy),
        ],
      ];
    }),
  );

/** What the star in these lines means; empty if there is none. */
export const starNote = ({ metrics }: Pick<EvaluateReport, "metrics">): string[] =>
  Object.values(metrics).some((bySplit) => Object.values(bySplit).some(({ heldOut }) => heldOut))
    ? ["* gold of this split is used for training; each row is scored by models that have not seen its gold"]
    : [];

/** Which rows the accuracy is of: other places of the product leave rows without a label out. */
export const GUESS_NOTE =
  "A row to which a source gives no label counts as a guess among the labels that tie; the clarity matrix leaves such rows out.";

const intervalText = ({ interval }: Figures): string =>
  interval === null ? "n/a" : `${(100 * interval.low).toFixed(1)} - ${(100 * interval.high).toFixed(1)}%`;
