import type { ValueType } from "./valueType";

/** A value of a data cell as LFs and panels see it. Dates are ISO 8601 text; nested columns are plain JSON. */
export type CellValue = string | number | boolean | null | readonly CellValue[] | { readonly [key: string]: CellValue };

/** A cell as text: "" where there is none; numbers and booleans as JavaScript writes them, lists and objects as JSON. */
export function cellText(cell: CellValue): string {
  if (cell === null || typeof cell === "string") return cell ?? "";
  return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}

/** What an object or a list, and each of its entries, takes beside the texts in it while it is copied and sent: measured, not counted. */
const NESTED_SIZE = 256;
const ENTRY_SIZE = 64;

/**
 * How much memory work on a cell takes, in characters of text, so that what holds cells can be bounded: a text its length, a nested cell what all in it takes.
 * Numbers and other plain cells count only in nested ones, where each has an entry.
 */
export function cellSize(cell: CellValue): number {
  if (typeof cell === "string") return cell.length;
  if (typeof cell !== "object" || cell === null) return 0;
  let size = NESTED_SIZE;
  for (const value of Array.isArray(cell) ? (cell as readonly CellValue[]) : Object.values(cell)) size += ENTRY_SIZE + cellSize(value);
  return size;
}

/** What a column holds. `date` is ISO text (date or timestamp); `json` is a list, a struct or mixed values. */
export type ColumnType = "string" | "number" | "boolean" | "date" | "json";

export interface ColumnInfo {
  readonly name: string;
  readonly type: ColumnType;
  /** True if at least one cell is null. */
  readonly nullable: boolean;
  /** What it is in formats that have more types than these; undefined where `type` says all. */
  readonly valueType?: ValueType;
  /** For `json` columns: the TypeScript type of a cell, as text; `unknown` where it varies too much. */
  readonly tsType?: string;
}

/** Where rows are used: LFs are written looking at train and dev, test is only for the final score. */
export type Split = "train" | "dev" | "test";
export const SPLITS: readonly Split[] = ["train", "dev", "test"];

/** How split columns spell the splits, in any case. */
export const SPLIT_NAMES: ReadonlyMap<string, Split> = new Map([
  ["train", "train"],
  ["training", "train"],
  ["dev", "dev"],
  ["development", "dev"],
  ["valid", "dev"],
  ["validation", "dev"],
  ["val", "dev"],
  ["test", "test"],
  ["testing", "test"],
]);
