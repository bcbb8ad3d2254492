import { findDialect } from "./csvDialect";
import { isNoRecord, parseRecord, type Cell, type Dialect, type Parsed } from "./csvRecords";
import { swallowedRecords } from "./csvSwallowed";
import { readLines, type Lines } from "./lines";
import { SKIPPED, type Finding, type RecordBatch } from "./source";
import { readText, type TextFile } from "./text";

/** A record that goes on for longer is taken for an unterminated quote. */
const MAX_RECORD_CHARS = 16 << 20;
/** Where an open quote has held up more text, it is read in several batches. */
const BATCH_CHARS = 2 << 20;

/** How the file is written, and its columns. */
interface Head {
  readonly dialect: Dialect;
  readonly header: readonly string[];
}

/**
 * Streams a CSV or TSV file (RFC 4180, LF or CRLF, first record = header). Blank lines are skipped.
 * An empty cell is null and a quoted empty cell ("") is the empty text.
 *
 * A record with the wrong number of fields is skipped whole. After a quote that is out of place nobody can say where the
 * record ends, so its first physical line is skipped and reading goes on at the next: an unterminated quote costs its own
 * line and no other.
 * @throws Error if the header cannot be read
 */
export async function* readCsv(file: TextFile): AsyncGenerator<RecordBatch> {
  let head: Head | undefined;
  let position = 0;
  let left: Lines | undefined;
  // A record that is still open is read again only once there is twice as much of it: that keeps the time linear.
  let wanted = 0;
  let notes: Finding[] = [];
  for await (const { lines, atEnd } of withEnd(readLines(readText(file)))) {
    const all: Lines = left ? join(left, lines) : lines;
    left = all;
    if (lines.note !== undefined) notes.push({ message: lines.note, skipped: false });
    if (!atEnd && all.chars < wanted) continue;
    let [next, chars] = [0, all.chars];
    if (!head) {
      const found = readHead(all, file, atEnd || all.chars > MAX_RECORD_CHARS);
      if (found) ({ head, next } = found);
      chars -= charsOf(all.texts, 0, next);
      notes.push(...(found?.findings ?? []));
    }
    for (let at = -1; head && at < next && (at < 0 || next < all.texts.length);) {
      at = next;
      const { skipped, read, ...batch } = readRecords(all, at, head, { atEnd, position, chars });
      next = batch.next;
      chars -= read;
      position += batch.rows + skipped;
      yield { ...batch, findings: [...notes, ...batch.findings], share: lines.share };
      notes = [];
    }
    left = drop(all, next, chars);
    wanted = Math.min(2 * chars, MAX_RECORD_CHARS + 1);
  }
}

interface RecordOptions {
  readonly atEnd: boolean;
  /** Of the first record. */
  readonly position: number;
  /** How much text there is from the first line on. */
  readonly chars: number;
}

/** Reads records, at most about two megabytes of them; `next` is the line to go on with. */
function readRecords(
  lines: Lines,
  start: number,
  { header, dialect }: Head,
  options: RecordOptions,
): Omit<RecordBatch, "share"> & { readonly next: number; readonly skipped: number; readonly read: number } {
  const cells: Cell[][] = header.map(() => []);
  const positions: number[] = [];
  const recordLines: number[] = [];
  const findings: Finding[] = [];
  const { texts } = lines;
  const open = { dialect, atEnd: options.atEnd, width: header.length };
  const closed = { ...open, atEnd: true };
  let [at, chars, skipped] = [start, 0, 0];
  while (at < texts.length && chars < BATCH_CHARS) {
    const text = texts[at]!;
    if (isNoRecord(text, dialect)) {
      chars += text.length + 1;
      at++;
      continue;
    }
    const parsed = parseRecord(texts, at, options.chars - chars > MAX_RECORD_CHARS ? closed : open);
    if (!parsed) break;
    chars += parsed.next === at + 1 ? text.length + 1 : charsOf(texts, at, parsed.next);
    const fault = badLine(lines, at, parsed.next) ?? faultOf(parsed, header, at);
    if (fault) {
      findings.push(skippedRecord(lines, at, fault));
      skipped++;
    } else if ("fields" in parsed) {
      if (parsed.next > at + 1) findings.push(...swallowed(lines, at, parsed.next, dialect, cells));
      for (let column = 0; column < cells.length; column++) cells[column]!.push(parsed.fields[column]!);
      positions.push(options.position + positions.length + skipped);
      recordLines.push(lines.first + at);
    }
    at = parsed.next;
  }
  const columns = new Map(header.map((name, column) => [name, cells[column]!]));
  return { rows: positions.length, columns, positions, lines: recordLines, findings, next: at, skipped, read: chars };
}

/** What is wrong with a record, and the index of the line where. */
interface Fault {
  readonly at: number;
  readonly message: string;
}

