import { readJsonArray } from "./jsonArray";
import { readJsonl } from "./jsonl";
import type { RecordBatch } from "./source";
import { readText, type TextFile } from "./text";

/**
 * Streams the objects of a JSON or JSON Lines file: one array of objects, or one object on each line, whichever it holds. Its
 * ending does not tell: tools write lines into .json files, and arrays into .jsonl files.
 * @throws Error if a .json file holds neither
 */
export async function* readJson(file: TextFile): AsyncGenerator<RecordBatch> {
  const start = await startOf(file);
  yield* isArray(start, file) ? readJsonArray(file) : readJsonl(file);
}

/** The file's first text, without the blanks in front of it. */
async function startOf(file: TextFile): Promise<string> {
  for await (const { text } of readText(file)) {
    const start = text.trimStart();
    if (start !== "") return start;
  }
  return "";
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
