import { cellText, type CellValue } from "../data/cells";

/** A column that is mined: texts for their words, numbers for bounds, others for their values. */
export interface MinedColumn {
  readonly name: string;
  readonly kind: "text" | "value" | "number";
  /** One a row. */
  readonly cells: readonly CellValue[];
}

/** What may give rows a vote: a word, a pattern, a value or a bound of a column, and the rows that have it, ascending. */
export interface Feature {
  readonly column: string;
  readonly sign: Sign;
  readonly rows: Uint32Array;
}

export type Sign =
  /** Words as `keyword` finds them: in lower case, with one space between two. */
  | { readonly kind: "word"; readonly text: string }
  /** Characters within a script that puts no space between words. */
  | { readonly kind: "substring"; readonly text: string }
  /** The word that a text begins with, in lower case. */
  | { readonly kind: "start"; readonly text: string }
  /** The source of a regular expression without regard to case, and what it is called. */
  | { readonly kind: "pattern"; readonly source: string; readonly name: string }
  /** A whole cell. */
  | { readonly kind: "value"; readonly text: string }
  | { readonly kind: "bound"; readonly of: Measure; readonly side: "atLeast" | "atMost"; readonly bound: number };

export type Measure = "value" | "words";

/** Fewer rows are chance. */
const LEAST_ROWS = 3;
/** More values than this are no kinds. */
const MOST_VALUES = 200;
const LONGEST_VALUE = 60;
/** A longer text is mined in its beginning, so that one row costs a bounded time. */
const MINED_CHARACTERS = 5_000;
/** Where bounds are tried: shares of the rows on one side. */
const QUANTILES = [0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95];

/** All that candidates are made of, in the order of columns and first rows. A feature that all rows have is none. */
export function minedFeatures(columns: readonly MinedColumn[], rows: number): Feature[] {
  return columns
    .flatMap((column) => {
      if (column.kind === "text") return [...textFeatures(column), ...boundFeatures(column, "words", wordCounts(column.cells))];
      if (column.kind === "number") return boundFeatures(column, "value", column.cells.map(numberOf));
      return valueFeatures(column);
    })
    .filter((feature) => feature.rows.length >= LEAST_ROWS && feature.rows.length < rows);
}

/** Collects rows by sign; a row counts once. */
function collector(column: string): { add(key: string, row: number, sign: () => Sign): void; features(): Feature[] } {
  const found = new Map<string, { readonly sign: Sign; readonly rows: number[] }>();
  return {
    add(key, row, sign) {
      const known = found.get(key);
      if (!known) found.set(key, { sign: sign(), rows: [row] });
      else if (known.rows.at(-1) !== row) known.rows.push(row);
    },
    features: () => Array.from(found.values(), ({ sign, rows }) => ({ column, sign, rows: Uint32Array.from(rows) })),
  };
}

function textFeatures({ name, cells }: MinedColumn): Feature[] {
  const found = collector(name);
  cells.forEach((cell, row) => {
    const text = cellText(cell).slice(0, MINED_CHARACTERS);
    for (const word of wordsOf(text)) found.add(`w${word}`, row, () => ({ kind: "word", text: word }));
    for (const pair of pairsOfCharacters(text)) found.add(`s${pair}`, row, () => ({ kind: "substring", text: pair }));
    const start = START.exec(text)?.[0].toLowerCase();
    if (start !== undefined && start.length <= LONGEST_WORD) found.add(`^${start}`, row, () => ({ kind: "start", text: start }));
    for (const { regex, source, name: called } of patterns) {
      if (regex.test(text)) found.add(`p${source}`, row, () => ({ kind: "pattern", source, name: called }));
    }
  });
  return found.features();
}

const RUN = /[\p{L}\p{M}\p{N}_]+/gu;
const LONGEST_WORD = 30;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;

/** Words and pairs of words, exactly where `keyword` finds them: runs of letters and digits, with white space alone between two. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  let before: { readonly word: string; readonly end: number } | undefined;
  const lower = text.toLowerCase();
  for (const match of lower.matchAll(RUN)) {
    const [word] = match;
    const end = match.index + word.length;
    if (word.length > LONGEST_WORD) {
      before = undefined;
      continue;
    }
    words.push(word);
    if (before && /^\s+$/.test(lower.slice(before.end, match.index))) words.push(`${before.word} ${word}`);
    before = { word, end };
  }
  return words;
}

function* pairsOfCharacters(text: string): Generator<string> {
  for (const [run] of text.matchAll(UNSPACED)) {
    const characters = [...run];
    for (let i = 1; i < characters.length; i++) yield characters[i - 1]! + characters[i]!;
  }
}

/** Patterns of characters that tell kinds of texts apart in any subject. */
const PATTERNS: readonly { readonly name: string; readonly source: string }[] = [
  { name: "link", source: String.raw`https?:\/\/|www\.` },
  { name: "mail address", source: String.raw`[\w.+-]+@[\w-]+\.\w` },
  { name: "number", source: String.raw`\d` },
  { name: "long number", source: String.raw`\d{4}` },
  { name: "money", source: String.raw`[$€£]\s?\d` },
  { name: "percent", source: String.raw`\d\s?%` },
  { name: "question mark", source: String.raw`\?` },
  { name: "exclamation mark", source: "!" },
  { name: "several marks", source: "[!?]{2}" },
  { name: "quotation", source: '["“”]' },
  { name: "repeated letter", source: String.raw`(\p{L})\1\1` },
  { name: "markup", source: String.raw`<\/?\w+|&\w+;` },
];
const patterns = PATTERNS.map((pattern) => ({ ...pattern, regex: new RegExp(pattern.source, "iu") }));
/** What `\b` ends, for words of ASCII letters; else nothing that belongs to a word may follow. */
const START = /^(?:[a-z]+\b|\p{L}+(?![\p{L}\p{M}\p{N}_]))/iu;

function valueFeatures({ name, cells }: MinedColumn): Feature[] {
  const found = collector(name);
  cells.forEach((cell, row) => {
    const text = cellText(cell);
    if (text !== "" && text.length <= LONGEST_VALUE) found.add(text, row, () => ({ kind: "value", text }));
  });
  const features = found.features();
  return features.length <= MOST_VALUES ? features : [];
}

const numberOf = (cell: CellValue): number => (typeof cell === "number" ? cell : Number.NaN);

/** As `threshold` counts words. */
const TOKEN = /[\p{L}\p{M}\p{N}_]+(?:['’][\p{L}\p{M}\p{N}_]+)*/gu;

const wordCounts = (cells: readonly CellValue[]): number[] =>
  cells.map((cell) => (cell === null ? Number.NaN : (cellText(cell).match(TOKEN)?.length ?? 0)));

function boundFeatures({ name }: MinedColumn, of: Measure, values: readonly number[]): Feature[] {
  const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  if (sorted.length === 0) return [];
  const bounds = new Set(QUANTILES.map((share) => sorted[Math.floor(share * (sorted.length - 1))]!));
  const where = (test: (value: number) => boolean): Uint32Array =>
    Uint32Array.from([...values.keys()].filter((row) => !Number.isNaN(values[row]) && test(values[row]!)));
  return [...bounds].flatMap((bound): Feature[] => [
    { column: name, sign: { kind: "bound", of, side: "atLeast", bound }, rows: where((value) => value >= bound) },
    { column: name, sign: { kind: "bound", of, side: "atMost", bound }, rows: where((value) => value <= bound) },
  ]);
}
