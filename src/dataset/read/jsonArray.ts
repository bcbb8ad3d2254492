import { hasBad } from "./encoding";
import { createSplitter, MAX_ELEMENT_CHARS, type Element } from "./jsonElements";
import { assertFewColumns, parseObject, toColumns, type JsonObject } from "./jsonRows";
import { SKIPPED, type Finding, type RecordBatch } from "./source";
import type { TextRun } from "./text";

/**
 * Streams a text that is one JSON array of objects, element by element. A key that an object lacks is null.
 * An element that is not an object is skipped, and named by the line that it starts on.
 * @throws Error if the array does not end, or its objects have more than a thousand different keys
 */
export async function* readJsonArray(runs: AsyncIterable<TextRun>): AsyncGenerator<RecordBatch> {
  const names = new Set<string>();
  const splitter = createSplitter();
  let position = 0;
  for await (const { text, share, note, encoding } of runs) {
    const batch = toBatch(splitter.add(text), position, encoding);
    position += batch.rows + batch.findings.length;
    for (const name of batch.columns.keys()) names.add(name);
    assertFewColumns(names);
    const notes: Finding[] = note === undefined ? [] : [{ message: note, skipped: false }];
    yield { ...batch, findings: [...notes, ...batch.findings], share };
  }
  splitter.end();
}

function toBatch(elements: readonly Element[], first: number, encoding: string): Omit<RecordBatch, "share"> {
  const objects: JsonObject[] = [];
  const positions: number[] = [];
  const lines: number[] = [];
  const findings: Finding[] = [];
  elements.forEach((element, at) => {
    const parsed = parseElement(element, encoding);
    if (typeof parsed === "string") findings.push({ line: element.line, message: `${parsed}${SKIPPED}`, skipped: true });
    else {
      objects.push(parsed);
      positions.push(first + at);
      lines.push(element.line);
    }
  });
  return { rows: objects.length, columns: toColumns(objects), positions, lines, findings };
}

function parseElement({ text, tooLong }: Element, encoding: string): JsonObject | string {
  if (tooLong) return `starts an object that is longer than ${MAX_ELEMENT_CHARS >> 20} MB; split it`;
  if (hasBad(text)) return `starts an object that is not valid ${encoding}; save the file as UTF-8, or set its "encoding" under "data"`;
  return parseObject(text, "write whole objects with one comma between two of them");
}
