import { mix32 } from "../math/mix32";
/**
 * Draws a sample that depends on nothing but the seed and the rows' ids: the same rows on every machine, whatever the
 * order of the files. Each row gets a hash of (seed, id) and those with the smallest hashes are taken (bottom-k sampling).
 */
import { SPLITS, type Split } from "./cells";

/** A 64-bit hash as two unsigned 32-bit halves. */
export interface KeyHash {
  readonly high: number;
  readonly low: number;
}

/** How many rows, which seed, and which splits they may come from: train and dev unless said otherwise. */
export interface SampleRule {
  readonly rows: number | "all";
  readonly seed: number;
  readonly split?: Split | "all";
}

export interface Draw {
  /**
   * Shows the draw one row.
   * @param split index into SPLITS
   * @param key the row's id, or what stands in for it
   * @param row the row's number in reading order
   * @returns whether it is among those drawn so far, as most rows of large data never are
   */
  offer(split: number, key: string, row: number): boolean;
  /** The rows drawn, ascending. */
  rows(): number[];
}

/**
 * Starts a draw. Rows are taken from one pool if `rule.split` names it; otherwise from train and dev, of which dev gets at
 * most half so that it cannot crowd train out, and what one does not use goes to the other.
 */
export function createDraw(rule: SampleRule): Draw {
  if (rule.rows === "all" || rule.rows === 0) return drawAll(rule.rows === 0 ? [] : splitsOf(rule));
  const size = rule.rows;
  const pools: BottomK[] = rule.split === undefined ? [createBottomK(size), createBottomK(size)] : [createBottomK(size)];
  const poolOf = SPLITS.map((split) => {
    if (rule.split === undefined) return pools[["train", "dev"].indexOf(split)];
    return rule.split === "all" || rule.split === split ? pools[0] : undefined;
  });
  return {
    offer(split, key, row) {
      return poolOf[split]?.offer(hashKey(rule.seed, key), row) ?? false;
    },
    rows() {
      const [first, dev] = pools;
      if (!dev) return first!.smallest(size).sort(ascending);
      const devRows = Math.min(dev.count(), Math.max(Math.floor(size / 2), size - first!.count()));
      return [...first!.smallest(size - devRows), ...dev.smallest(devRows)].sort(ascending);
    },
  };
}

const splitsOf = ({ split }: SampleRule): readonly Split[] => (split === undefined ? ["train", "dev"] : split === "all" ? SPLITS : [split]);

/** Where every row of some splits is wanted, nothing is drawn. */
function drawAll(splits: readonly Split[]): Draw {
  const isWanted = SPLITS.map((split) => splits.includes(split));
  const rows: number[] = [];
  return {
    offer(split, _key, row) {
      if (isWanted[split]) rows.push(row);
      return isWanted[split] === true;
    },
    rows: () => rows,
  };
}

/**
 * Hashes a text with a seed: MurmurHash3's 32-bit mixing in two lanes with different constants over UTF-16 units, each lane
 * finished with murmur's finalizer and stirred into the other. Not for secrets. The test vectors are pinned: samples of
 * existing projects must never change.
 */
export function hashKey(seed: number, key: string): KeyHash {
  let a = (seed ^ 0x9e3779b9) | 0;
  let b = (Math.floor(seed / 2 ** 32) ^ Math.imul(seed | 0, 0x85ebca6b)) | 0;
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i);
    a = rotate(a ^ Math.imul(rotate(Math.imul(unit, 0xcc9e2d51), 15), 0x1b873593), 13);
    a = (Math.imul(a, 5) + 0xe6546b64) | 0;
    b = rotate(b ^ Math.imul(rotate(Math.imul(unit, 0x239b961b), 16), 0xab0e9789), 19);
    b = (Math.imul(b, 5) + 0x561ccd1b) | 0;
  }
  a = mix32(a ^ key.length);
  b = mix32((b ^ key.length) + a);
  a = mix32(a + b);
  return { high: a >>> 0, low: b >>> 0 };
}

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));
const ascending = (a: number, b: number): number => a - b;

interface BottomK {
  /** @returns whether it is held now */
  offer(hash: KeyHash, row: number): boolean;
  /** Rows held, at most k. */
  count(): number;
  /** The `n` rows with the smallest hashes, smallest first. */
  smallest(n: number): number[];
}

interface Entry extends KeyHash {
  readonly row: number;
}

/** Equal keys are told apart by reading order. */
const compare = (a: Entry, b: Entry): number => a.high - b.high || a.low - b.low || a.row - b.row;

/** Keeps the k entries with the smallest hashes in a binary heap, largest on top. */
function createBottomK(k: number): BottomK {
  const heap: Entry[] = [];
  return {
    offer(hash, row) {
      const entry = { high: hash.high, low: hash.low, row };
      if (heap.length < k) raise(heap, entry);
      else if (k > 0 && compare(entry, heap[0]!) < 0) replaceTop(heap, entry);
      else return false;
      return true;
    },
    count: () => heap.length,
    smallest: (n) =>
      [...heap]
        .sort(compare)
        .slice(0, n)
        .map((entry) => entry.row),
  };
}

function raise(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (compare(heap[parent]!, entry) >= 0) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = entry;
}

function replaceTop(heap: Entry[], entry: Entry): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && compare(heap[child + 1]!, heap[child]!) > 0) child++;
    if (compare(heap[child]!, entry) <= 0) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = entry;
}
