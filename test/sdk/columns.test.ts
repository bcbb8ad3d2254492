// What builders vote that compare or take over a column's values.
import assert from "node:assert/strict";
import { column, threshold, type Bounds, type Lf } from "../../src/sdk/index";

const votes = (made: Lf, cells: readonly unknown[]): unknown[] => cells.map((cell) => made.vote({ cell }) ?? "-");

describe("threshold", () => {
  const cases: readonly (readonly [title: string, bounds: Bounds, cells: readonly unknown[], expected: string])[] = [
    ["above", { above: 2 }, [1, 2, 2.5, null], "--X-"],
    ["atLeast", { atLeast: 2 }, [1, 2, 3], "-XX"],
    ["below", { below: 0 }, [-1, 0, 1], "X--"],
    ["atMost", { atMost: 0 }, [-1, 0, 1], "XX-"],
    ["both ends", { atLeast: 1, below: 3 }, [0, 1, 2, 3], "-XX-"],
    [
      "dates, with and without a time",
      { atLeast: "2024-06-01", below: "2024-09-01" },
      ["2024-05-31T23:59:59Z", "2024-06-01", "2024-08-31T10:00:00Z", "2024-09-01", null],
      "-XX--",
    ],
    ["characters, as people count them", { of: "characters", atMost: 2 }, ["", "ab", "abc", "👍👍", 12, null], "XX-XX-"],
    ["words", { of: "words", atLeast: 2 }, ["", "one", "don't stop", "a, b!", null], "--XX-"],
  ];
  for (const [title, bounds, cells, expected] of cases)
    it(`compares by ${title}`, () => assert.equal(votes(threshold("X", "cell", bounds), cells).join(""), expected));

  const mistakes: readonly (readonly [title: string, run: () => unknown, message: RegExp])[] = [
    ["no bound", () => threshold("X", "cell", {}), /needs a bound: above, atLeast, below, atMost/],
    ["no options", () => threshold("X", "cell", undefined as unknown as Bounds), /needs a bound/],
    ["a bound that is not a date", () => threshold("X", "cell", { above: "soon" }), /as above, not "soon"/],
    ["numbers and dates together", () => threshold("X", "cell", { above: 1, below: "2024-01-01" }), /all numbers or all dates/],
    [
      "text where numbers are compared",
      () => threshold("X", "cell", { above: 1 }).vote({ cell: "abc" }),
      /holds text, not numbers: compare its length with of:/,
    ],
    [
      "a cell that is not a date",
      () => threshold("X", "cell", { above: "2024-01-01" }).vote({ cell: "soon" }),
      /holds "soon", which is not a date/,
    ],
    ["a column that is not there", () => threshold("X", "cel", { above: 1 }).vote({ cell: 1 }), /no column "cel"\. Did you mean "cell"\?/],
  ];
  for (const [title, run, message] of mistakes) it(`names ${title}`, () => assert.throws(run, message));
});

describe("column", () => {
  it("votes the labels that it holds", () => {
    assert.deepEqual(votes(column("cell"), ["X", "", null, 7]), ["X", "-", "-", "7"]);
  });
  it("votes by a map, and abstains on other values", () => {
    assert.deepEqual(votes(column("cell", { map: { junk: "X", 1: "Y" } }), ["junk", 1, "toString", null]), ["X", "Y", "-", "-"]);
  });
  it("abstains where it is not sure enough", () => {
    const sure = column("said", { confidence: { column: "score", atLeast: 0.9 } });
    const cells = [0.95, 0.9, "0.91", 0.5, null, ""];
    assert.deepEqual(
      cells.map((score) => sure.vote({ said: "X", score }) ?? "-"),
      ["X", "X", "X", "-", "-", "-"],
    );
    assert.throws(() => sure.vote({ said: "X", score: "high" }), /"score" holds "high", which is not a number/);
  });
});
