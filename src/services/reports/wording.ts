/** The short texts shown next to code, in trees, in the status bar and in a terminal. */
import { askedTexts, counted, percent, points, signedPoints, wholeNumber } from "../../core/data/numberText";
import type { CellName, ChangeKind } from "../../core/data/rowFilter";
import type { LfSummary } from "../../core/statistics/summary";
import type { LabelReport } from "../../protocol/engine";
import type { LfChange, LfSnapshot, MarginalValue, ProjectSnapshot } from "../../protocol/snapshot";

/** "98.8% right (245/248)", or "no gold on its rows". */
export function accuracyText({ summary }: { readonly summary?: Pick<LfSummary, "correct" | "incorrect"> }): string {
  const judged = summary ? summary.correct + summary.incorrect : 0;
  return summary && judged > 0
    ? `${percent(summary.correct, judged)} right (${wholeNumber(summary.correct)}/${wholeNumber(judged)})`
    : "no gold on its rows";
}

/** "spot check 18/20 right (69.9%-97.2%)"; empty where nobody looked at its votes. */
export function spotCheckText({ spotCheck }: Pick<LfSnapshot, "spotCheck">): string {
  if (!spotCheck) return "";
  const { right, checked, low, high } = spotCheck;
  return `spot check ${wholeNumber(right)}/${wholeNumber(checked)} right (${percent(low, 1)}-${percent(high, 1)})`;
}

/** The labels that an LF emits: "SPAM", "HAM, SPAM", or "never votes". */
export function polarityText(lf: LfSnapshot, labels: readonly string[]): string {
  const names = lf.summary?.polarity.map((label) => labels[label] ?? "?") ?? [];
  if (names.length === 0) return "never votes";
  return names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
}

/** "143 rows (12.7%)": the rows that an LF votes on. */
export const coverageText = ({ summary }: LfSnapshot, { data }: ProjectSnapshot): string =>
  `${counted(summary?.votes ?? 0, "row")} (${percent(summary?.votes ?? 0, data?.sampleRows ?? 0)})`;

/** Above the LF, the shortest that helps: "143 rows (12.7%) · 98.8% right (245/248)"; one that faults or never votes says that alone. */
export function lensText(lf: LfSnapshot, project: ProjectSnapshot): string {
  const faulted = faultedRows(lf);
  const old = lf.stale ? "older version: " : "";
  if (faulted > 0) return `${old}faults on ${counted(faulted, "row")}`;
  if (!lf.summary) return "not run yet";
  const parts =
    lf.summary.votes > 0
      ? [coverageText(lf, project), accuracyText(lf), ...spotChecks(lf)]
      : lf.asked?.answered === 0
        ? []
        : ["never votes"];
  return `${old}${[...parts, ...askedTexts(lf)].join(" · ")}`;
}

/** One line on an LF: "SPAM · 143 rows (12.7%) · 49 in conflict (4.4%) · 98.8% right (245/248)". */
export function lfTitle(lf: LfSnapshot, project: ProjectSnapshot): string {
  const rows = project.data?.sampleRows ?? 0;
  if (!lf.summary) return "not run yet";
  const parts = [
    polarityText(lf, project.labels),
    coverageText(lf, project),
    `${wholeNumber(lf.summary.conflicts)} in conflict (${percent(lf.summary.conflicts, rows)})`,
    accuracyText(lf),
    ...spotChecks(lf),
  ];
  if (lf.change) parts.push(lfChangeText(lf.change));
  parts.push(...askedTexts(lf));
  const faulted = faultedRows(lf);
  if (faulted > 0) parts.push(`faults on ${counted(faulted, "row")}`);
  return `${lf.stale ? "older version: " : ""}${parts.join(" · ")}`;
}

const spotChecks = (lf: LfSnapshot): string[] => (lf.spotCheck ? [spotCheckText(lf)] : []);

/** What the label model makes of an LF: "est. 93.5% · adds +1.8 pts"; empty where it has no say. */
export const estimateText = ({ estimated, marginal }: Pick<LfSnapshot, "estimated" | "marginal">): string =>
  [...(estimated === undefined ? [] : [`est. ${percent(estimated, 1)}`]), ...(marginal === undefined ? [] : [marginalText(marginal)])].join(
    " · ",
  );

