import assert from "node:assert/strict";
import fc from "fast-check";
import { fromTaggedJson, toTaggedJson } from "../../src/cluster/taggedJson";

describe("JSON with types", () => {
  it("gives back maps, typed arrays and numbers bit for bit", () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity));
    const leaf = fc.oneof(
      number.map((value) => (Object.is(value, -0) ? 0 : value)),
      fc.string(),
      fc.array(fc.double()).map((values) => Float64Array.from(values)),
      fc.array(fc.integer({ min: -32768, max: 32767 })).map((values) => Int16Array.from(values)),
      fc.array(fc.nat(255)).map((values) => Uint8Array.from(values)),
    );
    const value = fc.oneof(
      leaf,
      fc.array(leaf),
      fc.dictionary(fc.string(), leaf),
      fc.array(fc.tuple(fc.string(), leaf)).map((pairs) => new Map(pairs)),
    );
    fc.assert(
      fc.property(value, (given) => {
        assert.deepEqual(fromTaggedJson(toTaggedJson({ given })), { given: plain(given) });
      }),
    );
  });
});

/** fast-check's dictionaries may have no prototype; JSON's have. */
const plain = (value: unknown): unknown =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === null ? { ...value } : value;