function faultOf(parsed: Parsed, header: readonly string[], at: number): Fault | undefined {
  if ("fault" in parsed) return { at: parsed.at, message: parsed.fault };
  const count = parsed.fields.length;
  if (count === header.length) return undefined;
  const fields = `${count} ${count === 1 ? "field" : "fields"}`;
  const advice = count > header.length ? "put a cell that holds the separator in double quotes" : "fill in the missing ones";
  return { at, message: `has ${fields} where the header has ${header.length}; ${advice}` };
}

/** The first line of a record that cannot be decoded. */
function badLine(lines: Lines, start: number, end: number): Fault | undefined {
  if (lines.faults.size === 0) return undefined;
  for (let at = start; at < end; at++) {
    const message = lines.faults.get(at);
    if (message !== undefined) return { at, message };
  }
  return undefined;
}

function skippedRecord(lines: Lines, start: number, { at, message }: Fault): Finding {
  const end = at === start ? SKIPPED : ` (the record that starts on line ${lines.first + start} is skipped)`;
  return { line: lines.first + at, message: `${message}${end}`, skipped: true };
}

function swallowed(lines: Lines, start: number, end: number, dialect: Dialect, before: readonly (readonly Cell[])[]): Finding[] {
  const count = swallowedRecords(lines.texts.slice(start, end), dialect.delimiter, before);
  if (count === 0) return [];
  const message =
    `is read as one record with the lines up to ${lines.first + end - 1} in a quoted cell, but ${count} of them look like records of their own; ` +
    'if the quotes are plain text, double them or set "quote": "none" under "data"';
  return [{ line: lines.first + start, message, skipped: false }];
}

function readHead(
  lines: Lines,
  file: TextFile,
  atEnd: boolean,
): { readonly head: Head; readonly next: number; readonly findings: readonly Finding[] } | undefined {
  const { dialect, header: start, notes } = findDialect(lines.texts, file.format === "tsv" ? "\t" : ",", atEnd, file.settings);
  if (start === undefined) return undefined;
  const parsed = parseRecord(lines.texts, start, { dialect, atEnd });
  if (!parsed) return undefined;
  const line = lines.first + start;
  const fault = badLine(lines, start, parsed.next)?.message ?? ("fault" in parsed ? parsed.fault : undefined);
  if (fault !== undefined) throw new Error(`line ${line}, the header, ${fault}`);
  const fields = "fields" in parsed ? parsed.fields : [];
  if (fields.some((name) => name?.includes("\r"))) throw new Error("ends its lines with CR only; save it with LF or CRLF line ends");
  const { header, renamed } = uniqueNames(fields);
  const findings: Finding[] = [
    ...notes.map((message) => ({ message, skipped: false })),
    ...renamed.map((message) => ({ line, message, skipped: false })),
  ];
  return { head: { dialect, header }, next: parsed.next, findings };
}

function uniqueNames(fields: readonly Cell[]): { header: string[]; renamed: string[] } {
  const taken = new Set(fields);
  const seen = new Set<string>();
  const renamed: string[] = [];
  const header = fields.map((field, i) => {
    let name = field === null || field === "" ? `column${i + 1}` : field;
    if (name === field && !seen.has(name)) return seen.add(name) && name;
    for (let n = 2; seen.has(name) || taken.has(name); n++) name = `${field || `column${i + 1}`}_${n}`;
    renamed.push(
      field
        ? `names the column "${field}" twice; the second is read as "${name}", rename it`
        : `has no name for column ${i + 1}; it is read as "${name}"`,
    );
    seen.add(name);
    return name;
  });
  return { header, renamed };
}

/** How much text some lines hold, line ends included. */
function charsOf(texts: readonly string[], start: number, end: number): number {
  let chars = end - start;
  for (let at = start; at < end; at++) chars += texts[at]!.length;
  return chars;
}

function join(left: Lines, right: Lines): Lines {
  if (left.texts.length === 0) return right;
  const faults = new Map(left.faults);
  for (const [at, message] of right.faults) faults.set(at + left.texts.length, message);
  return { first: left.first, texts: left.texts.concat(right.texts), chars: left.chars + right.chars, faults, share: right.share };
}

/** @param chars how much text stays */
function drop(lines: Lines, count: number, chars: number): Lines {
  const faults = new Map([...lines.faults].filter(([at]) => at >= count).map(([at, message]) => [at - count, message]));
  return { first: lines.first + count, texts: lines.texts.slice(count), chars, faults, share: lines.share };
}

/** Adds to each run of lines whether it is the last. */
async function* withEnd(runs: AsyncIterable<Lines>): AsyncGenerator<{ lines: Lines; atEnd: boolean }> {
  let held: Lines | undefined;
  for await (const lines of runs) {
    if (held) yield { lines: held, atEnd: false };
    held = lines;
  }
  if (held) yield { lines: held, atEnd: true };
}
