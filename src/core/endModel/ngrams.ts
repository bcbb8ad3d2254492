import { finishHash, hashUnit, startHash, type NgramKind } from "./ngramHash";

/** Character n-grams are 2 to 4 characters of one word, its borders counting as spaces. */
const FEWEST_CHARACTERS = 2;
const MOST_CHARACTERS = 4;

/** The n-grams of one text at a time; the arrays are used again for the next. */
export interface Ngrams {
  count: number;
  /** 32-bit hashes (ngramHash.ts). */
  hashes: Uint32Array;
  /** n-gram i is units from[i] to to[i] (exclusive). */
  from: Int32Array;
  to: Int32Array;
  /** The text's words, a space before and after each. */
  units: Uint16Array;
}

export const emptyNgrams = (): Ngrams => ({
  count: 0,
  hashes: new Uint32Array(256),
  from: new Int32Array(256),
  to: new Int32Array(256),
  units: new Uint16Array(1024),
});

/**
 * Finds the n-grams of a text, lower-cased and in Unicode's composed form (NFC).
 * Words ("w") are runs of at least 2 letters, marks, digits or underscores, as scikit-learn's `\b\w\w+\b` (which does not
 * count marks: Hindi and Thai words would be torn apart); "c" takes all that stands between spaces, as scikit-learn's `char_wb`.
 */
export function findNgrams(ngrams: Ngrams, column: string, kind: "w" | "c", text: string): void {
  ngrams.count = 0;
  const folded = text.normalize("NFC").toLowerCase();
  const length = copyWords(ngrams, folded, kind);
  if (kind === "w") addWordNgrams(ngrams, length, startOf(column, kind));
  else addCharacterNgrams(ngrams, length, startOf(column, kind));
}

/** How many characters of longer n-grams are shown. */
const MOST_SHOWN = 100;

/** n-gram i as text. */
export const ngramText = ({ units, from, to }: Ngrams, i: number): string =>
  String.fromCharCode(...units.subarray(from[i], Math.min(to[i]!, from[i]! + MOST_SHOWN)));

const starts = new Map<string, number>();

function startOf(column: string, kind: NgramKind): number {
  const key = kind + column;
  const known = starts.get(key);
  if (known !== undefined) return known;
  const start = startHash(column, kind);
  starts.set(key, start);
  return start;
}

const SPACE = 32;
const LEAST_LENGTH = { w: 2, c: 1 };

/** Writes " word word " into the units. @returns how many units; 1 if there is no word */
function copyWords(ngrams: Ngrams, text: string, kind: "w" | "c"): number {
  if (ngrams.units.length < 2 * text.length + 2) ngrams.units = new Uint16Array(4 * text.length);
  const { units } = ngrams;
  const inWord = wordUnits(kind);
  const least = LEAST_LENGTH[kind];
  let [length, start] = [1, 1];
  units[0] = SPACE;
  let inside = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    inside = unit >= 0xd800 && unit < 0xe000 ? surrogateInWord(text, i, kind, inside) : inWord[unit] === 1;
    if (inside) units[length++] = unit;
    else if (length > start) {
      if (length - start < least) length = start;
      else units[length++] = SPACE;
      start = length;
    }
  }
  if (length === start) return length;
  if (length - start < least) return start;
  units[length++] = SPACE;
  return length;
}

const CHARACTERS = { w: /[\p{L}\p{M}\p{N}_]/u, c: /\S/u };

/** A pair of surrogates is one character: its second half goes with the first. */
function surrogateInWord(text: string, i: number, kind: "w" | "c", firstHalf: boolean): boolean {
  return text.charCodeAt(i) >= 0xdc00 ? firstHalf : CHARACTERS[kind].test(String.fromCodePoint(text.codePointAt(i)!));
}

const tables = new Map<string, Uint8Array>();

/** For each UTF-16 code unit 1 if it is part of a word. Made once: asking a pattern about every character takes too long. */
function wordUnits(kind: "w" | "c"): Uint8Array {
  const known = tables.get(kind);
  if (known) return known;
  const table = new Uint8Array(0x10000).map((_, unit) => Number(CHARACTERS[kind].test(String.fromCharCode(unit))));
  tables.set(kind, table);
  return table;
}

function addWordNgrams(ngrams: Ngrams, length: number, start: number): void {
  const { units } = ngrams;
  let [single, pair, pairStart] = [start, start, -1];
  for (let i = 1, wordStart = 1; i < length; i++) {
    const unit = units[i]!;
    if (unit !== SPACE) {
      single = hashUnit(single, unit);
      pair = hashUnit(pair, unit);
      continue;
    }
    add(ngrams, single, wordStart, i);
    if (pairStart >= 0) add(ngrams, pair, pairStart, i);
    pair = hashUnit(single, SPACE);
    [single, pairStart, wordStart] = [start, wordStart, i + 1];
  }
}

function addCharacterNgrams(ngrams: Ngrams, length: number, start: number): void {
  const { units } = ngrams;
  for (let from = 0; from < length - 1; from++) {
    let state = hashUnit(start, units[from]!);
    for (let to = from + 1; to < length && to < from + MOST_CHARACTERS; to++) {
      state = hashUnit(state, units[to]!);
      if (to + 1 - from >= FEWEST_CHARACTERS) add(ngrams, state, from, to + 1);
      if (units[to] === SPACE) break;
    }
  }
}

function add(ngrams: Ngrams, state: number, from: number, to: number): void {
  const at = ngrams.count++;
  if (at === ngrams.hashes.length) grow(ngrams);
  ngrams.hashes[at] = finishHash(state);
  ngrams.from[at] = from;
  ngrams.to[at] = to;
}

function grow(ngrams: Ngrams): void {
  const { hashes, from, to } = ngrams;
  const length = 2 * hashes.length;
  ngrams.hashes = new Uint32Array(length);
  ngrams.from = new Int32Array(length);
  ngrams.to = new Int32Array(length);
  ngrams.hashes.set(hashes);
  ngrams.from.set(from);
  ngrams.to.set(to);
}
