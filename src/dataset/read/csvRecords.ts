/** How a file's records are written. */
export interface Dialect {
  readonly delimiter: string;
  /** One character; undefined where quotes are plain text. */
  readonly quote: string | undefined;
  /** A quote that is out of place is text, as in Python's csv module. */
  readonly lenient: boolean;
  /** What lines that are no records start with. */
  readonly comment: string | undefined;
  /** Cells that are no value, unless quoted. The empty cell is one whatever is in here. */
  readonly nulls: ReadonlySet<string>;
}

export type Cell = string | null;

export type Parsed =
  { readonly fields: Cell[]; readonly next: number } | { readonly fault: string; readonly at: number; readonly next: number };

interface RecordOptions {
  readonly dialect: Dialect;
  /** A cell that is still open after the last line never closes. */
  readonly atEnd: boolean;
  /** Fields that the header has, where it is known. */
  readonly width?: number;
}

/**
 * Parses the record that starts on line `start`. Time is linear in its text.
 * @returns its fields, or what is wrong with it and on which line, and the line to go on with; undefined if more lines are needed
 */
export function parseRecord(texts: readonly string[], start: number, options: RecordOptions): Parsed | undefined {
  const { delimiter, quote, nulls } = options.dialect;
  const text = texts[start]!;
  if (quote !== undefined && text.includes(quote)) return parseQuotedRecord(texts, start, quote, options);
  const fields: Cell[] = text.slice(0, lineEnd(text)).split(delimiter);
  for (let i = 0; i < fields.length; i++) if (fields[i] === "") fields[i] = null;
  if (nulls.size > 0) for (let i = 0; i < fields.length; i++) if (fields[i] !== null && nulls.has(fields[i]!)) fields[i] = null;
  return { fields, next: start + 1 };
}

function parseQuotedRecord(texts: readonly string[], start: number, quote: string, options: RecordOptions): Parsed | undefined {
  const { dialect, atEnd, width = Infinity } = options;
  const { delimiter, lenient, nulls } = dialect;
  const fault = (message: string, at = start): Parsed => ({ fault: message, at, next: start + 1 });
  const fields: Cell[] = [];
  let row = start;
  let text = texts[row]!;
  let at = 0;
  for (;;) {
    if (text[at] === quote) {
      const opened = row;
      const close = findClose(texts, row, at + 1, quote);
      if (!close) return atEnd ? fault(`opens a quote that never closes; ${QUOTE_ADVICE}`, opened) : undefined;
      let value = quotedText(texts, row, at + 1, close, quote);
      row = close.row;
      text = texts[row]!;
      at = close.at + 1;
      if (at !== lineEnd(text) && !text.startsWith(delimiter, at)) {
        if (!lenient) return fault(opened === row ? TEXT_BEHIND : `opens a quote that does not close properly; ${INSIDE_ADVICE}`, opened);
        const end = cellEnd(text, at, delimiter);
        value += text.slice(at, end);
        at = end;
      }
      fields.push(value);
      // Where stray quotes are text, only this keeps a record from running on to the end of the file.
      if (lenient && fields.length > width && row > start)
        return fault(`opens a quote that takes up other records; ${QUOTE_ADVICE}`, opened);
    } else {
      const end = cellEnd(text, at, delimiter);
      const value = text.slice(at, end);
      if (!lenient && value.includes(quote)) return fault(QUOTE_INSIDE, row);
      fields.push(value === "" || nulls.has(value) ? null : value);
      at = end;
    }
    if (at === lineEnd(text)) return { fields, next: row + 1 };
    at += delimiter.length;
  }
}

const QUOTE_ADVICE = 'close it, or double it if it belongs to the text; where quotes are plain text, set "quote": "none" under "data"';
const INSIDE_ADVICE = "close it, or double the quotes inside it";
const TEXT_BEHIND = 'has text after a closing quote; double a quote that belongs to the text (""), or set "quotes": "lenient" under "data"';
const QUOTE_INSIDE =
  'has a quote inside a cell that is not quoted; put the cell in double quotes and double the quotes in it (""), or set "quotes": "lenient" under "data"';

interface Place {
  readonly row: number;
  readonly at: number;
}

/** Where the closing quote is, over line ends where needed. */
function findClose(texts: readonly string[], startRow: number, from: number, quote: string): Place | undefined {
  let at = from;
  for (let row = startRow; row < texts.length; row++, at = 0) {
    const text = texts[row]!;
    let found = text.indexOf(quote, at);
    while (found >= 0 && text[found + 1] === quote) found = text.indexOf(quote, found + 2);
    if (found >= 0) return { row, at: found };
  }
  return undefined;
}

function quotedText(texts: readonly string[], row: number, at: number, to: Place, quote: string): string {
  const last = texts[to.row]!;
  const raw = row === to.row ? last.slice(at, to.at) : texts.slice(row, to.row).join("\n").slice(at) + `\n${last.slice(0, to.at)}`;
  return raw.includes(quote) ? raw.replaceAll(quote + quote, quote) : raw;
}

/** The index behind an unquoted cell, or behind what follows a closing quote. */
function cellEnd(text: string, at: number, delimiter: string): number {
  const next = text.indexOf(delimiter, at);
  return next < 0 ? lineEnd(text) : next;
}

export const isBlank = (text: string): boolean => text === "" || text === "\r";
/** A line between records: blank, or a comment. */
export const isNoRecord = (text: string, { comment }: Dialect): boolean =>
  isBlank(text) || (comment !== undefined && text.startsWith(comment));
/** Where a line's content ends: before the "\r" of a CRLF. */
const lineEnd = (text: string): number => (text.endsWith("\r") ? text.length - 1 : text.length);
