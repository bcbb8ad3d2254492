// Two models on the same rows.
import assert from "node:assert/strict";
import fc from "fast-check";
import { pairedDifference } from "../../../src/core/endModel/pairedDifference";
import { differenceInterval, wilson } from "../../../src/core/math/interval";

describe("the difference of two models on the same rows", () => {
  it("is in accuracy, second minus first, with McNemar's exact test", () => {
    // 100 rows: 10 for the better, 2 for the worse. p = 2 (1 + 12 + 66) / 4096.
    const { n, difference, interval, pValue } = pairedDifference({ bothRight: 60, onlyFirst: 2, onlySecond: 10, neither: 28 });
    assert.deepEqual([n, difference], [100, 0.08]);
    assert.ok(Math.abs(pValue - 158 / 4096) < 1e-9, String(pValue));
    // Half a row on each count: 8/102 +- 1.96 sqrt(13 - 64/102) / 102.
    assert.deepEqual([interval!.low.toFixed(4), interval!.high.toFixed(4)], ["0.0108", "0.1460"]);
  });

  it("is narrower than if the two had been measured on different rows", () => {
    const paired = pairedDifference({ bothRight: 800, onlyFirst: 20, onlySecond: 40, neither: 140 }).interval!;
    const rateOf = (right: number) => ({ rate: right / 1000, ...wilson(right, 1000)! });
    const apart = differenceInterval(rateOf(820), rateOf(840));
    assert.ok(paired.high - paired.low < 0.6 * (apart.high - apart.low));
  });

  it("is not known without gold, and has a width even where the two never differ", () => {
    assert.deepEqual(pairedDifference({ bothRight: 0, onlyFirst: 0, onlySecond: 0, neither: 0 }), {
      ...{ n: 0, difference: null, interval: null, pValue: 1 },
    });
    const { interval } = pairedDifference({ bothRight: 5, onlyFirst: 0, onlySecond: 0, neither: 0 });
    assert.ok(interval!.low < 0 && interval!.high > 0);
  });

  it("turns its sign when the two change places, and its interval holds it", () => {
    const count = fc.nat(500);
    fc.assert(
      fc.property(count, count, count, count, (bothRight, onlyFirst, onlySecond, neither) => {
        const there = pairedDifference({ bothRight, onlyFirst, onlySecond, neither });
        const back = pairedDifference({ bothRight, onlyFirst: onlySecond, onlySecond: onlyFirst, neither });
        if (there.difference === null) return;
        assert.equal(there.difference, -back.difference! + 0);
        assert.ok(Math.abs(there.interval!.low + back.interval!.high) < 1e-9);
        assert.equal(there.pValue, back.pValue);
        assert.ok(there.interval!.low <= there.interval!.high && there.interval!.low >= -1 && there.interval!.high <= 1);
      }),
    );
  });
});
