import { cellText } from "./cellText";
import { lf, type Lf } from "./lf";
import { wholeCell, withMatches } from "./matches";
import type { Label, TextColumn } from "./register";

export interface ColumnOptions {
  /** The label for each value of the column; other values abstain. Without it the values are the labels. */
  readonly map?: Readonly<Record<string, Label>>;
  /** A column with how sure the value is, and the least of it to vote with; a row without it abstains. */
  readonly confidence?: { readonly column: TextColumn; readonly atLeast: number };
}

/**
 * Makes an LF of a column that has labels already: of an older system, of another team, or a model's. Null and empty cells abstain.
 *
 * ```ts
 * export const oldFilter = column("filter_said", { map: { junk: "SPAM", inbox: "HAM" } });
 * export const model = column("predicted", { confidence: { column: "score", atLeast: 0.9 } });
 * ```
 * A value that is not a label of the project is a fault on that row, unless a map leaves it out.
 */
export function column(name: TextColumn, { map, confidence }: ColumnOptions = {}): Lf {
  const labels = map && new Map(Object.entries(map));
  if (confidence && typeof confidence.atLeast !== "number") throw new TypeError("column() needs a number as confidence.atLeast");
  const isSure = (row: object): boolean => !confidence || score(row, confidence.column) >= confidence.atLeast;
  const made = lf((row) => {
    const value = cellText(row, name);
    if (value === undefined || value === "" || !isSure(row)) return null;
    return labels ? (labels.get(value) ?? null) : value;
  });
  return withMatches(made, (row) => wholeCell(name, cellText(row, name)));
}

/** -Infinity for a cell without a number. */
function score(row: object, name: string): number {
  const text = cellText(row, name);
  if (text === undefined || text === "") return -Infinity;
  const value = Number(text);
  if (Number.isNaN(value)) throw new TypeError(`Column "${name}" holds ${JSON.stringify(text.slice(0, 50))}, which is not a number`);
  return value;
}
