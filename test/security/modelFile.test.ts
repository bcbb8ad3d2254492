// Promised: a model's file is used as it was written, or refused in plain words: whatever bits of it have changed, and whatever it claims.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { parseEndModel, serializeEndModel } from "../../src/core/endModel/modelFile";
import { trainEndModel } from "../../src/core/endModel/trainEndModel";
import { sha256 } from "../../src/files/sha256";
import { fuzzRounds } from "./fuzz";
import { reviewInput, reviews } from "../core/endModel/reviews";

const HASH_BYTES = 32;
const numRuns = fuzzRounds(200);

const { model } = trainEndModel(reviewInput(reviews(200), { goldEvery: 4 }));
const bytes = serializeEndModel(model, sha256);
const refusal = /damaged|not an end model|has the format/;
const refuses = (file: Uint8Array): void => assert.throws(() => parseEndModel(file, sha256), refusal);
const flip = (file: Uint8Array, bits: readonly number[]): Uint8Array => {
  const changed = Uint8Array.from(file);
  for (const bit of bits) changed[bit >> 3]! ^= 1 << (bit & 7);
  return changed;
};
/** What somebody writes who knows the format. */
const sealed = (body: Uint8Array): Uint8Array => Buffer.concat([body, createHash("sha256").update(body).digest()]);

describe("a model's file", () => {
  it("is refused with two sign bits flipped, wherever they are", () => {
    const words = (bytes.length - HASH_BYTES) / 4;
    const first = words - model.weights.length;
    for (let word = first + 1; word < words; word++) refuses(flip(bytes, [32 * first + 31, 32 * word + 31]));
  });

  it("is refused with any one to four bits flipped", () => {
    const bits = fc.uniqueArray(fc.nat(8 * bytes.length - 1), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(bits, (some) => refuses(flip(bytes, some))),
      { numRuns, seed: 13 },
    );
  });

  it("is refused when its own hash is right and its content is not: lengths, labels, no JSON", () => {
    const headerBytes = new DataView(bytes.buffer).getUint32(8, true);
    const header = Buffer.from(bytes.subarray(12, 12 + headerBytes)).toString("latin1");
    const withHeader = (text: string): Uint8Array => {
      const body = Uint8Array.from(bytes.subarray(0, -HASH_BYTES));
      body.set(Buffer.from(text.padEnd(headerBytes).slice(0, headerBytes), "latin1"), 12);
      return sealed(body);
    };
    parseEndModel(withHeader(header), sha256);
    const lengths = ["99", "-1", "0.5", '"1"', "null", "1e9"].map((n) => header.replace(/"kept":\d+/, `"kept":${n}`));
    for (const text of [...lengths, header.replace(/"labels":\[[^\]]*\]/, '"labels":7'), "{}", "[]", "null", "no JSON"])
      refuses(withHeader(text));
    const lengthOf = (length: number): Uint8Array => {
      const body = Uint8Array.from(bytes.subarray(0, -HASH_BYTES));
      new DataView(body.buffer).setUint32(8, length, true);
      return sealed(body);
    };
    for (const length of [0, 1, headerBytes + 4, 2 ** 32 - 1]) refuses(lengthOf(length));
  });

  it("of format 1 is still read, unless its checksum is wrong", () => {
    const body = Uint8Array.from(bytes.subarray(0, -HASH_BYTES));
    body[4] = 1;
    const old = Buffer.concat([body, Buffer.alloc(4)]);
    old.writeUInt32LE(wordHash(body), body.length);
    assert.deepEqual(parseEndModel(old, sha256), parseEndModel(bytes, sha256));
    refuses(flip(old, [8 * (body.length - 1)]));
  });
});

/** FNV-1a over words with MurmurHash3's finalizer, on whole numbers of any size. */
function wordHash(body: Uint8Array): number {
  const view = new DataView(body.buffer);
  const cut = (n: bigint): bigint => BigInt.asUintN(32, n);
  let h = 0n;
  for (let at = 0; at < body.length; at += 4) h = cut((h ^ BigInt(view.getUint32(at, true))) * 0x01000193n);
  h = cut((h ^ (h >> 16n)) * 0x85ebca6bn);
  h = cut((h ^ (h >> 13n)) * 0xc2b2ae35n);
  return Number(h ^ (h >> 16n));
}
