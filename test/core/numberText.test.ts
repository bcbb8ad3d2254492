import assert from "node:assert/strict";
import { counted, percent, points, signedPoints } from "../../src/core/data/numberText";

function check(cases: readonly (readonly [shown: string, expected: string])[]): void {
  for (const [shown, expected] of cases) assert.equal(shown, expected);
}

describe("numbers as text", () => {
  it("give a rate of nothing as n/a, and say 0 or 100 % of none or all only", () =>
    check([
      [percent(0, 0), "n/a"],
      [percent(0, 5), "0.0%"],
      [percent(1, 10_000), "<0.1%"],
      [percent(4, 10_000), "<0.1%"],
      [percent(6, 10_000), "0.1%"],
      [percent(127, 1000), "12.7%"],
      [percent(9992, 10_000), "99.9%"],
      [percent(9999, 10_000), ">99.9%"],
      [percent(5, 5), "100.0%"],
    ]));

  it("count with the noun in its number", () =>
    check([
      [counted(0, "row"), "0 rows"],
      [counted(1, "row"), "1 row"],
      [counted(1_586_000, "row"), "1,586,000 rows"],
    ]));

  it("give a change with its sign, by a minus and not by a hyphen; a change is never zero", () =>
    check([
      [points(0.018), "+1.8 pts"],
      [points(-0.025), "−2.5 pts"],
      [points(0.0001), "+<0.1 pts"],
      [points(-0.0006), "−0.1 pts"],
      [points(0), "0.0 pts"],
      [signedPoints(-0), "0.0"],
      [signedPoints(-1), "−100.0"],
    ]));
});
