/** What the LF table's columns hold, and the order that a column gives. */
import { worstFirst } from "../../../../src/core/statistics/health";
import type { LfSnapshot, Scope } from "../../../../src/protocol/panel";

export interface Sort {
  readonly column: LfColumn;
  readonly descending: boolean;
}

const LF_COLUMNS = [
  { key: "name", title: "LF", meaning: "Opens the source" },
  { key: "labels", title: "Labels", meaning: "The labels it emits (polarity)" },
  { key: "coverage", title: "Coverage", meaning: "Rows it votes on, of all rows counted here" },
  { key: "overlap", title: "Overlap", meaning: "Rows it and another LF vote on, of all rows counted here" },
  { key: "conflict", title: "Conflict", meaning: "Rows it votes on and another LF votes differently, of all rows counted here" },
  {
    key: "accuracy",
    title: "Accuracy",
    meaning:
      "Share of its votes on gold rows that are right, with the 95% Wilson interval. Sorted by the interval's lower end when descending and its upper end when ascending, so that 1 of 1 does not rank above 14 of 16",
  },
  { key: "estimated", title: "Est.", meaning: "Accuracy estimated by the label model, without gold" },
  {
    key: "worth",
    title: "Worth",
    meaning:
      "How much worse the denoised labels would be without it, in points: accuracy on gold (without gold, the mean probability of the label), and coverage",
  },
  { key: "faults", title: "Faults", meaning: "Rows on which it threw, timed out or returned an invalid label" },
  { key: "time", title: "Time", meaning: "Duration of its last run on the sample" },
] as const;

export type ColumnTitle = (typeof LF_COLUMNS)[number];

/** Of all rows nobody works out what an LF adds, or how long it takes. */
export const columnsOf = (scope: Scope): readonly ColumnTitle[] =>
  LF_COLUMNS.filter(({ key }) => scope === "sample" || (key !== "worth" && key !== "time"));

export type LfColumn = ColumnTitle["key"];

/** Rows the LF faulted on. */
export const faultRows = (lf: LfSnapshot): number => lf.faults.reduce((sum, fault) => sum + fault.rows, 0);

/** Right votes of all votes on gold rows, 0..1; undefined where it has no vote on a gold row. */
export function accuracy({ summary }: LfSnapshot): number | undefined {
  const n = summary ? summary.correct + summary.incorrect : 0;
  return summary && n > 0 ? summary.correct / n : undefined;
}

/** What the set would lose without it: accuracy on gold (0..1), or without gold certainty; undefined until worked out. */
export const worth = ({ marginal }: LfSnapshot): number | undefined => marginal?.accuracy ?? marginal?.certainty;

export const labelsOf = (lf: LfSnapshot, labels: readonly string[]): string[] =>
  (lf.summary?.polarity ?? []).map((at) => labels[at] ?? "?");

/** The LFs in a column's order, or the worst first as in the tree; those without a value come last either way. */
export function sortLfs(lfs: readonly LfSnapshot[], labels: readonly string[], sort: Sort | undefined): readonly LfSnapshot[] {
  if (!sort) return [...lfs].sort(worstFirst);
  const keyed = lfs.map((lf) => ({ lf, value: valueOf(lf, labels, sort) }));
  const sign = sort.descending ? -1 : 1;
  return keyed
    .sort((a, b) => {
      if (a.value === undefined || b.value === undefined) return Number(a.value === undefined) - Number(b.value === undefined);
      return sign * compare(a.value, b.value);
    })
    .map(({ lf }) => lf);
}

/** What a click on a column's header changes the order to: numbers start with the greatest, text with A; the third click undoes. */
export function nextSort(sort: Sort | undefined, column: LfColumn): Sort | undefined {
  const first = column !== "name" && column !== "labels";
  if (sort?.column !== column) return { column, descending: first };
  return sort.descending === first ? { column, descending: !first } : undefined;
}

function valueOf(lf: LfSnapshot, labels: readonly string[], { column, descending }: Sort): string | number | undefined {
  switch (column) {
    case "name":
      return lf.name;
    case "labels":
      return labelsOf(lf, labels).join(" ") || undefined;
    case "coverage":
      return lf.summary?.votes;
    case "overlap":
      return lf.summary?.overlaps;
    case "conflict":
      return lf.summary?.conflicts;
    case "accuracy":
      return descending ? lf.accuracyInterval?.low : lf.accuracyInterval?.high;
    case "estimated":
      return lf.estimated;
    case "worth":
      return worth(lf);
    case "faults":
      return faultRows(lf);
    case "time":
      return lf.ms;
  }
}

const compare = (a: string | number, b: string | number): number =>
  typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true });
