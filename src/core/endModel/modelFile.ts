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

const MAGIC = "LFEM";
const VERSION = 1;
/** Magic, version, length of the header. */
const PREFIX_WORDS = 3;

/**
 * Writes a model as one file, the same bytes for the same model. It consists of 4-byte words, numbers being little-endian:
 * - "LFEM", the version (uint32), the header's length in bytes (uint32);
 * - the header: JSON in ASCII, filled up with spaces to whole words;
 * - buckets (int32), idf (float32), kept features (int32), weights (float32, kept features x labels, row-major);
 * - a checksum of all words before (uint32): ngramHash.ts, over words instead of code units.
 *
 * That is 24 MB at most; with few labels, below 2.
 */
export function serializeEndModel({ labels, space, weights, kept, intercepts, temperature, names }: EndModel): Uint8Array {
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
  const words = new Uint32Array(PREFIX_WORDS + headerWords + arrays.reduce((sum, { length }) => sum + length, 0) + 1);
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
  words[at] = checksum(words);
  return bytes;
}

/** Reads what `serializeEndModel` wrote. Throws an Error in plain words if the bytes are anything else, or not whole. */
export function parseEndModel(bytes: Uint8Array): EndModel {
  if (readAscii(bytes, 0, MAGIC.length) !== MAGIC) throw new Error("This file is not an end model of LF Lens.");
  // A copy in memory of its own: a Buffer is often a part of a larger one.
  const whole = new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % 4)));
  const words = new Uint32Array(whole.buffer);
  if (words.length > PREFIX_WORDS && words[1] !== VERSION) {
    throw new Error(`This end model has the format ${words[1]}; this version of LF Lens reads format ${VERSION}. Train it again.`);
  }
  const damaged = new Error("This end model's file is damaged or not complete. Train it again, or copy the file again.");
  if (whole.length !== bytes.length || words.length <= PREFIX_WORDS || words.at(-1) !== checksum(words)) throw damaged;
  const header = JSON.parse(readAscii(bytes, 4 * PREFIX_WORDS, words[2]!)) as Header;
  let at = 4 * PREFIX_WORDS + words[2]!;
  const next = (length: number): number => (at += 4 * length) - 4 * length;
  const { labels, options, columns, numbers, intercepts, temperature } = header;
  return {
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
}

/** JSON of ASCII characters alone, filled up with spaces to whole words. */
function toAscii(json: string): string {
  const ascii = json.replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return ascii.padEnd(4 * Math.ceil(ascii.length / 4));
}

function writeAscii(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

/** In pieces: a call takes only so many arguments. */
function readAscii(bytes: Uint8Array, at: number, length: number): string {
  const piece = 8192;
  const pieces = Array.from({ length: Math.ceil(length / piece) }, (_, i) => {
    const from = at + i * piece;
    return String.fromCharCode(...bytes.subarray(from, Math.min(from + piece, at + length)));
  });
  return pieces.join("");
}

/** Of all words but the last. */
function checksum(words: Uint32Array): number {
  let state = 0;
  for (let i = 0; i < words.length - 1; i++) state = hashUnit(state, words[i]!);
  return finishHash(state);
}
