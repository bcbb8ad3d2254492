// The rows on which mixtures are compared: some of many, so that comparing never takes longer than a user waits.
import assert from "node:assert/strict";
import { firstRows } from "../../../src/core/endModel/trainable";

const ABSTAIN = -1;

/** Rows without gold, then rows with it. */
const goldOf = (soft: number, gold: number): Int16Array => Int16Array.from({ length: soft + gold }, (_, row) => (row < soft ? ABSTAIN : 0));

describe("the rows that mixtures are compared on", () => {
  it("are all, each counted once, where there are few", () => {
    const { picks, factors } = firstRows({ gold: goldOf(3, 2), labels: 2 });
    assert.deepEqual(
      [[...picks], [...factors]],
      [
        [0, 1, 2, 3, 4],
        [1, 1, 1, 1, 1],
      ],
    );
  });

  it("stand for all where there are many: those with gold for gold, the others for the others", () => {
    const { picks, factors } = firstRows({ gold: goldOf(12_000, 3000), labels: 2 });
    assert.equal(picks.length, 7500);
    assert.deepEqual([factors[0], factors.at(-1)], [2, 2]);
    assert.equal(
      factors.reduce((sum, factor) => sum + factor),
      15_000,
    );
  });

  it("are fewer where labels are many, but never less than a quarter, and half of those with gold", () => {
    const sizes = [24, 48, 151, 5000].map((labels) => firstRows({ gold: goldOf(12_000, 3000), labels }).picks.length);
    assert.deepEqual(sizes, [7500, 3750, 2250, 2250]);
  });
});
