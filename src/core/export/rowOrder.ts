import { mix32 } from "../math/mix32";
/** The most rows whose order can be drawn: their numbers share 53 bits with their hashes. */
const ROW_BITS = 27;
const HASH_BITS = 26;

/** Rows in an order that depends on the seed and the rows' numbers alone: adding rows moves none past another. */
export function drawOrder(rows: ArrayLike<number>, seed: number): Uint32Array {
  const keys = new Float64Array(rows.length);
  for (let i = 0; i < keys.length; i++) keys[i] = (hashRow(rows[i]!, seed) >>> (32 - HASH_BITS)) * 2 ** ROW_BITS + rows[i]!;
  keys.sort();
  return new Uint32Array(keys.length).map((_, i) => keys[i]! % 2 ** ROW_BITS);
}

const hashRow = (row: number, seed: number): number => mix32(mix32(row ^ 0x9e3779b9) ^ seed) >>> 0;
