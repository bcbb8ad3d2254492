import { withAlternatives } from "./alternatives";
import { cellText } from "./cellText";
import { lf, type Lf } from "./lf";
import { wholeCell, withMatches } from "./matches";
import type { Label, TextColumn } from "./register";

/**
 * Makes an LF that looks the whole cell up in a table, and abstains where the table has no such value.
 * Values are compared exactly, as text: `{ "7": "HAM" }` matches the number 7 too. A null cell abstains.
 *
 * ```ts
 * export const byChannel = lookup("channel", { phone: "HAM", bulk: "SPAM" });
 * ```
 */
export function lookup(column: TextColumn, table: Readonly<Record<string, Label>> | ReadonlyMap<string, Label>): Lf;
/**
 * Makes an LF that votes `label` where the whole cell is one of the values, and abstains elsewhere.
 *
 * ```ts
 * export const knownSpammer = lookup("SPAM", "author", spammers);
 * ```
 */
export function lookup(label: Label, column: TextColumn, values: Iterable<string | number | boolean>): Lf;
export function lookup(...given: [string, object] | [string, string, Iterable<string | number | boolean>]): Lf {
  const [column, table] = given.length === 2 ? [given[0], tableOf(given[1])] : [given[1], listed(given[0], given[2])];
  const made = lf((row) => {
    const text = cellText(row, column);
    return text === undefined ? null : (table.get(text) ?? null);
  });
  const texts = [...table.keys()];
  const places = new Map(texts.map((text, i) => [text, i]));
  const saying = withMatches(made, (row) => {
    const text = cellText(row, column);
    return table.has(text ?? "") ? wholeCell(column, text) : [];
  });
  return withAlternatives(saying, { texts, indexOf: (row) => places.get(cellText(row, column) ?? "") ?? -1 });
}

function tableOf(table: object): ReadonlyMap<string, Label> {
  const isMap = (value: object): value is ReadonlyMap<string, Label> =>
    "get" in value && typeof value.get === "function" && "size" in value;
  return new Map(isMap(table) ? table : Object.entries(table as Record<string, Label>));
}

function listed(label: Label, values: Iterable<string | number | boolean>): ReadonlyMap<string, Label> {
  if (typeof values?.[Symbol.iterator] !== "function") throw new TypeError("lookup() needs a list or a set of values");
  return new Map(Array.from(values, (value) => [String(value), label]));
}
