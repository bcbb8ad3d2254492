import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import * as z from "zod";

/** An example as every provider's file is written from: what is said to the model, and last what it should answer. */
export interface ChatRecord {
  readonly messages: readonly ChatMessage[];
}

export const messageSchema = z.strictObject({
  role: z.string(),
  content: z.string(),
  /** OpenAI: 0 keeps an assistant's message out of the training loss. */
  weight: z.union([z.literal(0), z.literal(1)]).optional(),
  name: z.string().optional(),
});
export type ChatMessage = Readonly<z.infer<typeof messageSchema>>;

export const recordSchema = z.strictObject({ messages: z.array(messageSchema).min(1) });

/** A line of a chat JSONL file: parsed, or why it could not be. Lines count from 1. */
export interface ChatLine {
  readonly line: number;
  readonly record?: ChatRecord;
  readonly problem?: string;
}

export interface ChatFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly lines: readonly ChatLine[];
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
  const texts = bytes
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/);
  while (texts.length > 0 && texts.at(-1)!.trim() === "") texts.pop();
  return {
    path,
    bytes,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    lines: texts.map((text, index) => parseLine(text, index + 1)),
  };
}

/** The text of a chat JSONL file. */
export const chatLines = (records: Iterable<ChatRecord>): string => [...records].map((record) => `${JSON.stringify(record)}\n`).join("");

/** The last thing said: what the model is trained to answer. */
export const completionOf = ({ messages }: ChatRecord): string => messages.at(-1)!.content;

/** Everything said before the last message, as one comparable text. */
export const promptOf = ({ messages }: ChatRecord): string =>
  JSON.stringify(messages.slice(0, -1).map(({ role, content }) => [role, content]));

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
