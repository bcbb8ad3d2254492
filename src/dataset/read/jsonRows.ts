import type { CellValue } from "../../core/data/cells";
import { parseJson } from "./jsonText";

/** Every column takes memory for every row of a batch. */
const MAX_COLUMNS = 1000;

export type JsonObject = Readonly<Record<string, CellValue>>;

/** The object that a JSON text holds, or what is wrong with it. */
export function parseObject(text: string, advice: string): JsonObject | string {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    return `is not valid JSON: ${(error as Error).message}; ${advice}`;
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  const what = value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`;
  return `holds ${what} where an object is expected; write {"column": value, ...}`;
}

/** Objects as columns: a key that an object lacks is null. */
export function toColumns(objects: readonly JsonObject[]): Map<string, CellValue[]> {
  const columns = new Map<string, CellValue[]>();
  objects.forEach((object, row) => {
    for (const name of Object.keys(object)) {
      let column = columns.get(name);
      if (!column) {
        columns.set(name, (column = new Array<CellValue>(objects.length).fill(null)));
        assertFewColumns(columns);
      }
      column[row] = object[name]!;
    }
  });
  return columns;
}

/** @throws Error if there are more than a thousand names: keys that vary are data, not columns */
export function assertFewColumns(names: { readonly size: number }): void {
  if (names.size <= MAX_COLUMNS) return;
  throw new Error(`its objects have more than ${MAX_COLUMNS} different keys; put keys that vary into one nested object`);
}
