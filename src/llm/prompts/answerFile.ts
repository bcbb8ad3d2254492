import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import type { EndpointSpec, PromptAnswer } from "../../protocol/asking";

/**
 * The file of a model's answers, shared by all projects, LFs, windows and processes of a user: JSON lines that are only ever added,
 * `{"q":hash,"text":...}`. What a crash has cut off is no line, and the next line begins anew.
 */
export const answerPath = (folder: string, { baseUrl, model }: Pick<EndpointSpec, "baseUrl" | "model">): string =>
  join(
    folder,
    `${createHash("sha256")
      .update(JSON.stringify([baseUrl, model]))
      .digest("hex")
      .slice(0, 32)}.jsonl`,
  );

/** The answers in such a file, as a thread knows them. */
export interface AnswerFile {
  readonly get: (hash: string) => PromptAnswer | undefined;
  /** Takes up what was added since. @returns whether anything was */
  readonly refresh: () => boolean;
  /** Bytes that have been taken up. */
  readonly size: () => number;
}

const CHUNK = 1 << 24;
const NEWLINE = 10;

/** Reads the answers at once. The file need not be there yet. @param path as answerPath gives it */
export function openAnswerFile(path: string): AnswerFile {
  /** Lines by hash: most are never asked for, and reading all of them as JSON takes five times as long. */
  let known = new Map<string, string>();
  /** How much of the file has been taken up, in whole lines, and which file that was. */
  let [taken, inode] = [0, 0];

  function take(file: number, size: number): void {
    let rest = Buffer.alloc(0);
    for (let at = taken; at < size;) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK, size - at));
      const read = readSync(file, chunk, 0, chunk.length, at);
      if (read === 0) break;
      at += read;
      const bytes = rest.length === 0 ? chunk.subarray(0, read) : Buffer.concat([rest, chunk.subarray(0, read)]);
      const end = bytes.lastIndexOf(NEWLINE) + 1;
      takeLines(bytes.toString("utf8", 0, end), known);
      taken += end;
      rest = bytes.subarray(end);
    }
  }

  function refresh(): boolean {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.size === taken && found.ino === inode) return false;
    const had = known.size > 0;
    if (!found || found.ino !== inode || found.size < taken) [known, taken, inode] = [new Map<string, string>(), 0, found?.ino ?? 0];
    if (!found) return had;
    const before = taken;
    const file = openUnlinked(path);
    try {
      take(file, fstatSync(file).size);
    } finally {
      closeSync(file);
    }
    return taken !== before;
  }

  refresh();
  return {
    get(hash) {
      const line = known.get(hash);
      return line === undefined ? undefined : answerIn(line);
    },
    refresh,
    size: () => taken,
  };
}

function openUnlinked(path: string): number {
  // Windows has no flag against links.
  if (lstatSync(path).isSymbolicLink() || !statSync(path).isFile())
    throw new Error(`${path} is not a regular file. Delete it; LF Lens makes it again.`);
  return openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
}

const BEFORE_HASH = '{"q":"';
/** Of SHA-256 in base64url. */
const HASH_LENGTH = 43;

function takeLines(text: string, known: Map<string, string>): void {
  for (let start = 0, end = text.indexOf("\n"); end >= 0; start = end + 1, end = text.indexOf("\n", start)) {
    const hashed = start + BEFORE_HASH.length;
    if (!text.startsWith(BEFORE_HASH, start) || end - hashed < HASH_LENGTH) continue;
    known.set(text.slice(hashed, hashed + HASH_LENGTH), text.slice(start, end));
  }
}

/** A line that is none of ours, or that a crash has cut off, says nothing. */
function answerIn(line: string): PromptAnswer | undefined {
  try {
    const { text, p, withheld, input, output } = JSON.parse(line) as Partial<KeptLine>;
    if (typeof text !== "string") return undefined;
    return {
      text,
      ...(typeof p === "number" ? { probability: p } : {}),
      ...(typeof withheld === "string" ? { withheld } : {}),
      ...(typeof input === "number" ? { inputTokens: input } : {}),
      ...(typeof output === "number" ? { outputTokens: output } : {}),
    };
  } catch {
    return undefined;
  }
}

interface KeptLine {
  readonly q: string;
  readonly text: string;
  readonly p?: number;
  readonly withheld?: string;
  readonly input?: number;
  readonly output?: number;
}

/** An answer as a line of such a file. */
export function answerLine(hash: string, { text, probability, withheld, inputTokens, outputTokens }: PromptAnswer): string {
  const line: KeptLine = {
    ...{ q: hash, text },
    ...(probability === undefined ? {} : { p: Number(probability.toPrecision(6)) }),
    ...(withheld === undefined ? {} : { withheld }),
    ...(inputTokens === undefined ? {} : { input: inputTokens }),
    ...(outputTokens === undefined ? {} : { output: outputTokens }),
  };
  return `${JSON.stringify(line)}\n`;
}
