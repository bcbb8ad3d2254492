import type { FeatureColumn, FeatureOptions } from "./countFeatures";
import type { EndModel } from "./endModel";
import type { Spread } from "./featureSpace";
import { finishHash, hashUnit } from "./ngramHash";

/** What the header says, beside the arrays. */
interface Header {
  readonly labels: readonly string[];
  readonly options: FeatureOptions;
  readonly columns: readonly { readonly name: string; readonly kind: FeatureColumn["kind"] }[];
  readonly numbers: readonly Spread[];
  readonly intercepts: readonly number[];
  readonly temperature: number;
  /** Feature, column, text. */
  readonly names: readonly (readonly [number, string, string])[];
  /** Lengths of the arrays. */
  readonly buckets: number;
  readonly kept: number;
}

/** A function of bytes that tells any two models apart: SHA-256, which core cannot import. @returns 32 bytes */
export type ModelHash = (bytes: Uint8Array) => Uint8Array;

const MAGIC = "LFEM";
const VERSION = 2;
/** Ends with a weaker checksum of 4 bytes, which misses some pairs of flipped bits. */
const OLD_VERSION = 1;
/** Magic, version, length of the header. */
const PREFIX_WORDS = 3;
const HASH_BYTES = 32;

/**
 * Writes a model as one file, the same bytes for the same model. It consists of 4-byte words, numbers being little-endian:
 * - "LFEM", the version (uint32), the header's length in bytes (uint32);
 * - the header: JSON in ASCII, filled up with spaces to whole words;
 * - buckets (int32), idf (float32), kept features (int32), weights (float32, kept features x labels, row-major);
 * - the SHA-256 of all bytes before.
 *
 * That is 24 MB at most; with few labels, below 2.
 */
export function serializeEndModel(
  { labels, space, weights, kept, intercepts, temperature, names }: EndModel,
  sha256: ModelHash,
): Uint8Array {
  const { options, columns, numbers, buckets, idf } = space;
  const header: Header = {
    ...{ labels, options, columns, numbers, temperature },
    intercepts: Array.from(intercepts),
    names: Array.from(names, ([feature, { column, text }]) => [feature, column, text] as const),
    buckets: buckets.length,
    kept: kept.length,
  };
  const json = toAscii(JSON.stringify(header));
  const arrays = [buckets, idf, kept, weights];
  const headerWords = json.length / 4;
  const words = new Uint32Array(PREFIX_WORDS + headerWords + arrays.reduce((sum, { length }) => sum + length, 0) + HASH_BYTES / 4);
  const bytes = new Uint8Array(words.buffer);
  writeAscii(bytes, 0, MAGIC);
  words[1] = VERSION;
  words[2] = json.length;
  writeAscii(bytes, 4 * PREFIX_WORDS, json);
  let at = PREFIX_WORDS + headerWords;
  for (const array of arrays) {
    words.set(new Uint32Array(array.buffer, array.byteOffset, array.length), at);
    at += array.length;
  }
  bytes.set(sha256(bytes.subarray(0, -HASH_BYTES)), 4 * at);
  return bytes;
}

/** Reads what `serializeEndModel` wrote, now or before. Throws an Error in plain words if the bytes are anything else, or not whole. */
export function parseEndModel(bytes: Uint8Array, sha256: ModelHash): EndModel {
  if (readAscii(bytes, 0, MAGIC.length) !== MAGIC) throw new Error("This file is not an end model of LF Lens.");
  // A copy in memory of its own: a Buffer is often a part of a larger one.
  const whole = new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % 4)));
  const words = new Uint32Array(whole.buffer);
  const version = words[1];
  if (words.length > PREFIX_WORDS && version !== VERSION && version !== OLD_VERSION) {
    throw new Error(
      `This end model has the format ${version}; this version of LF Lens reads format ${VERSION}. Update LF Lens or train it again.`,
    );
  }
  const isOld = version === OLD_VERSION;
  const end = whole.length - (isOld ? 4 : HASH_BYTES);
  const isWhole = (): boolean =>
    isOld ? words.at(-1) === oldChecksum(words) : isSame(whole.subarray(end), sha256(whole.subarray(0, end)));
  if (whole.length !== bytes.length || words.length <= PREFIX_WORDS || !isWhole()) throw damaged();
  try {
    return readModel(whole, words[2]!, end);
  } catch {
    // The bytes are as they were written, but not by serializeEndModel.
    throw damaged();
  }
}

const damaged = (): Error => new Error("This end model's file is damaged or not complete. Train it again, or copy the file again.");

const isSame = (one: Uint8Array, other: Uint8Array): boolean => one.length === other.length && one.every((byte, i) => byte === other[i]);

/** @param end where the last array ends */
function readModel(whole: Uint8Array<ArrayBuffer>, headerBytes: number, end: number): EndModel {
  const header = JSON.parse(readAscii(whole, 4 * PREFIX_WORDS, headerBytes)) as Header;
  let at = 4 * PREFIX_WORDS + headerBytes;
  const next = (length: number): number => (at += 4 * length) - 4 * length;
  const { labels, options, columns, numbers, intercepts, temperature } = header;
  const model: EndModel = {
    labels,
    intercepts,
    temperature,
    space: {
      ...{ options, columns, numbers },
      buckets: new Int32Array(whole.buffer, next(header.buckets), header.buckets),
      idf: new Float32Array(whole.buffer, next(header.buckets), header.buckets),
    },
    kept: new Int32Array(whole.buffer, next(header.kept), header.kept),
    weights: new Float32Array(whole.buffer, next(header.kept * labels.length), header.kept * labels.length),
    names: new Map(header.names.map(([feature, column, text]) => [feature, { column, text }])),
  };
  if (at !== end) throw new Error("The arrays are not as long as the header says.");
  return model;
}

/** JSON of ASCII characters alone, filled up with spaces to whole words. */
function toAscii(json: string): string {
  const ascii = json.replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return ascii.padEnd(4 * Math.ceil(ascii.length / 4));
}

function writeAscii(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

/** In pieces: a call takes a limited number of arguments. */
function readAscii(bytes: Uint8Array, at: number, length: number): string {
  const piece = 8192;
  const pieces = Array.from({ length: Math.ceil(length / piece) }, (_, i) => {
    const from = at + i * piece;
    return String.fromCharCode(...bytes.subarray(from, Math.min(from + piece, at + length)));
  });
  return pieces.join("");
}

/** Of all words but the last, as format 1 has it: ngramHash.ts, over words instead of code units. */
function oldChecksum(words: Uint32Array): number {
  let state = 0;
  for (let i = 0; i < words.length - 1; i++) state = hashUnit(state, words[i]!);
  return finishHash(state);
}
