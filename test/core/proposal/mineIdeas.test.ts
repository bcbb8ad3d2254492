import assert from "node:assert/strict";
import { mineIdeas } from "../../../src/core/proposal/mineIdeas";

/** Rows of which every third asks for a refund, every third thanks, and the rest talk. */
const texts = Array.from(
  { length: 90 },
  (_, row) => ["I demand a refund now", "wonderful, thanks to Ann", "we talked of many things"][row % 3]!,
);

describe("first ideas", () => {
  it("from gold are words that it says speak for a label, with their counts", () => {
    const gold = texts.map((_, row) => (row >= 60 ? -1 : row % 3 === 0 ? 1 : 0));
    const ideas = mineIdeas({ texts, gold, labels: ["OTHER", "REFUND"] });
    const refund = ideas.find(({ label }) => label === 1)!;
    assert.ok(
      refund.words.some((word) => ["demand", "refund"].includes(word)),
      refund.words.join(),
    );
    assert.deepEqual({ rows: refund.rows, right: refund.right }, { rows: 20, right: 20 });
    for (const { label, rows, right } of ideas) assert.ok(right! / rows > 0.5, `label ${label}`);
    assert.equal(new Set(ideas.flatMap(({ words }) => words)).size, ideas.flatMap(({ words }) => words).length);
  });

  it("without gold are frequent words that not all rows have, a label's own name first", () => {
    const rare = texts.map((text, row) => (row % 6 === 0 ? text : `nothing of note ${row}`));
    const ideas = mineIdeas({ texts: rare, gold: rare.map(() => -1), labels: ["THANKS", "REFUND"] });
    assert.deepEqual(ideas[0], { label: 1, words: ["refund", "demand"], rows: 15 });
    assert.ok(ideas.every(({ right }) => right === undefined));
  });

  it("are none where no word is told twice", () =>
    assert.deepEqual(mineIdeas({ texts: ["a", ""], gold: [-1, -1], labels: ["A", "B"] }), []));
});
