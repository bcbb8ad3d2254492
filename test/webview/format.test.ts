// Numbers and paths as the panel writes them.
import assert from "node:assert/strict";
import { duration, interval, listed, placeText, signed } from "../../webview-ui/src/format";

function check(cases: readonly (readonly [shown: string, expected: string])[]): void {
  for (const [shown, expected] of cases) assert.equal(shown, expected);
}

describe("webview: format", () => {
  it("gives intervals and log-odds", () =>
    check([
      [interval({ low: 0.6701, high: 1 }), "67.0–100.0%"],
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
