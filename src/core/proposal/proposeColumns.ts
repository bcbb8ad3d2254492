import { SPLIT_NAMES } from "../data/cells";
import { percent, wholeNumber } from "../data/numberText";
import type { ColumnFacts } from "./columnFacts";

/** What a column may be for. */
export const ROLES = ["id", "text", "gold", "split"] as const;
export type Role = (typeof ROLES)[number];

/** A column for each role that one was found for. */
export type RoleColumns = Readonly<Partial<Record<Role, string>>>;

/**
 * Proposes which column is for what, by what the cells are and what the columns are called. A wrong gold column would give wrong accuracies, so gold
 * without a sign of it is not proposed.
 */
export function proposeColumns(columns: readonly ColumnFacts[]): RoleColumns {
  const taken = new Set<string>();
  const best = (score: (column: ColumnFacts, at: number) => number): string | undefined => {
    const scored = columns.map((column, at) => ({ name: column.name, score: taken.has(column.name) ? 0 : score(column, at) }));
    const found = scored.reduce((top, own) => (own.score > top.score ? own : top), { name: "", score: 0 });
    if (found.score <= 0) return undefined;
    taken.add(found.name);
    return found.name;
  };
  const split = best(splitScore);
  const id = best(idScore);
  const gold = best(goldScore);
  const text = best(textScore);
  return Object.fromEntries(Object.entries({ id, text, gold, split }).filter(([, name]) => name !== undefined));
}

/** What a column looks like, in a few words: what speaks for its role. */
export function describeColumn(facts: ColumnFacts): string {
  const { filled, rows, values, unique, words, integers, fractions, dates } = facts;
  if (filled === 0) return "empty";
  const share = filled < rows ? `, filled on ${percent(filled, rows)} of rows` : "";
  if (unique) return `a different value in each of ${wholeNumber(rows)} rows`;
  if (values && values.length <= filled / 2) return `${valuesText(values)}${share}`;
  if (integers + fractions === filled) return `numbers${share}`;
  if (dates === filled) return `dates${share}`;
  return `${words < 1.5 ? "short texts" : `texts of ${Math.round(words)} words on average`}${share}`;
}

const SHOWN_VALUES = 3;

function valuesText(values: NonNullable<ColumnFacts["values"]>): string {
  const shown = values
    .slice(0, SHOWN_VALUES)
    .map(({ value, rows }) => `${value.length > 24 ? `${value.slice(0, 24)}…` : value} (${wholeNumber(rows)})`);
  return `${values.length} value${values.length === 1 ? "" : "s"}: ${shown.join(", ")}${values.length > SHOWN_VALUES ? ", …" : ""}`;
}

/** The words of a column's name: "isSpam" and "is_spam" are "is" and "spam". */
const nameWords = (name: string): string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");

const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(" "));
const says = (name: string, words: ReadonlySet<string>): boolean => nameWords(name).some((word) => words.has(word));

const splitWords = wordSet("split set part fold partition subset phase usage splits");

function splitScore({ name, values }: ColumnFacts): number {
  if (!values || values.length === 0 || values.some(({ value }) => !SPLIT_NAMES.has(value.toLowerCase()))) return 0;
  return (says(name, splitWords) ? 2 : 0) + (values.length > 1 ? 1 : 0);
}

const idWords = wordSet("id uid uuid guid key pk no nr num number index idx");
const timeWords = wordSet("time date timestamp ts created updated at year");
const isIdName = (name: string): boolean => says(name, idWords) || nameWords(name).some((word) => /^[a-z]{1,5}id$/.test(word));

/** Ids are short values without spaces that no two rows share. */
function idScore({ name, unique, spaced, fractions, dates, integers, withDigit, filled }: ColumnFacts, at: number): number {
  if (!unique || spaced > 0 || fractions > 0 || dates > 0 || says(name, timeWords)) return 0;
  const named = isIdName(name) ? 3 : 0;
  const coded = integers === filled || withDigit === filled ? 1 : 0;
  return named + coded + (at === 0 ? 1 : 0) - 1;
}

const goldWords = wordSet(
  "gold label labels class classes category target intent y truth annotation annotations sentiment topic verdict tag outcome decision emotion " +
    "stance toxicity toxic severity polarity relation",
);
const weakGoldWords = wordSet("is has spam type kind rating stars priority queue department section group genre answer coarse");
const attributeWords = wordSet(
  "lang language country region city state channel source author user device platform gender status year month day hour date time currency " +
    "version url domain premium verified active deleted count likes length locale os browser app fold split",
);
const MOST_WORDS_OF_LABEL = 6;

/** Gold is one of few values, which repeat; best where only some rows have it. */
function goldScore(facts: ColumnFacts): number {
  const { name, values, filled, rows, words, fractions, dates, integers } = facts;
  if (!values || values.length < 2 || fractions > 0 || dates > 0 || words > MOST_WORDS_OF_LABEL) return 0;
  const named = says(name, goldWords);
  if (values.length > filled / (named ? 1.2 : 3)) return 0;
  const partly = filled < 0.9 * rows;
  const manyNumbers = integers === filled && values.length > 2;
  return (
    (named ? 4 : says(name, weakGoldWords) ? 2 : 0) +
    (partly ? 3 : 0) -
    (says(name, attributeWords) && !named ? 4 : 0) -
    (manyNumbers ? 2 : 0) -
    (values.length > 50 && !named ? 1 : 0)
  );
}

const textWords = wordSet(
  "text texts message body content comment question sentence review title description utterance query tweet post prompt document",
);

function textScore({ name, words, filled, rows, values, integers, fractions, dates, unique, spaced }: ColumnFacts): number {
  if (filled === 0 || integers + fractions + dates > filled / 2) return 0;
  const named = says(name, textWords) ? 1.5 : 0;
  if (named === 0 && (words < 1.5 || (unique && spaced === 0))) return 0;
  const repeats = values && values.length < filled / 5 ? 2 : 0;
  return ((Math.log2(1 + words) + named - repeats) * filled) / rows;
}
