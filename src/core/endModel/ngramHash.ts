import { mix32 } from "../math/mix32";
/**
 * The hash that turns an n-gram into a number, the same on every machine and in every language:
 * FNV-1a (Fowler, Noll & Vo) over UTF-16 code units, then the finalizer of MurmurHash3 (Appleby), all in 32 bits.
 * What is hashed is COLUMN + "\0" + KIND + "\0" + NGRAM, KIND being w (words), c (characters) or = (a category).
 * @returns 0..2^32-1
 */
export function hashNgram(column: string, kind: NgramKind, ngram: string): number {
  let state = startHash(column, kind);
  for (let i = 0; i < ngram.length; i++) state = hashUnit(state, ngram.charCodeAt(i));
  return finishHash(state);
}

export type NgramKind = "w" | "c" | "=";

/** The state after COLUMN + "\0" + KIND + "\0". */
export function startHash(column: string, kind: NgramKind): number {
  const prefix = `${column}\0${kind}\0`;
  let state = 0x811c9dc5 | 0;
  for (let i = 0; i < prefix.length; i++) state = hashUnit(state, prefix.charCodeAt(i));
  return state;
}

/** The state after one more UTF-16 code unit. */
export const hashUnit = (state: number, unit: number): number => Math.imul(state ^ unit, 0x01000193);

/** The hash that a state stands for: every bit of the input reaches every bit of it. */
export const finishHash = (state: number): number => mix32(state) >>> 0;

/** The bucket of a hash: its leading bits. */
export const bucketOf = (hash: number, bits: number): number => hash >>> (32 - bits);
