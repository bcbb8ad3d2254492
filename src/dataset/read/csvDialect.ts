import type { ReadSettings } from "../../protocol/engine";
import { isBlank, isNoRecord, parseRecord, type Dialect } from "./csvRecords";

export interface FoundDialect {
  readonly dialect: Dialect;
  /** The index of the line that the header starts on; undefined if there is none among the lines. */
  readonly header: number | undefined;
  /** What a user should know of how it was found. */
  readonly notes: readonly string[];
}

/** Found where the file's ending says otherwise. */
const DELIMITERS = [";", "\t", "|", ","];
/** Records that are looked at to find the delimiter. */
const TRIAL_RECORDS = 500;
/** So many of the records must have as many cells as the header for a delimiter that the file's ending does not promise. */
const CLEAR = 0.9;

/**
 * Finds how a CSV or TSV file is written, by the settings and where they are silent by its first lines: a line "sep=;", lines
 * that start with "#" above the header, the delimiter, and for tabs whether quotes are plain text.
 * @param expected the delimiter that the file's ending promises
 * @param texts the file's first lines
 * @param atEnd they are all that there are
 */
export function findDialect(texts: readonly string[], expected: string, atEnd: boolean, settings: ReadSettings = {}): FoundDialect {
  const start = texts.findIndex((text) => !isBlank(text));
  const separator = start < 0 ? undefined : /^"?sep=(.)"?\r?$/i.exec(texts[start]!)?.[1];
  const first = separator === undefined ? start : start + 1;
  const base: Dialect = {
    delimiter: settings.delimiter ?? separator ?? expected,
    quote: settings.quote === "none" ? undefined : (settings.quote ?? '"'),
    lenient: settings.quotes === "lenient",
    comment: settings.comment,
    nulls: new Set(settings.nulls),
  };
  const below = firstRecord(texts, first, base.comment ?? "#");
  const known = settings.delimiter !== undefined || separator !== undefined;
  const delimited = known || below === undefined ? base : { ...base, delimiter: findDelimiter({ texts, atEnd, start: below }, base) };
  const header = base.comment === undefined ? headerAbove(texts, first, below, delimited) : below;
  const plain =
    settings.quote === undefined &&
    delimited.delimiter === "\t" &&
    header !== undefined &&
    quotesArePlain({ texts, atEnd, start: header }, delimited);
  return plain ? { dialect: { ...delimited, quote: undefined }, header, notes: [PLAIN] } : { dialect: delimited, header, notes: [] };
}

const PLAIN =
  'is read with quotes as plain text, because they do not balance; set "quote": "none" under "data" if that is right, or "quote": "\\"" if it is not';

/** The first line that is neither blank nor a comment. */
function firstRecord(texts: readonly string[], from: number, comment: string): number | undefined {
  for (let at = Math.max(0, from); at < texts.length; at++) if (!isBlank(texts[at]!) && !texts[at]!.startsWith(comment)) return at;
  return undefined;
}

/**
 * The header among lines that may be comments. A line that starts with "#" and has as many cells as the record below it is the
 * header itself; others above it are comments.
 */
function headerAbove(texts: readonly string[], first: number, below: number | undefined, dialect: Dialect): number | undefined {
  const top = texts.findIndex((text, at) => at >= first && !isBlank(text));
  if (first < 0 || top < 0) return undefined;
  if (below === undefined || below === top) return top;
  const width = widthAt(texts, below, dialect);
  if (width < 2) return top;
  for (let at = below - 1; at >= top; at--) if (!isBlank(texts[at]!) && widthAt(texts, at, dialect) === width) return at;
  return below;
}

function widthAt(texts: readonly string[], at: number, dialect: Dialect): number {
  const parsed = parseRecord(texts, at, { dialect, atEnd: true });
  return parsed && "fields" in parsed ? parsed.fields.length : 0;
}

/** The first lines of a file, from its header on. */
interface Beginning {
  readonly texts: readonly string[];
  readonly start: number;
  readonly atEnd: boolean;
}

/** The expected delimiter, unless the header and nearly all records agree on another one better. */
function findDelimiter(lines: Beginning, base: Dialect): string {
  let best = { delimiter: base.delimiter, share: shareOf(lines, base) };
  for (const delimiter of DELIMITERS) {
    const share = shareOf(lines, { ...base, delimiter });
    if (share >= CLEAR && share > best.share) best = { delimiter, share };
  }
  return best.delimiter;
}

/** The share of records with as many cells as the header; 0 if the header has but one. */
function shareOf(lines: Beginning, dialect: Dialect): number {
  const width = widthAt(lines.texts, lines.start, dialect);
  if (width < 2) return 0;
  let [records, good] = [0, 0];
  for (const { fields } of recordsFrom(lines, dialect)) {
    records++;
    if (fields === width) good++;
    if (records === TRIAL_RECORDS) break;
  }
  return records === 0 ? 0 : good / records;
}

/** True if the quotes cannot be around cells: some are out of place, none is where only a quoting program puts it, and without them each line fits. */
function quotesArePlain(lines: Beginning, dialect: Dialect): boolean {
  const { texts, start } = lines;
  if (texts[start]!.includes('"')) return false;
  const width = texts[start]!.split(dialect.delimiter).length;
  for (let at = start; at < texts.length; at++) {
    const text = texts[at]!;
    if (!isNoRecord(text, dialect) && (text.split(dialect.delimiter).length !== width || text.includes('""'))) return false;
  }
  let behind = start;
  for (const { fault, next } of recordsFrom(lines, dialect)) {
    if (fault) return true;
    behind = next;
  }
  // A quote is still open after lines that each fit.
  return texts.length - behind > OPEN_LINES;
}

/** A cell of this many lines, each of them a record if quotes are plain, has a quote that is out of place. */
const OPEN_LINES = 5;

/** The records that end among the lines: how many cells each has, whether a quote in it is out of place, and the line behind it. */
function* recordsFrom(
  { texts, start, atEnd }: Beginning,
  dialect: Dialect,
): Generator<{ readonly fields: number; readonly fault: boolean; readonly next: number }> {
  for (let at = start; at < texts.length;) {
    if (isNoRecord(texts[at]!, dialect)) {
      at++;
      continue;
    }
    const parsed = parseRecord(texts, at, { dialect, atEnd });
    if (!parsed) return;
    at = parsed.next;
    yield { fields: "fields" in parsed ? parsed.fields.length : 0, fault: "fault" in parsed, next: at };
  }
}
