import assert from "node:assert/strict";
import fc from "fast-check";
import { differenceInterval, rate, wilson } from "../../src/core/math/interval";

/** Figures of the Wilson interval as published tables and R's prop.test(correct = FALSE) give them. */
const known: { count: number; n: number; low: number; high: number }[] = [
  { count: 0, n: 10, low: 0, high: 0.2775 },
  { count: 10, n: 10, low: 0.7225, high: 1 },
  { count: 1, n: 1, low: 0.2065, high: 1 },
  { count: 50, n: 100, low: 0.4038, high: 0.5962 },
  { count: 245, n: 248, low: 0.965, high: 0.9959 },
];

describe("rates and intervals", () => {
  for (const { count, n, low, high } of known) {
    it(`gives ${count} of ${n} the interval ${low} to ${high}`, () => {
      const interval = wilson(count, n)!;
      assert.deepEqual([interval.low.toFixed(4), interval.high.toFixed(4)], [low.toFixed(4), high.toFixed(4)]);
    });
  }

  it("gives differences the intervals that Newcombe published", () => {
    // Statistics in Medicine 17 (1998), table II, method 10; his difference is our second minus our first.
    const check = (first: readonly [number, number], second: readonly [number, number], low: number, high: number): void => {
      const [a, b] = [first, second].map(([count, n]) => ({ rate: count / n, ...wilson(count, n)! }));
      const interval = differenceInterval(a!, b!);
      assert.deepEqual([interval.low.toFixed(4), interval.high.toFixed(4)], [low.toFixed(4), high.toFixed(4)]);
    };
    check([48, 80], [56, 70], 0.0524, 0.3339);
    check([3, 10], [9, 10], 0.1705, 0.809);
    check([2, 7], [6, 7], 0.0582, 0.8062);
    check([0, 29], [5, 56], -0.0381, 0.1926);
    check([0, 10], [10, 10], 0.6075, 1);
  });

  it("has nothing to say about no rows", () => {
    assert.equal(wilson(0, 0), undefined);
    assert.equal(rate(0, 0), undefined);
    assert.equal(rate(1, 4), 0.25);
  });

  it("holds the rate, stays within 0 and 1, and narrows with more rows", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const count = Math.floor(share * n);
        const { low, high } = wilson(count, n)!;
        assert.ok(low >= 0 && low <= count / n + 1e-12 && high >= count / n - 1e-12 && high <= 1);
        const more = wilson(count * 10, n * 10)!;
        assert.ok(more.high - more.low < high - low);
      }),
    ));
});
