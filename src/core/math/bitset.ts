/** A set of rows: row r is bit r % 32 of word r / 32. Bits past the last row are 0. */
export type Bitset = Int32Array;

/** The empty set over `rows` rows. */
export const bitset = (rows: number): Bitset => new Int32Array((rows + 31) >>> 5);

/** The set of all rows. */
export function fullBitset(rows: number): Bitset {
  const set = bitset(rows).fill(-1);
  if (rows % 32 !== 0) set[set.length - 1] = (1 << (rows % 32)) - 1;
  return set;
}

/** The rows of 0..rows-1 for which `test` holds. */
export function bitsetOf(rows: number, test: (row: number) => boolean): Bitset {
  const set = bitset(rows);
  for (let row = 0; row < rows; row++) if (test(row)) set[row >>> 5]! |= 1 << row;
  return set;
}

export const hasRow = (set: Bitset, row: number): boolean => ((set[row >>> 5]! >>> (row & 31)) & 1) === 1;

/** How many bits of a 32-bit word are 1 (Warren, Hacker's Delight, section 5-1). */
export function popcount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** How many rows are in the set. */
export function countRows(set: Bitset): number {
  let count = 0;
  for (let w = 0; w < set.length; w++) count += popcount(set[w]!);
  return count;
}

/** How many rows are in both sets. */
export function countCommon(a: Bitset, b: Bitset): number {
  let count = 0;
  for (let w = 0; w < a.length; w++) count += popcount(a[w]! & b[w]!);
  return count;
}

/** The rows that are in both sets. */
export const intersection = (a: Bitset, b: Bitset): Bitset => a.map((word, w) => word & b[w]!);

/** Adds the other set's rows. */
export function unite(set: Bitset, other: Bitset): void {
  for (let w = 0; w < set.length; w++) set[w]! |= other[w]!;
}

/** Keeps only the other set's rows. */
export function intersect(set: Bitset, other: Bitset): void {
  for (let w = 0; w < set.length; w++) set[w]! &= other[w]!;
}
