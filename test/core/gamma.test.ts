import assert from "node:assert/strict";
import { chiSquaredTail, logGamma } from "../../src/core/math/gamma";

describe("logGamma", () => {
  it("is the logarithm of factorials", () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n++) {
      assert.ok(Math.abs(logGamma(n) - Math.log(factorial)) < 1e-10, `Gamma(${n})`);
      factorial *= n;
    }
    assert.ok(Math.abs(logGamma(0.5) - Math.log(Math.PI) / 2) < 1e-12);
  });
});

describe("chiSquaredTail", () => {
  const check = (statistic: number, freedom: number, tail: number): void => {
    it(`P(chi2(${freedom}) > ${statistic}) = ${tail}`, () => assert.ok(Math.abs(chiSquaredTail(statistic, freedom) / tail - 1) < 1e-3));
  };

  // Critical values of any table of the distribution.
  check(3.841, 1, 0.05);
  check(6.635, 1, 0.01);
  check(18.307, 10, 0.05);
  check(124.342, 100, 0.05);
  check(2, 2, Math.exp(-1));
  check(200, 2, Math.exp(-100));
  it("is 1 at 0", () => assert.equal(chiSquaredTail(0, 3), 1));
});
