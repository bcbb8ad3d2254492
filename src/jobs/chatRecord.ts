import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { recordSchema, type ChatRecord } from "../llm/chatMessage";

/** A line of a chat JSONL file: parsed, or why it could not be. Lines count from 1. */
export interface ChatLine {
  readonly line: number;
  readonly record?: ChatRecord;
  readonly problem?: string;
}

/** A chat JSONL file, read and parsed. */
export interface ChatFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly lines: readonly ChatLine[];
  /** What is wrong with the file as such: then it has no lines. */
  readonly problem?: string;
  /** It begins with a byte-order mark, which JSON does not allow. */
  readonly hasMark: boolean;
}

/** The most that is read into memory to be checked. */
const MOST_BYTES = 512 * 2 ** 20;

/**
 * Reads a chat JSONL file: one `{"messages": [...]}` a line. Empty lines at the end are no lines.
 * @throws Error naming the file if it cannot be read, is no UTF-8 or is over 512 MB
 */
export async function readChatFile(path: string): Promise<ChatFile> {
  const { size } = await stat(path).catch(() => {
    throw new Error(`${path}: there is no such file. Name a chat JSONL file, as the export writes it.`);
  });
  if (size > MOST_BYTES)
    throw new Error(`${path}: ${Math.round(size / 2 ** 20)} MB is more than the 512 MB that LF Lens can check. Split it.`);
  const bytes = await readFile(path);
  if (!isUtf8(bytes)) throw new Error(`${path}: not UTF-8. Save it as UTF-8.`);
  const text = bytes.toString("utf8");
  const hasMark = text.startsWith("\uFEFF");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const texts = text.slice(hasMark ? 1 : 0).split(/\r?\n/);
  while (texts.length > 0 && texts.at(-1)!.trim() === "") texts.pop();
  const problem = otherJson(texts);
  const lines = problem === undefined ? texts.map((line, index) => parseLine(line, index + 1)) : [];
  return { path, bytes, sha256, hasMark, lines, ...(problem === undefined ? {} : { problem }) };
}

/** What to do with JSON that is not JSON lines. */
function otherJson(texts: readonly string[]): string | undefined {
  const first = texts.find((line) => line.trim() !== "")?.trim() ?? "";
  const howTo = "Write one example a line, without commas between them";
  if (first.startsWith("[")) return `This is a JSON array. ${howTo} (jq -c '.[]' does that).`;
  return first === "{" && texts.length > 1 ? `These are JSON objects over several lines. ${howTo} (jq -c . does that).` : undefined;
}

/** The text of a chat JSONL file. */
export const chatLines = (records: Iterable<ChatRecord>): string => [...records].map((record) => `${JSON.stringify(record)}\n`).join("");

function parseLine(text: string, line: number): ChatLine {
  if (text.trim() === "") return { line, problem: "The line is empty. Each line must hold one example." };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { line, problem: `Not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const parsed = recordSchema.safeParse(value);
  if (parsed.success) return { line, record: parsed.data };
  const { path, message } = parsed.error.issues[0]!;
  const place = path.length === 0 ? "" : `${path.join(".")}: `;
  return { line, problem: `${place}${message}. An example is {"messages": [{"role": "...", "content": "..."}]}.` };
}
