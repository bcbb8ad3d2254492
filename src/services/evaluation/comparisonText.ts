import type { ModelName } from "../../protocol/evaluationPanel";
import type { RowComparison } from "../../protocol/rowComparison";
import { sourceName } from "../endModel/sourceNames";
import { section, table } from "../reports/markdown";
import { textTable } from "../reports/textTable";
import { counted, points, signedPoints, wholeNumber } from "../../core/data/numberText";

/** Two models, and how they differ row by row. */
export interface NamedComparison {
  readonly first: ModelName;
  readonly second: ModelName;
  readonly comparison: RowComparison;
}

const nameOf = ({ run, source }: ModelName): string => (source === "endModel" ? `end model of run ${run}` : sourceName(source));

const COLUMNS = [
  "split",
  "rows",
  "changed",
  "gold",
  "both right",
  "only first",
  "only second",
  "neither",
  "difference",
  "95% interval",
  "p",
];

const splitLines = ({ splits }: RowComparison): string[][] =>
  splits.map(({ split, rows, changed, n, bothRight, onlyFirst, onlySecond, neither, difference, interval, pValue }) => [
    split,
    ...[rows, changed, n, bothRight, onlyFirst, onlySecond, neither].map(wholeNumber),
    difference === null ? "n/a" : points(difference),
    interval === null ? "n/a" : `${signedPoints(interval.low)} to ${signedPoints(interval.high)}`,
    n === 0 ? "n/a" : pValue < 0.001 ? "below 0.001" : pValue.toFixed(3),
  ]);

const EXPLANATION =
  "Difference: accuracy of the second minus accuracy of the first on the same gold rows; p from McNemar's exact test. Gold that may have trained either model is left out; test rows are never used for training.";

/** On how many rows the two differ. */
export const changedRows = ({ splits }: RowComparison): number => splits.reduce((sum, { changed }) => sum + changed, 0);

function differText(comparison: RowComparison): string {
  const [changed, listed] = [changedRows(comparison), comparison.first.length];
  return `They differ on ${counted(changed, "row")}${listed < changed ? `; these are the first ${wholeNumber(listed)} of ${wholeNumber(changed)}` : ""}.`;
}

/** For a terminal. @param rowText with the text of rows */
export function comparisonText({ first, second, comparison }: NamedComparison, rowText: boolean): string {
  return [
    `First: ${nameOf(first)}. Second: ${nameOf(second)}.`,
    textTable([COLUMNS, ...splitLines(comparison)]),
    EXPLANATION,
    ...comparison.notes,
    differText(comparison),
    ...comparison.first.map(
      (row) =>
        `  ${row.split} ${row.id}: gold ${row.gold ?? "none"}, first ${row.first ?? "no label"}, second ${row.second ?? "no label"}${rowText ? `  ${JSON.stringify(row.text)}` : ""}`,
    ),
  ].join("\n");
}

/** A section of a report. @param rowText with the text of rows */
export const comparisonMarkdown = ({ first, second, comparison }: NamedComparison, rowText: boolean): string =>
  section("Two models row by row", [
    `First: ${nameOf(first)}. Second: ${nameOf(second)}.`,
    table([COLUMNS, ...splitLines(comparison)]),
    EXPLANATION,
    ...comparison.notes,
    differText(comparison),
    comparison.first.length === 0
      ? ""
      : table([
          ["row", "split", "gold", "first", "second", ...(rowText ? ["text"] : [])],
          ...comparison.first.map(({ id, split, gold, first: a, second: b, text }) => [
            ...[id, split, gold ?? "none", a ?? "no label", b ?? "no label"],
            ...(rowText ? [text] : []),
          ]),
        ]),
  ])
    .join("\n\n")
    .concat("\n");
