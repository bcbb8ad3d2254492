import assert from "node:assert/strict";
import { refineLabels } from "../../../src/core/endModel/refineLabels";

const refined = (texts: readonly string[], soft: readonly (readonly number[])[]) =>
  refineLabels({
    columns: [{ kind: "text", name: "text", values: texts }],
    soft: Float64Array.from(soft.flat()),
  });

const repeat = <T>(value: T, times: number): T[] => new Array<T>(times).fill(value);

describe("labels by votes and texts", () => {
  it("are the votes' times the square root of what the other rows' texts say", () => {
    // All texts are alike, so a model of the others says .8 and .2: .8 sqrt(.8) : .2 sqrt(.2) = .8889 : .1111.
    const { proba, moved } = refined(repeat("the same", 500), repeat([0.8, 0.2], 500));
    for (let row = 0; row < 500; row++) assert.ok(Math.abs(proba[2 * row]! - 0.8889) < 1e-3, String(proba[2 * row]));
    assert.ok(Math.abs(moved - 0.0889) < 1e-3, String(moved));
  });

  it("turn a row whose text is that of the other label, and leave the others", () => {
    const texts = [...repeat("alpha", 40), ...repeat("beta", 40), "alpha"];
    const { proba } = refined(texts, [...repeat([0.9, 0.1], 40), ...repeat([0.1, 0.9], 40), [0.4, 0.6]]);
    const labels = Array.from(texts, (_, row) => Number(proba[2 * row + 1]! > 0.5));
    assert.deepEqual(labels, [...repeat(0, 40), ...repeat(1, 40), 0]);
    for (let row = 0; row < texts.length; row++) assert.ok(Math.abs(proba[2 * row]! + proba[2 * row + 1]! - 1) < 1e-12);
  });

  it("are the same for the same rows in another order", () => {
    const texts = Array.from({ length: 60 }, (_, i) => `word${i % 7} word${i % 5} row${i}`);
    const soft = Array.from({ length: 60 }, (_, i) => [0.2 + (i % 6) / 10, 0.8 - (i % 6) / 10]);
    const forward = refined(texts, soft).proba;
    const backward = refined(texts.toReversed(), soft.toReversed()).proba;
    texts.forEach((_, row) => assert.equal(backward[2 * (59 - row)], forward[2 * row]));
  });

  it("take any rows: none, one with an empty text, two that are sure", () => {
    assert.deepEqual([...refined([], []).proba], []);
    assert.ok(refined([""], [[1, 0]]).proba.every(Number.isFinite));
    assert.deepEqual(
      [
        ...refined(
          ["a", "b"],
          [
            [1, 0],
            [0, 1],
          ],
        ).proba,
      ],
      [1, 0, 0, 1],
    );
  });
});
