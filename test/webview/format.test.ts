// Numbers and paths as the panel writes them.
import assert from "node:assert/strict";
import { counted, duration, interval, listed, percent, placeText, points, signed } from "../../webview-ui/src/format";

function check(cases: readonly (readonly [shown: string, expected: string])[]): void {
  for (const [shown, expected] of cases) assert.equal(shown, expected);
}

describe("webview: format", () => {
  it("gives a rate of nothing as n/a, and never rounds to 0 or to 100 %", () =>
    check([
      [percent(0, 0), "n/a"],
      [percent(0, 5), "0.0%"],
      [percent(1, 10_000), "<0.1%"],
      [percent(127, 1000), "12.7%"],
      [percent(9999, 10_000), ">99.9%"],
      [percent(5, 5), "100.0%"],
      [interval({ low: 0.6701, high: 1 }), "67.0–100.0%"],
    ]));

  it("counts with the noun in its number", () =>
    check([
      [counted(0, "row"), "0 rows"],
      [counted(1, "row"), "1 row"],
      [counted(1_586_000, "row"), "1,586,000 rows"],
    ]));

  it("gives a change with its sign, in points or log-odds", () =>
    check([
      [points(0.018), "+1.8 pts"],
      [points(-0.025), "−2.5 pts"],
      [points(0.0001), "+<0.1 pts"],
      [points(0), "0.0 pts"],
      [signed(1.5366), "+1.54"],
      [signed(-0.9134), "−0.91"],
      [signed(-0.001), "0.00"],
    ]));

  it("lists names", () =>
    check([
      [listed(["a"]), "a"],
      [listed(["a", "b"]), "a and b"],
      [listed(["a", "b", "c"]), "a, b and c"],
    ]));

  it("gives times in the unit that fits", () =>
    check([
      [duration(0.4), "<1 ms"],
      [duration(12.4), "12 ms"],
      [duration(1234), "1.2 s"],
    ]));

  it("names a file from the project's folder on, on every system", () =>
    check([
      [placeText("/a/b", "/a/b/data/x.csv", 12), "data/x.csv:12"],
      [placeText("C:\\a", "C:\\a\\x.csv"), "x.csv"],
      [placeText("/a/b", "/elsewhere/x.csv", 1), "/elsewhere/x.csv:1"],
      [placeText("/a/b", "/a/bc/x.csv"), "/a/bc/x.csv"],
    ]));
});
