import type { CellValue } from "../core/cells";
import { parseJson } from "./jsonText";
import { readLines } from "./lines";
import { SKIPPED, type Finding, type RecordBatch } from "./source";

/** Every column takes memory for every row of a batch. */
const MAX_COLUMNS = 1000;

type JsonObject = Readonly<Record<string, CellValue>>;

/**
 * Streams a JSON Lines file: one object a line, blank lines skipped. A key that an object lacks is null.
 * Whole numbers that a double cannot hold (beyond 2^53) arrive as text, so that no digit is lost.
 * @throws Error if the objects have more than a thousand different keys: keys that vary are data, not columns
 */
export async function* readJsonl(path: string): AsyncGenerator<RecordBatch> {
  const names = new Set<string>();
  let position = 0;
  for await (const lines of readLines(path)) {
    const objects: JsonObject[] = [];
    const positions: number[] = [];
    const objectLines: number[] = [];
    const findings: Finding[] = [];
    for (let at = 0; at < lines.texts.length; at++) {
      const text = lines.texts[at]!;
      const fault = lines.faults.get(at);
      if (fault === undefined && text.trim() === "") continue;
      const parsed = fault ?? parseObject(text);
      if (typeof parsed === "string") {
        findings.push({ line: lines.first + at, message: `${parsed}${SKIPPED}`, skipped: true });
      } else {
        objects.push(parsed);
        positions.push(position);
        objectLines.push(lines.first + at);
      }
      position++;
    }
    const columns = toColumns(objects);
    for (const name of columns.keys()) names.add(name);
    assertFewColumns(names);
    yield { rows: objects.length, columns, positions, lines: objectLines, findings, share: lines.share };
  }
}

/** The object that a line holds, or what is wrong with it. */
function parseObject(text: string): JsonObject | string {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    return `is not valid JSON: ${(error as Error).message}; write one whole object on each line`;
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  const what = value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`;
  return `holds ${what} where an object is expected; write {"column": value, ...}`;
}

function toColumns(objects: readonly JsonObject[]): Map<string, CellValue[]> {
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

function assertFewColumns(names: { readonly size: number }): void {
  if (names.size <= MAX_COLUMNS) return;
  throw new Error(`its objects have more than ${MAX_COLUMNS} different keys; put keys that vary into one nested object`);
}
