import { hasBad } from "./encoding";
import { readText, type TextFile } from "./text";

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
  /** What a user should know of how the file is read; on the first run only. */
  readonly note?: string;
}

/** Longer lines are reported and skipped, so that memory stays bounded whatever the file holds. */
const MAX_LINE_CHARS = 64 << 20;

/**
 * Streams a file as physical lines, about a megabyte at a time. A byte-order mark is dropped.
 * A line that cannot be decoded has a fault.
 * @throws Error if the file is in no encoding that can be read, or its compression is damaged
 */
export async function* readLines(file: TextFile): AsyncGenerator<Lines> {
  let carry: string[] = [];
  let carried = 0;
  let [tooLong, damaged] = [false, false];
  let first = 1;
  let [note, encoding]: [string | undefined, string] = [undefined, ""];
  const cut = (text: string, share: number): Lines => {
    const texts = text.split("\n");
    const faults = damaged ? faultsOf(texts, encoding) : new Map<number, string>();
    if (tooLong) {
      texts[0] = "";
      faults.set(0, `is longer than ${MAX_LINE_CHARS >> 20} MB; split the file into lines`);
    }
    const lines = { first, texts, faults, share, ...(note === undefined ? {} : { note }) };
    first += texts.length;
    [carry, carried, tooLong, damaged, note] = [[], 0, false, false, undefined];
    return lines;
  };
  for await (const run of readText(file)) {
    const { text, share } = run;
    note ??= run.note;
    encoding = run.encoding;
    damaged ||= run.damaged;
    const last = text.lastIndexOf("\n");
    if (last >= 0) {
      yield cut(carry.join("") + text.slice(0, last), share);
      // Which of the run's lines is damaged is seen again where the rest is cut.
      damaged = run.damaged;
    }
    const rest = text.slice(last + 1);
    carried += rest.length;
    if (carried > MAX_LINE_CHARS) [carry, tooLong] = [[], true];
    else if (rest !== "") carry.push(rest);
  }
  if (carried > 0) yield cut(carry.join(""), 1);
}

function faultsOf(texts: readonly string[], encoding: string): Map<number, string> {
  const message =
    encoding === "UTF-8"
      ? 'is not valid UTF-8; save the file as UTF-8, or set its "encoding" under "data" (for example "windows-1252")'
      : `is not valid ${encoding}; save the file as UTF-8, or set its "encoding" under "data"`;
  return new Map(texts.flatMap((text, at): [number, string][] => (hasBad(text) ? [[at, message]] : [])));
}
