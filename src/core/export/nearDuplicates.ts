import { emptySlots, findSlot } from "../math/openTable";
import { mix32 } from "../math/mix32";
/**
 * Finds texts that are nearly the same, by MinHash over pairs of neighbouring words and locality-sensitive hashing (Broder
 * 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, ch. 3). A text is the set of its word pairs, in lower
 * case and without punctuation. Of BANDS x ROWS hash functions each keeps its least value over that set; two texts agree on
 * one with probability J, the share of pairs they have in common, and on a whole band with J^ROWS. Rows that agree on any of
 * the bands are near-duplicates: found with probability 1 - (1 - J^5)^16, which is 99.8 % at J = 0.8, 15 % at J = 0.4
 * and under 1 % at J = 0.2. Equal texts are always found.
 */
export const BANDS = 16;
const ROWS = 5;

/** Scripts that put no spaces between words: each character counts as a word. */
const WORDS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]|[\p{L}\p{N}\p{M}]+/gu;

const HASHES = Uint32Array.from({ length: BANDS * ROWS }, (_, k) => mix32(Math.imul(k + 1, 0x9e3779b9)));

/** Writes a text's BANDS band keys into `keys`, from index `at` on. Takes a few microseconds for a short text. */
export function writeBandKeys(text: string, keys: Uint32Array, at: number): void {
  const pairs = wordPairs(text);
  for (let band = 0; band < BANDS; band++) {
    let key = band;
    for (let k = band * ROWS; k < (band + 1) * ROWS; k++) key = mix32(Math.imul(key, 31) ^ leastHash(pairs, HASHES[k]!));
    keys[at + band] = key;
  }
}

function leastHash(pairs: Int32Array, hash: number): number {
  let least = 0xffffffff;
  for (let i = 0; i < pairs.length; i++) {
    const h = mix32(pairs[i]! ^ hash) >>> 0;
    if (h < least) least = h;
  }
  return least;
}

/** Hashes of neighbouring words. One word is a pair with nothing; a text without words is one of its own. */
function wordPairs(text: string): Int32Array {
  const words = text.toLowerCase().match(WORDS) ?? [text];
  const hashes = words.map(hashWord);
  return Int32Array.from({ length: Math.max(1, hashes.length - 1) }, (_, i) => mix32(Math.imul(hashes[i]!, 31) ^ (hashes[i + 1] ?? 0)));
}

function hashWord(word: string): number {
  let h = word.length;
  for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), 0x01000193);
  return mix32(h);
}

/**
 * Joins rows that share a band key, and those that such rows join in turn.
 * @param rows the rows to group, ascending
 * @param keys BANDS band keys for each row of the data
 * @returns for each of `rows` the first row (an index into `rows`) of its group
 */
export function groupNearDuplicates(rows: Uint32Array, keys: Uint32Array): Uint32Array {
  const parent = Uint32Array.from(rows.keys());
  const slots = emptySlots(rows.length);
  for (let band = 0; band < BANDS; band++) {
    slots.fill(-1);
    for (let i = 0; i < rows.length; i++) {
      const key = keys[rows[i]! * BANDS + band]!;
      const slot = findSlot(slots, key, (other) => keys[rows[other]! * BANDS + band] === key);
      if (slots[slot]! < 0) slots[slot] = i;
      else join(parent, slots[slot]!, i);
    }
  }
  return parent.map((_, i) => firstOf(parent, i));
}

/** The first row of a group leads it, so that the outcome does not depend on the order of joining. */
function join(parent: Uint32Array, a: number, b: number): void {
  const [first, second] = [firstOf(parent, a), firstOf(parent, b)];
  parent[Math.max(first, second)] = Math.min(first, second);
}

function firstOf(parent: Uint32Array, start: number): number {
  let i = start;
  while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!;
  return i;
}
