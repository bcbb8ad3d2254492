import { assertFewColumns, parseObject, toColumns, type JsonObject } from "./jsonRows";
import { readLines, type Lines } from "./lines";
import { SKIPPED, type Finding, type RecordBatch } from "./source";
import type { TextRun } from "./text";

/**
 * Streams the text of a JSON Lines file: one object a line, blank lines skipped. A key that an object lacks is null.
 * Whole numbers that a double cannot hold (beyond 2^53) arrive as text, so that no digit is lost.
 * @throws Error if the objects have more than a thousand different keys: keys that vary are data, not columns
 */
export async function* readJsonl(runs: AsyncIterable<TextRun>): AsyncGenerator<RecordBatch> {
  const names = new Set<string>();
  let position = 0;
  for await (const lines of readLines(runs)) {
    const batch = toBatch(lines, position);
    position += batch.rows + batch.findings.filter(({ skipped }) => skipped).length;
    for (const name of batch.columns.keys()) names.add(name);
    assertFewColumns(names);
    yield batch;
  }
}

function toBatch(lines: Lines, first: number): RecordBatch {
  const objects: JsonObject[] = [];
  const positions: number[] = [];
  const objectLines: number[] = [];
  const findings: Finding[] = lines.note === undefined ? [] : [{ message: lines.note, skipped: false }];
  let position = first;
  for (let at = 0; at < lines.texts.length; at++) {
    const text = lines.texts[at]!;
    const fault = lines.faults.get(at);
    if (fault === undefined && text.trim() === "") continue;
    const parsed = fault ?? parseObject(text, "write one whole object on each line");
    if (typeof parsed === "string") {
      findings.push({ line: lines.first + at, message: `${parsed}${SKIPPED}`, skipped: true });
    } else {
      objects.push(parsed);
      positions.push(position);
      objectLines.push(lines.first + at);
    }
    position++;
  }
  return { rows: objects.length, columns: toColumns(objects), positions, lines: objectLines, findings, share: lines.share };
}
