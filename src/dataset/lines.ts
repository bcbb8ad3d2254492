import { isUtf8 } from "node:buffer";
import { open } from "node:fs/promises";

/** A run of whole physical lines of a file. */
export interface Lines {
  /** Number of the first line, from 1. */
  readonly first: number;
  /** Without the "\n"; a "\r" before it is kept, it may belong to a quoted cell. */
  readonly texts: readonly string[];
  /** Lines that cannot be used, by their index in `texts`: what is wrong and what to do. */
  readonly faults: ReadonlyMap<number, string>;
  /** How much of the file has been read, 0 to 1. */
  readonly share: number;
}

const BLOCK_BYTES = 1 << 20;
/** Longer lines are reported and skipped, so that memory stays bounded whatever the file holds. */
const MAX_LINE_BYTES = 64 << 20;
const NEWLINE = 10;

/**
 * Streams a UTF-8 file as physical lines, about a megabyte at a time. A byte order mark is dropped.
 * A line that is not UTF-8 is decoded with replacement characters and has a fault.
 * @throws Error if the file is UTF-16
 */
export async function* readLines(path: string): AsyncGenerator<Lines> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const block = Buffer.allocUnsafe(BLOCK_BYTES);
    let carry: Buffer[] = [];
    let carried = 0;
    let tooLong = false;
    let first = 1;
    let done = 0;
    const decode = (body: Buffer): Lines => {
      const { texts, faults } = decodeLines(first === 1 ? withoutMark(body) : body);
      if (tooLong) {
        texts[0] = "";
        faults.set(0, `is longer than ${MAX_LINE_BYTES >> 20} MB; split the file into lines`);
      }
      const lines = { first, texts, faults, share: size === 0 ? 1 : Math.min(1, done / size) };
      first += texts.length;
      [carry, carried, tooLong] = [[], 0, false];
      return lines;
    };
    for (;;) {
      const { bytesRead } = await handle.read(block, 0, BLOCK_BYTES);
      if (bytesRead === 0) break;
      done += bytesRead;
      const bytes = block.subarray(0, bytesRead);
      const last = bytes.lastIndexOf(NEWLINE);
      if (last >= 0) yield decode(Buffer.concat([...carry, bytes.subarray(0, last)]));
      const rest = bytes.subarray(last + 1);
      carried += rest.length;
      if (carried > MAX_LINE_BYTES) [carry, tooLong] = [[], true];
      else if (rest.length > 0) carry.push(Buffer.from(rest));
    }
    if (carried > 0) yield decode(Buffer.concat(carry));
  } finally {
    await handle.close();
  }
}

function decodeLines(body: Buffer): { texts: string[]; faults: Map<number, string> } {
  const texts = body.toString("utf8").split("\n");
  const faults = new Map<number, string>();
  if (isUtf8(body)) return { texts, faults };
  let start = 0;
  for (let line = 0; line < texts.length; line++) {
    const newline = body.indexOf(NEWLINE, start);
    const end = newline < 0 ? body.length : newline;
    if (!isUtf8(body.subarray(start, end))) faults.set(line, "is not valid UTF-8; save the file as UTF-8");
    start = end + 1;
  }
  return { texts, faults };
}

function withoutMark(start: Buffer): Buffer {
  const mark = start.subarray(0, 2).toString("hex");
  if (mark === "fffe" || mark === "feff") throw new Error("is UTF-16; save it as UTF-8");
  return start.subarray(0, 3).toString("hex") === "efbbbf" ? start.subarray(3) : start;
}
