import { parse } from "csv-parse/sync";
import { unwrapLabel } from "../core/goldMap";

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

/**
 * Guesses the roles of columns from the beginning of a CSV, TSV or JSONL file; nothing is guessed of other formats.
 * @param head the first part of the file; its last, cut line is left out
 */
export function guessRoles(path: string, head: string): GuessedRoles {
  const rows = firstRows(path, head);
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

function firstRows(path: string, head: string): Record<string, unknown>[] {
  const whole = head.slice(0, head.lastIndexOf("\n") + 1) || head;
  try {
    if (/\.(jsonl|ndjson)$/i.test(path))
      return whole
        .split("\n")
        .filter((line) => line.trim() !== "")
        .map(objectOf);
    if (!/\.(csv|tsv)$/i.test(path)) return [];
    const delimiter = /\.tsv$/i.test(path) ? "\t" : ",";
    const options = {
      columns: true,
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_records_with_error: true,
    } as const;
    return parse<Record<string, unknown>>(whole, options);
  } catch {
    // A guess only: the config can still be written by hand, and reading the data says what is wrong with it.
    return [];
  }
}

function objectOf(line: string): Record<string, unknown> {
  const value: unknown = JSON.parse(line);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
