import { lf, type Lf } from "./lf";
import type { Label, TextColumn } from "./register";
import { cellText } from "./cellText";
import { wholeCell, withMatches } from "./matches";
import { tokens } from "./tokens";

export interface Bounds {
  /** The value is greater than this. */
  readonly above?: number | string;
  /** The value is this or greater. */
  readonly atLeast?: number | string;
  /** The value is smaller than this. */
  readonly below?: number | string;
  /** The value is this or smaller. */
  readonly atMost?: number | string;
  /** What is compared: the cell itself, or how many characters or words its text has. Default "value". */
  readonly of?: "value" | "characters" | "words";
}

/**
 * Makes an LF that votes `label` where the column's value lies within the bounds, and abstains elsewhere. All bounds that are given
 * must hold. A null cell abstains.
 *
 * Bounds that are numbers compare with numbers; bounds that are dates as text ("2024-05-01", or with a time) with dates.
 * `of: "characters"` and `of: "words"` compare the length of a text.
 *
 * ```ts
 * export const large = threshold("SPAM", "amount", { above: 1000 });
 * export const lastSummer = threshold("HAM", "sent", { atLeast: "2024-06-01", below: "2024-09-01" });
 * export const short = threshold("HAM", "text", { of: "words", atMost: 5 });
 * ```
 * @throws TypeError without a bound, or if a bound is neither a number nor a date; on a row whose cell cannot be compared with the bounds
 */
export function threshold(label: Label, column: TextColumn, bounds: Bounds): Lf {
  const tests = readBounds(bounds);
  const measure = measureOf(column, bounds);
  const holds = (row: object): boolean => {
    const value = measure(row);
    return value !== undefined && tests.every((test) => test(value));
  };
  const made = lf((row) => (holds(row) ? label : null));
  // A length is found nowhere in the text.
  if ((bounds.of ?? "value") !== "value") return made;
  return withMatches(made, (row) => (holds(row) ? wholeCell(column, cellText(row, column)) : []));
}

const comparisons: Readonly<Record<"above" | "atLeast" | "below" | "atMost", (bound: number) => (value: number) => boolean>> = {
  above: (bound) => (value) => value > bound,
  atLeast: (bound) => (value) => value >= bound,
  below: (bound) => (value) => value < bound,
  atMost: (bound) => (value) => value <= bound,
};

const names = ["above", "atLeast", "below", "atMost"] as const;

function readBounds(bounds: Bounds): ((value: number) => boolean)[] {
  const given = names.filter((name) => bounds?.[name] !== undefined);
  if (given.length === 0) throw new TypeError(`threshold() needs a bound: ${names.join(", ")}`);
  if (new Set(given.map((name) => typeof bounds[name])).size > 1)
    throw new TypeError("threshold() takes bounds that are all numbers or all dates");
  return given.map((name) => comparisons[name](numberOf(bounds[name]!, name)));
}

function numberOf(bound: number | string, name: string): number {
  const value = typeof bound === "number" ? bound : Date.parse(bound);
  if (Number.isNaN(value))
    throw new TypeError(`threshold() takes a number or a date such as "2024-05-01" as ${name}, not ${JSON.stringify(bound)}`);
  return value;
}

function measureOf(column: TextColumn, bounds: Bounds): (row: object) => number | undefined {
  const { of = "value" } = bounds;
  if (of === "characters") return (row) => lengthOf(cellText(row, column), (text) => [...text].length);
  if (of === "words") return (row) => lengthOf(cellText(row, column), (text) => tokens(text).length);
  const areDates = names.some((name) => typeof bounds[name] === "string");
  return areDates ? (row) => lengthOf(cellText(row, column), (text) => dateOf(text, column)) : (row) => numberIn(row, column);
}

const lengthOf = (text: string | undefined, measure: (text: string) => number): number | undefined =>
  text === undefined ? undefined : measure(text);

function dateOf(text: string, column: string): number {
  const value = Date.parse(text);
  if (Number.isNaN(value)) throw new TypeError(`Column "${column}" holds ${JSON.stringify(text.slice(0, 50))}, which is not a date`);
  return value;
}

function numberIn(row: object, column: string): number | undefined {
  const value = (row as Record<string, unknown>)[column];
  if (typeof value === "number") return value;
  const text = cellText(row, column);
  if (text === undefined) return undefined;
  throw new TypeError(`Column "${column}" holds text, not numbers: compare its length with of: "characters" or of: "words"`);
}
