import type { CellValue } from "../../core/data/cells";
import { unwrapLabel } from "../../core/data/goldMap";

/** What a new project's config may say of its data, as far as names and the first rows tell. */
export interface GuessedRoles {
  readonly columns: { readonly id?: string; readonly text?: string; readonly gold?: string; readonly split?: string };
  /** The distinct values of the gold column among the first rows, sorted; empty without one, or with too many to be labels. */
  readonly labels: readonly string[];
}

const names: Record<keyof GuessedRoles["columns"], RegExp> = {
  id: /^(id|_id|uid|uuid|key|row_?id)$/i,
  text: /^(text|message|body|content|comment|question|sentence|review|title|description)$/i,
  gold: /^(gold|label|class|category|target|intent|y)$/i,
  split: /^(split|set|fold|partition)$/i,
};

const MOST_LABELS = 200;

/** Guesses the roles of columns from the first rows of a data file. */
export function guessRoles(rows: readonly Readonly<Record<string, CellValue>>[]): GuessedRoles {
  const found = Object.keys(rows[0] ?? {});
  const columns = Object.fromEntries(
    Object.entries(names).flatMap(([role, pattern]) => {
      const column = found.find((name) => pattern.test(name));
      return column === undefined ? [] : [[role, column]];
    }),
  ) as GuessedRoles["columns"];
  const { gold } = columns;
  const values =
    gold === undefined ? [] : rows.map((row) => row[gold]).filter((value) => value !== null && value !== undefined && value !== "");
  const labels = [
    ...new Set(values.map((value) => unwrapLabel(typeof value === "object" ? JSON.stringify(value) : String(value as string)).trim())),
  ].sort();
  return { columns, labels: labels.length > MOST_LABELS ? [] : labels };
}
