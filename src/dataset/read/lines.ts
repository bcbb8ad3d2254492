import { hasBad } from "./encoding";
import type { TextRun } from "./text";

/** A run of whole physical lines of a file. */
export interface Lines {
  /** Number of the first line, from 1. */
  readonly first: number;
  /** Without the "\n"; a "\r" before it is kept, it may belong to a quoted cell. */
  readonly texts: readonly string[];
  /** How much text they hold, line ends included. */
  readonly chars: number;
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
 * Cuts a file's text into physical lines, about a megabyte at a time. A line that cannot be decoded has a fault.
 * @param runs of the text, in order
 */
export async function* readLines(runs: AsyncIterable<TextRun>): AsyncGenerator<Lines> {
  let carry: string[] = [];
  let carried = 0;
  let [tooLong, damaged] = [false, false];
  let first = 1;
  let [note, encoding]: [string | undefined, string] = [undefined, ""];
  const whole = (texts: string[], share: number): Lines => {
    const chars = carried + texts.reduce((sum, text) => sum + text.length + 1, 0);
    if (carry.length > 0) texts[0] = carry.join("") + texts[0]!;
    const faults = damaged ? faultsOf(texts, encoding) : new Map<number, string>();
    if (tooLong) {
      texts[0] = "";
      faults.set(0, `is longer than ${MAX_LINE_CHARS >> 20} MB; split the file into lines`);
    }
    const lines = { first, texts, chars, faults, share, ...(note === undefined ? {} : { note }) };
    first += texts.length;
    [carry, carried, tooLong, damaged, note] = [[], 0, false, false, undefined];
    return lines;
  };
  for await (const run of runs) {
    const { text, share } = run;
    note ??= run.note;
    encoding = run.encoding;
    damaged ||= run.damaged;
    const texts = text.split("\n");
    const rest = texts.pop()!;
    if (texts.length > 0) {
      yield whole(texts, share);
      // Which of the run's lines is damaged is seen again where the rest is whole.
      damaged = run.damaged;
    }
    carried += rest.length;
    if (carried > MAX_LINE_CHARS) [carry, tooLong] = [[], true];
    else if (rest !== "") carry.push(rest);
  }
  if (carried > 0) yield whole([""], 1);
}

function faultsOf(texts: readonly string[], encoding: string): Map<number, string> {
  const message =
    encoding === "UTF-8"
      ? 'is not valid UTF-8; save the file as UTF-8, or set its "encoding" under "data" (for example "windows-1252")'
      : `is not valid ${encoding}; save the file as UTF-8, or set its "encoding" under "data"`;
  return new Map(texts.flatMap((text, at): [number, string][] => (hasBad(text) ? [[at, message]] : [])));
}
