import { readJsonArray } from "./jsonArray";
import { readJsonl } from "./jsonl";
import type { RecordBatch } from "./source";
import { readText, type TextFile, type TextRun } from "./text";

/**
 * Streams the objects of a JSON or JSON Lines file: one array of objects, or one object on each line, whichever it holds. Its
 * ending does not tell: tools write lines into .json files, and arrays into .jsonl files.
 * @throws Error if a .json file holds neither
 */
export async function* readJson(file: TextFile): AsyncGenerator<RecordBatch> {
  const runs = readText(file);
  try {
    const first: TextRun[] = [];
    let start = "";
    for (let next = await runs.next(); !next.done && start === "";) {
      first.push(next.value);
      start = next.value.text.trimStart();
      if (start === "") next = await runs.next();
    }
    const all = chain(first, runs);
    yield* isArray(start, file) ? readJsonArray(all) : readJsonl(all);
  } finally {
    await runs.return(undefined);
  }
}

async function* chain(first: readonly TextRun[], rest: AsyncIterable<TextRun>): AsyncGenerator<TextRun> {
  yield* first;
  yield* rest;
}

function isArray(start: string, { format }: TextFile): boolean {
  if (format === "jsonl") return /^\[\s*(?:\{|$)/.test(start.slice(0, 1000));
  if (start === "" || start.startsWith("[")) return start !== "";
  // One object alone is not taken for a row: it is more likely to hold the rows.
  const [first, ...rest] = start.split("\n", 3);
  if (isObject(first!) && rest.some((line) => line.trim() !== "")) return false;
  throw new Error(
    'holds no list of objects; write [{"column": value}, ...], or one object on each line (pandas: to_json(path, orient="records"))',
  );
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
