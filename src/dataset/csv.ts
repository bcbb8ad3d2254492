import { readLines, type Lines } from "./lines";
import { SKIPPED, type Finding, type RecordBatch } from "./source";

type Cell = string | null;
type Parsed = { readonly fields: Cell[]; readonly next: number } | { readonly fault: string; readonly next: number };

/** A quoted cell that goes on for longer is taken for an unterminated quote. */
const MAX_RECORD_CHARS = 16 << 20;

/**
 * Streams a CSV or TSV file (RFC 4180, LF or CRLF, first record = header). Blank lines are skipped.
 * An empty cell is null and a quoted empty cell ("") is the empty text.
 *
 * A record with the wrong number of fields is skipped whole. After a quote that is out of place nobody can say where the
 * record ends, so its first physical line is skipped and reading goes on at the next: an unterminated quote costs its own
 * line and no other.
 * @throws Error if the header cannot be read
 */
export async function* readCsv(path: string, delimiter: "," | "\t"): AsyncGenerator<RecordBatch> {
  let header: string[] | undefined;
  let position = 0;
  let left: Lines | undefined;
  for await (const { lines, atEnd } of withEnd(readLines(path))) {
    const all = left ? join(left, lines) : lines;
    const findings: Finding[] = [];
    let at = 0;
    if (!header) {
      const parsed = readHeader(all, delimiter, atEnd);
      if (parsed) ({ header, at } = parsed);
      findings.push(...(parsed?.findings ?? []));
    }
    const batch = header ? readRecords(all, at, header, { delimiter, atEnd, position }) : undefined;
    left = drop(all, batch?.next ?? at);
    if (!batch || !header) continue;
    position += batch.rows + batch.findings.length;
    yield { ...batch, findings: [...findings, ...batch.findings], share: lines.share };
  }
}

interface RecordOptions {
  readonly delimiter: string;
  readonly atEnd: boolean;
  /** Of the first record. */
  readonly position: number;
}

/** Reads all records that are complete; `next` is the line that the first incomplete one starts on. */
function readRecords(
  lines: Lines,
  start: number,
  header: readonly string[],
  options: RecordOptions,
): Omit<RecordBatch, "share"> & { next: number } {
  const cells: Cell[][] = header.map(() => []);
  const positions: number[] = [];
  const recordLines: number[] = [];
  const findings: Finding[] = [];
  let at = start;
  while (at < lines.texts.length) {
    if (isBlank(lines.texts[at]!)) {
      at++;
      continue;
    }
    const parsed = parseRecord(lines.texts, at, options.delimiter, options.atEnd);
    if (!parsed) break;
    const fault = badLine(lines, at, parsed.next) ?? faultOf(parsed, header, at);
    if (fault) {
      findings.push({ line: lines.first + fault.at, message: `${fault.message}${SKIPPED}`, skipped: true });
    } else if ("fields" in parsed) {
      for (let column = 0; column < cells.length; column++) cells[column]!.push(parsed.fields[column]!);
      positions.push(options.position + positions.length + findings.length);
      recordLines.push(lines.first + at);
    }
    at = parsed.next;
  }
  const columns = new Map(header.map((name, column) => [name, cells[column]!]));
  return { rows: positions.length, columns, positions, lines: recordLines, findings, next: at };
}

function faultOf(parsed: Parsed, header: readonly string[], at: number): { at: number; message: string } | undefined {
  if ("fault" in parsed) return { at, message: parsed.fault };
  const count = parsed.fields.length;
  if (count === header.length) return undefined;
  const fields = `${count} ${count === 1 ? "field" : "fields"}`;
  const advice = count > header.length ? "put a cell that holds the separator in double quotes" : "fill in the missing ones";
  return { at, message: `has ${fields} where the header has ${header.length}; ${advice}` };
}

/** The first line of a record that cannot be decoded. */
function badLine(lines: Lines, start: number, end: number): { at: number; message: string } | undefined {
  if (lines.faults.size === 0) return undefined;
  for (let at = start; at < end; at++) {
    const message = lines.faults.get(at);
    if (message !== undefined) return { at, message };
  }
  return undefined;
}

/**
 * Parses the record that starts on line `start`.
 * @returns its fields, or what is wrong with it, and the line to go on with; undefined if more lines are needed
 */
