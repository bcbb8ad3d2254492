// Votes in columns: what is packed is found again by id; bytes that are anything else are refused, never followed.
import assert from "node:assert/strict";
import fc from "fast-check";
import { packVotes, unpackVotes } from "../../src/core/data/keptVotes";

const encode = (text: string): Uint8Array => Buffer.from(text);
const decode = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");
const row = fc.record({
  key: fc.string({ unit: "grapheme" }),
  vote: fc.integer({ min: -1, max: 2 }),
  probability: fc.constantFrom(0, 0.25, 1),
});

describe("votes in columns", () => {
  it("are found by id, whatever the ids", () => {
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: ({ key }) => key }), (rows) => {
        const columns = {
          keys: rows.map(({ key }) => key),
          votes: rows.map(({ vote }) => vote),
          probabilities: rows.map(({ probability }) => probability),
        };
        const found = unpackVotes(packVotes(columns, encode), 3, decode);
        for (const { key, vote, probability } of rows)
          assert.deepEqual([found.votes[found.find(key)], found.probabilities[found.find(key)]], [vote, probability]);
        assert.equal(found.find("an id that is not there: \u0000"), -1);
      }),
    );
  });

  it("can be a million", () => {
    const keys = Array.from({ length: 1_000_000 }, (_, i) => `row-${i}`);
    const bytes = packVotes({ keys, votes: keys.map((_, i) => (i % 3) - 1), probabilities: keys.map(() => 0.5) }, encode);
    const found = unpackVotes(bytes, 2, decode);
    for (const i of [0, 1, 2, 499_999, 999_999]) assert.equal(found.votes[found.find(`row-${i}`)], (i % 3) - 1);
    assert.equal(found.find("row-1000000"), -1);
  });

  it("say what is wrong with other bytes, and never find beyond them", () => {
    const bytes = packVotes({ keys: ["a", "b"], votes: [0, 1], probabilities: [1, 1] }, encode);
    assert.throws(() => unpackVotes(bytes.subarray(0, -1), 2, decode), /is cut off or damaged/);
    assert.throws(() => unpackVotes(new Uint8Array(), 2, decode), /is not a file of votes/);
    assert.throws(() => unpackVotes(bytes, 1, decode), /is damaged/, "a vote beyond the labels");
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        const changed = Uint8Array.from(bytes);
        changed[at] = value;
        try {
          const { find, votes } = unpackVotes(changed, 2, decode);
          for (const key of ["a", "b", "ab", ""]) assert.ok(find(key) < votes.length);
        } catch (error) {
          assert.match(String(error), /is not a file of votes|damaged/);
        }
      }),
    );
  });
});
