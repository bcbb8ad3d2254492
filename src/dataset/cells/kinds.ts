import { cellText, type CellValue, type ColumnType } from "../../core/data/cells";
import { instantNs } from "./instants";

/**
 * What the cells of a column were seen to be, one bit each. Bits of batches and files are or-ed together, so a column's type
 * is decided by all of its cells, and files that disagree widen each other.
 */
export const KIND = {
  string: 1,
  number: 2,
  boolean: 4,
  /** ISO 8601 date or timestamp as text. */
  date: 8,
  /** A list or an object. */
  json: 16,
  null: 32,
  /** Empty text in a CSV file: counts as null unless the column is text. */
  blank: 64,
  /** Of dates: whether there are days, times of no zone, times of a zone, and such that a calendar or microseconds do not hold. */
  day: 128,
  local: 256,
  zoned: 512,
  inexactTime: 1024,
} as const;

const NUMBER = /^-?(?:0|[1-9]\d*)?(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const DATE =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/;

/** What a file's cells may be: text that may mean a number, with a point or a comma before its fraction; or text that is text (JSON). */
export type Cells = "point" | "comma" | "typed";

/**
 * The kinds of a file's cells.
 * @param known kinds already seen in the column
 * @returns `known` and what the cells add to it
 */
export function kindsOf(cells: readonly CellValue[], written: Cells, known: number): number {
  let kinds = known;
  for (const cell of cells) {
    if (cell === null) kinds |= KIND.null;
    else if (typeof cell === "string") {
      // Once a column is text, no later cell can make it anything else.
      if (!(kinds & KIND.string) || cell === "") kinds |= written === "typed" ? typedTextKind(cell) : textKind(withPoint(cell, written));
    } else if (typeof cell === "number") kinds |= KIND.number;
    else kinds |= typeof cell === "boolean" ? KIND.boolean : KIND.json;
  }
  return kinds;
}

const typedTextKind = (text: string): number => (DATE.test(text) ? dateKind(text) : KIND.string);

function dateKind(text: string): number {
  if (instantNs(text) === undefined || /\.\d{7}/.test(text)) return KIND.date | KIND.inexactTime;
  if (text.length === 10) return KIND.date | KIND.day;
  return KIND.date | (/(?:Z|[+-]\d\d(?::?\d\d)?)$/.test(text.slice(11)) ? KIND.zoned : KIND.local);
}

/** A number's text with a point before its fraction; any other text, and a number with another mark, as what is not a number. */
function withPoint(text: string, written: Cells): string {
  if (written !== "comma") return text;
  const swapped = text.replace(/[.,]/, (mark) => (mark === "," ? "." : ","));
  return NUMBER.test(swapped) || NUMBER.test(text) ? swapped : text;
}

/** The kind of an untyped cell. Numbers that would not survive (leading zeros, beyond 2^53) are text: they are ids. */
function textKind(text: string): number {
  if (text === "") return KIND.blank;
  if (NUMBER.test(text) && text !== "-" && isExact(text)) return KIND.number;
  if (/^(?:true|false)$/i.test(text)) return KIND.boolean;
  return typedTextKind(text);
}

function isExact(text: string): boolean {
  const value = Number(text);
  return Number.isFinite(value) && (!/^-?\d{16,}$/.test(text) || Number.isSafeInteger(value));
}

/**
 * The type that holds every kind seen: one kind is that type; a list or object makes the column `json`; any other mix is
 * `string`, where numbers and booleans stand as their text. A column without values is `string`.
 */
export function typeOf(kinds: number): ColumnType {
  if (kinds & KIND.json) return "json";
  switch (kinds & (KIND.string | KIND.number | KIND.boolean | KIND.date)) {
    case KIND.number:
      return "number";
    case KIND.boolean:
      return "boolean";
    case KIND.date:
      return "date";
    default:
      return "string";
  }
}

/** True if a column of these kinds has a null cell. */
export function isNullable(kinds: number): boolean {
  return (kinds & KIND.null) > 0 || ((kinds & KIND.blank) > 0 && !["string", "json"].includes(typeOf(kinds)));
}

/** A column's cells as its type. `typeOf` has made sure that each fits. */
export function toType(cells: readonly CellValue[], type: ColumnType, written: Cells = "point"): readonly CellValue[] {
  switch (type) {
    case "string":
      return cells.every((cell) => cell === null || typeof cell === "string") ? cells : cells.map(textOf);
    case "number":
      return cells.map((cell) => (typeof cell === "string" ? (cell === "" ? null : Number(withPoint(cell, written))) : cell));
    case "boolean":
      return cells.map((cell) => (typeof cell === "string" ? (cell === "" ? null : cell.toLowerCase() === "true") : cell));
    case "date":
      return cells.map((cell) => (typeof cell === "string" ? (cell === "" ? null : cell.replace(" ", "T")) : cell));
    case "json":
      return cells;
  }
}

/** A cell as text; null where there is none. */
export const textOf = (cell: CellValue): string | null => (cell === null ? null : cellText(cell));