/** What hovers say beyond the title: the accuracy's interval, and what changed against what. */
export function lfDetails(lf: LfSnapshot, { baseline }: ProjectSnapshot): string {
  const { accuracyInterval: interval, change } = lf;
  return [
    ...(interval ? [`95% interval of its accuracy: ${percent(interval.low, 1)} to ${percent(interval.high, 1)}`] : []),
    ...(change && baseline
      ? [
          `Against ${baseline.title}: ${lfChangeText(change)}`,
          ...(change.isNew ? [] : [`It voted on ${counted(change.before.votes, "row")}, ${accuracyText({ summary: change.before })}`]),
        ]
      : []),
  ].join("\n");
}

/** What the denoised labels have from an LF: "With this LF, denoised labels are 0.7 points more accurate"; without gold, more certain. */
export function worthText({ accuracy, certainty }: MarginalValue): string {
  const change = accuracy ?? certainty;
  const what = accuracy === undefined ? "certain" : "accurate";
  if (change === 0) return `With this LF, denoised labels are as ${what} as without it`;
  const size = signedPoints(change).slice(1);
  return `With this LF, denoised labels are ${size} point${size === "1.0" ? "" : "s"} ${change > 0 ? "more" : "less"} ${what}`;
}

/** "adds +1.8 pts" of accuracy on gold; without gold "adds +0.4 pts certainty". */
export const marginalText = ({ accuracy, certainty }: MarginalValue): string =>
  `adds ${points(accuracy ?? certainty)}${accuracy === undefined ? " certainty" : ""}`;

/** How an LF's votes differ from the baseline's: "+31 rows, 4 newly wrong", "new, +12 rows". */
export const lfChangeText = (change: LfChange): string =>
  [
    ...(change.isNew ? ["new"] : []),
    ...(change.renamedFrom === undefined ? [] : [`was ${change.renamedFrom}`]),
    ...changeParts(change, "row"),
  ].join(", ");

/** How labels differ from what they were: "+31 −2 labels, 5 relabeled, 4 newly wrong"; empty where they do not. */
export const changeText = (change: Readonly<Record<ChangeKind, number>>, noun: "row" | "label"): string =>
  changeParts(change, noun).join(", ");

function changeParts({ gained, lost, relabeled, newlyWrong, newlyRight }: Readonly<Record<ChangeKind, number>>, noun: string): string[] {
  const moved = [...(gained > 0 ? [`+${wholeNumber(gained)}`] : []), ...(lost > 0 ? [`−${wholeNumber(lost)}`] : [])];
  return [
    ...(moved.length > 0 ? [`${moved.join(" ")} ${noun}${gained + lost === 1 ? "" : "s"}`] : []),
    ...(relabeled > 0 ? [`${wholeNumber(relabeled)} relabeled`] : []),
    ...(newlyWrong > 0 ? [`${wholeNumber(newlyWrong)} newly wrong`] : []),
    ...(newlyRight > 0 ? [`${wholeNumber(newlyRight)} newly right`] : []),
  ];
}

/** A cell of the clarity matrix in words: "label right, votes split". */
export const cellText = ({ prediction, lfs }: CellName): string =>
  `${prediction === "none" ? "no label" : `label ${prediction}`}, votes ${lfs}`;

/** Rows on which an LF threw, hung or returned something that is no label. */
export const faultedRows = (lf: Pick<LfSnapshot, "faults">): number => lf.faults.reduce((sum, fault) => sum + fault.rows, 0);

/** How many of all rows have no label, how many of them were left out of the export, and how many of them tie. */
export function withoutLabelText({ unlabeled, withoutLabel: { rows, ties } }: Pick<LabelReport, "unlabeled" | "withoutLabel">): string {
  if (rows === 0) return "Every row has a label.";
  const leftOut = rows > unlabeled ? `, ${wholeNumber(rows - unlabeled)} of them left out` : "";
  const tied = ties > 0 ? `; on ${counted(ties, "row")} two labels tie` : "";
  return `${counted(rows, "row")} without a label${leftOut}${tied}.`;
}
