import { cellText, type CellValue } from "../data/cells";
import { unwrapLabel } from "../data/goldMap";
import { countWords } from "./words";

/** What the cells of one column look like: all that a proposal of its role goes by. */
export interface ColumnFacts {
  readonly name: string;
  /** Rows that were looked at. */
  readonly rows: number;
  /** Rows where it holds something. */
  readonly filled: number;
  /** The values and in how many rows each is, most frequent first; undefined where there are more than `MOST_VALUES`. */
  readonly values?: readonly ColumnValue[];
  /** Every row has a short value of its own. */
  readonly unique: boolean;
  /** Filled cells that are whole numbers, other numbers, and dates. */
  readonly integers: number;
  readonly fractions: number;
  readonly dates: number;
  /** Filled cells with white space in them. */
  readonly spaced: number;
  /** Filled cells with a digit in them. */
  readonly withDigit: number;
  /** Words of a filled cell on average. */
  readonly words: number;
}

export interface ColumnValue {
  readonly value: string;
  readonly rows: number;
}

/** More values than this are no labels. */
export const MOST_VALUES = 200;
/** A longer cell is neither a label nor an id. */
const LONGEST_VALUE = 200;
/** The words of a longer cell are counted in its beginning. */
const COUNTED_CHARACTERS = 2_000;

export interface ColumnTally {
  add(cells: readonly CellValue[]): void;
  /** @param rows how many were looked at: cells that a file does not have are empty */
  facts(rows: number): ColumnFacts;
}

/** Counts what the cells of a column are. */
export function createColumnTally(name: string): ColumnTally {
  const values = new Map<string, number>();
  const counts = { filled: 0, integers: 0, fractions: 0, dates: 0, spaced: 0, withDigit: 0, words: 0, long: 0 };
  const addText = (text: string): void => {
    counts.filled++;
    counts.words += countWords(text.slice(0, COUNTED_CHARACTERS));
    if (/\s/.test(text)) counts.spaced++;
    if (/\d/.test(text)) counts.withDigit++;
    if (/^[+-]?\d+$/.test(text)) counts.integers++;
    else if (/^[+-]?\d*[.,]\d+(?:e[+-]?\d+)?$/i.test(text)) counts.fractions++;
    else if (/^\d{4}-\d\d-\d\d/.test(text) || /^\d{1,2}[./]\d{1,2}[./]\d{2,4}/.test(text)) counts.dates++;
    if (text.length > LONGEST_VALUE) counts.long++;
    else values.set(text, (values.get(text) ?? 0) + 1);
  };
  return {
    add(cells) {
      for (const cell of cells) {
        const text = labelText(cell);
        if (text !== "") addText(text);
      }
    },
    facts: (rows) => ({
      name,
      rows,
      ...counts,
      words: counts.filled === 0 ? 0 : counts.words / counts.filled,
      unique: rows > 0 && values.size === rows && counts.filled === rows,
      ...(values.size <= MOST_VALUES && counts.long === 0 ? { values: byFrequency(values) } : {}),
    }),
  };
}

/** A cell's text as a label is read: without white space around it, out of what annotation tools wrap it in. */
export const labelText = (cell: CellValue): string => unwrapLabel(cellText(cell)).trim();

const byFrequency = (values: ReadonlyMap<string, number>): ColumnValue[] =>
  Array.from(values, ([value, rows]) => ({ value, rows })).sort((a, b) => b.rows - a.rows || compare(a.value, b.value));

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** A column's values as labels are listed: numbers by size, else as texts. */
export function labelsOf({ values = [] }: Pick<ColumnFacts, "values">): string[] {
  const names = values.map(({ value }) => value);
  return names.every((name) => /^-?\d+$/.test(name)) ? names.sort((a, b) => Number(a) - Number(b)) : names.sort(compare);
}
