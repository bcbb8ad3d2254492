import assert from "node:assert/strict";
import { patternShift } from "../../../src/core/labelModel/patternShift";

const counts = (...rows: number[]): Float64Array => Float64Array.from(rows);

describe("patternShift", () => {
  it("is Pearson's chi-squared of a table", () => {
    // Textbook 2 x 2 table: 20 30 / 30 20, chi-squared 4, p = .0455.
    const shift = patternShift(counts(20, 30), counts(30, 20))!;
    assert.equal(shift.statistic.toFixed(6), "4.000000");
    assert.equal(shift.freedom, 1);
    assert.equal(shift.pValue.toFixed(4), "0.0455");
    assert.equal(shift.visible, false);
  });

  it("pools patterns that are rare", () => {
    const shift = patternShift(counts(50, 50, 1, 2, 1, 2, 4), counts(50, 50, 2, 1, 2, 1, 4))!;
    assert.equal(shift.freedom, 2);
  });

  it("sees a different mix, and does not cry over a slight one because there are many rows", () => {
    assert.equal(patternShift(counts(80, 20), counts(5000, 5000))!.visible, true);
    const slight = patternShift(counts(500_000, 500_000), counts(510_000, 490_000))!;
    assert.ok(slight.pValue < 1e-6);
    assert.ok(Math.abs(slight.effect - 0.02) < 0.001, `Cohen's w ${slight.effect}`);
    assert.equal(slight.visible, false);
  });

  it("measures the same effect whatever the number of rows", () => {
    const [small, large] = [1, 100].map((times) => patternShift(counts(80 * times, 20 * times), counts(50 * times, 50 * times))!.effect);
    assert.ok(Math.abs(small! - large!) < 0.03, `${small}, ${large}`);
  });

  it("says nothing where no two patterns are common", () => {
    assert.equal(patternShift(counts(1, 1, 1), counts(1, 1, 1)), undefined);
    assert.equal(patternShift(counts(), counts()), undefined);
    assert.equal(patternShift(counts(0, 0), counts(50, 50)), undefined);
  });
});
