import { nearest } from "./nearest";

/**
 * A cell as text: numbers and booleans as JavaScript prints them; undefined for null.
 * @throws Error if the row has no such column, or the cell holds a list or an object
 */
export function cellText(row: object, column: string): string | undefined {
  const value = (row as Record<string, unknown>)[column];
  if (typeof value === "string") return value;
  if (value === null) return undefined;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value === undefined) throw new Error(missing(column, Object.keys(row)));
  throw new Error(`Column "${column}" holds ${Array.isArray(value) ? "a list" : "an object"}, not text: read it with lf((row) => ...)`);
}

function missing(column: string, columns: readonly string[]): string {
  const near = nearest(column, columns);
  const hint = near === undefined ? `The columns are ${columns.join(", ")}` : `Did you mean "${near}"?`;
  return `The data has no column "${column}". ${hint}`;
}
