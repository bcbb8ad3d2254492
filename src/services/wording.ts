/** The short texts that stand beside code, in trees, in the status bar and in a terminal. */
import type { LfSnapshot, MarginalValue, ProjectSnapshot } from "../protocol/snapshot";

/** A share as a percentage with one decimal; "n/a" of nothing. */
export function percent(count: number, total: number): string {
  return total === 0 ? "n/a" : `${((100 * count) / total).toFixed(1)}%`;
}

export const wholeNumber = (value: number): string => value.toLocaleString("en-US");

export const counted = (count: number, noun: string): string => `${wholeNumber(count)} ${noun}${count === 1 ? "" : "s"}`;

/** "98.8% right (245/248)", or "no gold" where no row with gold has the LF's vote. */
export function accuracyText({ summary }: Pick<LfSnapshot, "summary">): string {
  const judged = summary ? summary.correct + summary.incorrect : 0;
  return summary && judged > 0
    ? `${percent(summary.correct, judged)} right (${wholeNumber(summary.correct)}/${wholeNumber(judged)})`
    : "no gold";
}

/** The labels that an LF emits: "SPAM", "HAM, SPAM", or "never votes". */
export function polarityText(lf: LfSnapshot, labels: readonly string[]): string {
  const names = lf.summary?.polarity.map((label) => labels[label] ?? "?") ?? [];
  if (names.length === 0) return "never votes";
  return names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
}

/** One line on an LF: "SPAM · covers 12.7% · conflicts 4.4% · 98.8% right (245/248)". */
export function lfTitle(lf: LfSnapshot, project: ProjectSnapshot): string {
  const rows = project.data?.sampleRows ?? 0;
  if (!lf.summary) return "not run yet";
  const parts = [
    polarityText(lf, project.labels),
    `covers ${percent(lf.summary.votes, rows)}`,
    `conflicts ${percent(lf.summary.conflicts, rows)}`,
    accuracyText(lf),
    ...(lf.estimated === undefined ? [] : [`est. ${percent(lf.estimated, 1)}`]),
    ...(lf.marginal === undefined ? [] : [marginalText(lf.marginal)]),
  ];
  const faulted = faultedRows(lf);
  if (faulted > 0) parts.push(`faults on ${counted(faulted, "row")}`);
  if (lf.stale) parts.push("older version");
  return parts.join(" · ");
}

/** "adds +1.8 pts" of accuracy on gold; without gold "adds +0.4 pts certainty". */
export function marginalText({ accuracy, certainty }: MarginalValue): string {
  const points = 100 * (accuracy ?? certainty);
  return `adds ${points < 0 ? "" : "+"}${points.toFixed(1)} pts${accuracy === undefined ? " certainty" : ""}`;
}

/** Rows on which an LF threw, hung or returned something that is no label. */
export const faultedRows = (lf: LfSnapshot): number => lf.faults.reduce((sum, fault) => sum + fault.rows, 0);
