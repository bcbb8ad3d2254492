import { mix32 } from "../math/mix32";
import type { PatternTable } from "./patternTable";
import type { VoteColumn } from "../statistics/votes";

/** Rows that are turned from columns to rows at a time: few enough to stay in cache. */
const BLOCK = 512;

/** A hash set of patterns. Votes are kept two to a word, which halves the work of hashing and comparing. */
export interface PatternSet {
  readonly lfs: number;
  readonly words: number;
  size: number;
  /** Pattern-major, `words` a pattern. */
  votes: Int32Array;
  counts: Float64Array;
  hashes: Int32Array;
  /** Open addressing; pattern + 1, or 0 where free. Its length is a power of two, at least twice `size`. */
  slots: Int32Array;
  /** The rows of the current block, laid out like `votes`. */
  readonly block: Int32Array;
}

export function emptyPatternSet(lfs: number): PatternSet {
  const words = (lfs + 1) >>> 1;
  return {
    lfs,
    words,
    size: 0,
    votes: new Int32Array(64 * words),
    counts: new Float64Array(64),
    hashes: new Int32Array(64),
    slots: new Int32Array(256),
    block: new Int32Array(BLOCK * words),
  };
}

/** Adds the columns' rows; writes each row's pattern to `into`, from index `at` on. */
export function addRows(set: PatternSet, columns: readonly VoteColumn[], rows: number, into: Int32Array, at: number): void {
  for (let from = 0; from < rows; from += BLOCK) {
    const count = Math.min(BLOCK, rows - from);
    transpose(columns, from, count, set);
    for (let i = 0; i < count; i++) into[at + from + i] = patternOf(set, i);
  }
}

function transpose(columns: readonly VoteColumn[], from: number, count: number, { block, words }: PatternSet): void {
  const votes = new Int16Array(block.buffer);
  const stride = 2 * words;
  for (let j = 0; j < columns.length; j++) {
    const column = columns[j]!;
    for (let i = 0, at = j; i < count; i++, at += stride) votes[at] = column[from + i]!;
  }
}

/** The pattern of row i of the block, new or known; counts the row. */
function patternOf(set: PatternSet, i: number): number {
  const start = i * set.words;
  const hash = hashOf(set.block, start, set.words);
  const mask = set.slots.length - 1;
  let slot = hash & mask;
  for (let entry = set.slots[slot]!; entry !== 0; entry = set.slots[slot]!) {
    if (set.hashes[entry - 1] === hash && isPattern(set, entry - 1, start)) {
      set.counts[entry - 1]!++;
      return entry - 1;
    }
    slot = (slot + 1) & mask;
  }
  set.slots[slot] = set.size + 1;
  return addPattern(set, start, hash);
}

/** MurmurHash3 (x86, 32 bits; Appleby, public domain) over a row's words. */
function hashOf(block: Int32Array, start: number, words: number): number {
  let h = words;
  for (let w = start; w < start + words; w++) {
    let k = Math.imul(block[w]!, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  return mix32(h);
}

function isPattern({ votes, block, words }: PatternSet, pattern: number, start: number): boolean {
  const offset = pattern * words - start;
  for (let w = start; w < start + words; w++) if (votes[w + offset] !== block[w]) return false;
  return true;
}

function addPattern(set: PatternSet, start: number, hash: number): number {
  const pattern = set.size++;
  if (set.size > set.counts.length) {
    set.votes = grow(set.votes, set.size * set.words);
    set.counts = grow(set.counts, set.size);
    set.hashes = grow(set.hashes, set.size);
  }
  for (let w = 0; w < set.words; w++) set.votes[pattern * set.words + w] = set.block[start + w]!;
  set.counts[pattern] = 1;
  set.hashes[pattern] = hash;
  if (set.size * 2 > set.slots.length) rehash(set);
  return pattern;
}

function rehash(set: PatternSet): void {
  set.slots = new Int32Array(set.slots.length * 4);
  const mask = set.slots.length - 1;
  for (let pattern = 0; pattern < set.size; pattern++) {
    let slot = set.hashes[pattern]! & mask;
    while (set.slots[slot] !== 0) slot = (slot + 1) & mask;
    set.slots[slot] = pattern + 1;
  }
}

/** Unpacks the patterns: an odd number of LFs leaves every pattern's last half word unused. */
export function tableOf({ size, lfs, words, votes, counts }: PatternSet, labels: number): PatternTable {
  const padded = new Int16Array(votes.buffer);
  const exact = new Int16Array(size * lfs);
  if (lfs === 2 * words) exact.set(padded.subarray(0, exact.length));
  else for (let p = 0; p < size; p++) exact.set(padded.subarray(p * 2 * words, p * 2 * words + lfs), p * lfs);
  return { size, lfs, labels, votes: exact, counts: counts.slice(0, size) };
}

/** A copy with room for at least `needed` entries. */
export function grow<T extends Int32Array | Float64Array>(array: T, needed: number): T {
  const larger = new (array.constructor as new (length: number) => T)(Math.max(needed, array.length * 2));
  larger.set(array);
  return larger;
}
