import { emptySlots, findSlot } from "../math/openTable";
import { mix32 } from "../math/mix32";

/**
 * A model's votes in columns, as a file of ours holds them (little-endian, nothing between the parts):
 *
 * | bytes | what |
 * |---|---|
 * | 8 | "LFVOTES1" |
 * | 4 | uint32 n: how many rows |
 * | 4 | uint32 t: bytes of text |
 * | 4n | uint32: where each row's id ends in the text, in UTF-16 units |
 * | 4n | float32: P(label), 0..1 |
 * | 2n | int16: the vote, an index into the labels; -1 where the model was asked and gives no label |
 * | t | UTF-8: the ids, one after the other |
 */
export interface VoteColumns {
  /** Row ids as text, each once. */
  readonly keys: readonly string[];
  readonly votes: ArrayLike<number>;
  readonly probabilities: ArrayLike<number>;
}

const MAGIC = "LFVOTES1";
const HEAD = 16;
const ROW_BYTES = 10;

/** The bytes of such a file. @param encode text to UTF-8: core has no platform of its own */
export function packVotes({ keys, votes, probabilities }: VoteColumns, encode: (text: string) => Uint8Array): Uint8Array {
  const text = encode(keys.join(""));
  const bytes = new Uint8Array(HEAD + ROW_BYTES * keys.length + text.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < MAGIC.length; i++) bytes[i] = MAGIC.charCodeAt(i);
  view.setUint32(8, keys.length, true);
  view.setUint32(12, text.length, true);
  const { ends, chances, given } = partsOf(keys.length);
  let end = 0;
  for (let row = 0; row < keys.length; row++) {
    end += keys[row]!.length;
    view.setUint32(ends + 4 * row, end, true);
    view.setFloat32(chances + 4 * row, probabilities[row]!, true);
    view.setInt16(given + 2 * row, votes[row]!, true);
  }
  bytes.set(text, HEAD + ROW_BYTES * keys.length);
  return bytes;
}

const partsOf = (rows: number): { readonly ends: number; readonly chances: number; readonly given: number } => ({
  ends: HEAD,
  chances: HEAD + 4 * rows,
  given: HEAD + 8 * rows,
});

/** Votes found by row id. */
export interface VoteLookup {
  readonly rows: number;
  /** The place of an id's vote in the columns; -1 if it has none. */
  readonly find: (key: string) => number;
  readonly votes: Int16Array;
  readonly probabilities: Float32Array;
}

/**
 * Reads such a file, and makes its ids ready to be looked up.
 * @param labels how many labels there are: no vote may be beyond them
 * @param decode UTF-8 to text
 * @throws Error that goes on after the file's name, if the bytes are no such file
 */
export function unpackVotes(bytes: Uint8Array, labels: number, decode: (utf8: Uint8Array) => string): VoteLookup {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEAD || !Array.from(MAGIC).every((letter, i) => bytes[i] === letter.charCodeAt(0)))
    throw new Error("is not a file of votes");
  const [rows, textBytes] = [view.getUint32(8, true), view.getUint32(12, true)];
  if (bytes.length !== HEAD + ROW_BYTES * rows + textBytes) throw new Error("is cut off or damaged");
  const at = partsOf(rows);
  const text = decode(bytes.subarray(HEAD + ROW_BYTES * rows));
  const ends = Uint32Array.from({ length: rows }, (_, row) => view.getUint32(at.ends + 4 * row, true));
  const probabilities = Float32Array.from({ length: rows }, (_, row) => view.getFloat32(at.chances + 4 * row, true));
  const votes = Int16Array.from({ length: rows }, (_, row) => view.getInt16(at.given + 2 * row, true));
  const isSound = ends.every((end, row) => end >= (ends[row - 1] ?? 0)) && (ends.at(-1) ?? 0) === text.length;
  if (!isSound || votes.some((vote) => vote < -1 || vote >= labels)) throw new Error("is damaged");
  return { rows, find: finderOf(text, ends), votes, probabilities };
}

/** Finds ids by their hash: for a million of them a Map takes about twice the time to make. */
function finderOf(text: string, ends: Uint32Array): VoteLookup["find"] {
  const slots = emptySlots(ends.length);
  const startOf = (row: number): number => ends[row - 1] ?? 0;
  const slotOf = (key: string): number =>
    findSlot(slots, hashOf(key), (row) => ends[row]! - startOf(row) === key.length && text.startsWith(key, startOf(row)));
  for (let row = 0; row < ends.length; row++) {
    const slot = slotOf(text.slice(startOf(row), ends[row]));
    if (slots[slot] === -1) slots[slot] = row;
  }
  return (key) => slots[slotOf(key)]!;
}

function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return mix32(hash);
}