function parseRecord(texts: readonly string[], start: number, delimiter: string, atEnd: boolean): Parsed | undefined {
  const text = texts[start]!;
  if (text.includes('"')) return parseQuotedRecord(texts, start, delimiter, atEnd);
  const fields: Cell[] = text.slice(0, lineEnd(text)).split(delimiter);
  for (let i = 0; i < fields.length; i++) if (fields[i] === "") fields[i] = null;
  return { fields, next: start + 1 };
}

function parseQuotedRecord(texts: readonly string[], start: number, delimiter: string, atEnd: boolean): Parsed | undefined {
  const fault = (message: string): Parsed => ({ fault: message, next: start + 1 });
  const fields: Cell[] = [];
  let row = start;
  let text = texts[row]!;
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      const quoted = readQuoted(texts, row, at + 1);
      if (quoted === "too long" || (quoted === "open" && atEnd))
        return fault("opens a quote that never closes; close it, or double it if it belongs to the text");
      if (quoted === "open") return undefined;
      fields.push(quoted.value);
      ({ row, at } = quoted);
      text = texts[row]!;
    } else {
      const next = text.indexOf(delimiter, at);
      const value = text.slice(at, next < 0 ? lineEnd(text) : next);
      if (value.includes('"'))
        return fault('has a quote inside a cell that is not quoted; put the cell in double quotes and double the quotes in it ("")');
      fields.push(value === "" ? null : value);
      at += value.length;
    }
    if (at === lineEnd(text)) return { fields, next: row + 1 };
    if (text[at] !== delimiter) {
      return fault(
        row === start
          ? 'has text after a closing quote; double a quote that belongs to the text ("")'
          : "opens a quote that does not close properly; close it, or double the quotes inside it",
      );
    }
    at++;
  }
}

/** Reads on from behind an opening quote to behind the closing one, over line ends where needed. */
function readQuoted(
  texts: readonly string[],
  startRow: number,
  from: number,
): { value: string; row: number; at: number } | "open" | "too long" {
  let value = "";
  let row = startRow;
  let at = from;
  for (;;) {
    const text = texts[row]!;
    const quote = text.indexOf('"', at);
    if (quote < 0) {
      value += `${text.slice(at)}\n`;
      if (value.length > MAX_RECORD_CHARS) return "too long";
      if (++row === texts.length) return "open";
      at = 0;
    } else if (text[quote + 1] === '"') {
      value += text.slice(at, quote + 1);
      at = quote + 2;
    } else {
      return { value: value + text.slice(at, quote), row, at: quote + 1 };
    }
  }
}

function readHeader(lines: Lines, delimiter: string, atEnd: boolean): { header: string[]; at: number; findings: Finding[] } | undefined {
  const start = lines.texts.findIndex((text) => !isBlank(text));
  if (start < 0) return undefined;
  const parsed = parseRecord(lines.texts, start, delimiter, atEnd);
  if (!parsed) return undefined;
  const line = lines.first + start;
  const fault = badLine(lines, start, parsed.next)?.message ?? ("fault" in parsed ? parsed.fault : undefined);
  if (fault !== undefined) throw new Error(`line ${line}, the header, ${fault}`);
  const fields = "fields" in parsed ? parsed.fields : [];
  if (fields.some((name) => name?.includes("\r"))) throw new Error("ends its lines with CR only; save it with LF or CRLF line ends");
  const { header, renamed } = uniqueNames(fields);
  const findings = renamed.map((message) => ({ line, message, skipped: false }));
  return { header, at: parsed.next, findings };
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

const isBlank = (text: string): boolean => text === "" || text === "\r";
/** Where a line's content ends: before the "\r" of a CRLF. */
const lineEnd = (text: string): number => (text.endsWith("\r") ? text.length - 1 : text.length);

function join(left: Lines, right: Lines): Lines {
  if (left.texts.length === 0) return right;
  const faults = new Map(left.faults);
  for (const [at, message] of right.faults) faults.set(at + left.texts.length, message);
  return { first: left.first, texts: left.texts.concat(right.texts), faults, share: right.share };
}

function drop(lines: Lines, count: number): Lines {
  const faults = new Map([...lines.faults].filter(([at]) => at >= count).map(([at, message]) => [at - count, message]));
  return { first: lines.first + count, texts: lines.texts.slice(count), faults, share: lines.share };
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
