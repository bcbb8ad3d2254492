import assert from "node:assert/strict";
import { predictLabels } from "../../../src/core/labelModel/predict";
import { sem } from "../../../src/core/labelModel/sem";
import { buildPatterns } from "../../../src/core/patterns/patterns";
import { compareWithMajority, type Comparison } from "../../../src/core/explain/compareWithMajority";
import { describeCause } from "../../../src/core/explain/describeCause";
import { mcnemar } from "../../../src/core/explain/mcnemar";
import { matrixOf } from "../matrices";

/** Compares a model that gives each line's last letter: "votes gold label", repeated. */
function compare(groups: readonly (readonly [number, string])[], labels = 2): Comparison {
  const lines = groups.flatMap(([count, line]) => new Array<string>(count).fill(line));
  const given = lines.map((line) => "hst".indexOf(line.at(-1)!));
  const matrix = matrixOf(
    lines.map((line) => line.replace(/\s+\S+$/, "")),
    labels,
  );
  const index = buildPatterns(matrix);
  const proba = new Float64Array(index.table.size * labels);
  given.forEach((label, row) => {
    if (label >= 0) proba[index.rowPattern[row]! * labels + label] = 1;
  });
  return compareWithMajority({ index, proba, gold: matrix.gold });
}

const names = ["a", "b", "c", "d", "e"];
const sentences = ({ causes }: Comparison, labels = ["HAM", "SPAM", "OTHER"]): string[] =>
  causes.map((cause) => describeCause(cause, names, labels));

describe("compareWithMajority", () => {
  it("counts both on gold rows with votes, and the rows where they differ", () => {
    const comparison = compare([
      [6, "s s h   s   s"], // both right
      [3, "s h h   s   s"], // only the model
      [1, "h s s   h   s"], // both wrong
      [2, "s h .   s   s"], // majority ties: half right
      [5, ". . .   s   ."], // no votes: not compared
      [4, "h h .   .   h"], // no gold
    ]);
    assert.equal(comparison.rows, 12);
    assert.equal(comparison.model.right, 11);
    assert.equal(comparison.majority.right, 7);
    assert.deepEqual([...comparison.differ], [6, 7, 8, 10, 11]);
    assert.deepEqual([comparison.modelOnly, comparison.majorityOnly], [3, 0]);
    assert.equal(comparison.pValue.toFixed(6), "0.250000");
    assert.deepEqual([comparison.loses, comparison.oneLabel, comparison.causes], [false, undefined, []]);
    assert.equal(comparison.model.interval!.low.toFixed(3), "0.646");
  });

  it("has nothing to say without gold", () => {
    const { rows, model, pValue, causes } = compare([[4, "s h   .   s"]]);
    assert.deepEqual(
      { rows, model, pValue, causes },
      { rows: 0, model: { right: 0, accuracy: undefined, interval: undefined }, pValue: 1, causes: [] },
    );
  });

  it("blames a broad LF that the model followed", () => {
    const comparison = compare([
      [20, "s s h .   s   h"],
      [10, "s s s .   s   s"],
      [10, "h h h h   h   h"],
    ]);
    assert.ok(comparison.loses);
    assert.ok(
      sentences(comparison).includes(
        "c votes on 100 % of the rows and for the wrong label on 20 of the 20 rows that went wrong: narrow it.",
      ),
    );
  });

  it("blames LFs that err together", () => {
    // d and c are one rule twice; they only ever vote together.
    const comparison = compare([
      [30, "s s h h s   s   h"],
      [60, "s s . . s   s   s"],
      [60, "h h . . h   h   h"],
      [30, "h h h h h   h   h"],
    ]);
    assert.ok(sentences(comparison).some((text) => text.startsWith("c and d err together, both for the wrong label on 30 of the 30 rows")));
  });

  it("blames a label with fewer than three LFs, and names one without any", () => {
    const comparison = compare(
      [
        [10, "s s .   s   h"],
        [10, "h . h   h   h"],
        [3, "h . .   t   h"],
      ],
      3,
    );
    assert.ok(sentences(comparison).some((text) => text.startsWith("Only a and b vote for SPAM, which is part of 10 of the 13 rows")));
    assert.ok(sentences(comparison).includes("No LF votes for OTHER, which 3 gold rows are: write one."));
  });

  it("tells a model that gives one label to almost every row, and its balance", () => {
    const comparison = compare([
      [30, "s s .   s   h"],
      [68, "h h .   h   h"],
      [2, "s s s   s   s"],
    ]);
    assert.deepEqual(comparison.oneLabel, { label: 0, share: 0.98, goldShare: 0.68 });
    assert.ok(
      sentences(comparison).some((text) =>
        text.startsWith("It gives 98 % of the rows the label HAM; gold has 68 %, majority vote gives 68 %"),
      ),
    );
  });

  it("takes a real model's probabilities", () => {
    const lines = [...new Array<string>(40).fill("s s h   s"), ...new Array<string>(40).fill("h h h   h"), "s h .   s"];
    const matrix = matrixOf(lines);
    const index = buildPatterns(matrix);
    const proba = sem.predictProba(sem.fit(index.table), index.table);
    const comparison = compareWithMajority({ index, proba, gold: matrix.gold });
    const labels = predictLabels(proba, index.table);
    assert.equal(comparison.rows, 81);
    assert.equal(comparison.differ.length, [...index.rowPattern].filter((p) => labels[p] !== [1, 0, -1][p]).length);
  });
});

describe("mcnemar", () => {
  const check = (first: number, second: number, expected: number): void => {
    it(`${first} against ${second}: p = ${expected}`, () => assert.ok(Math.abs(mcnemar(first, second) - expected) < 1e-9));
  };
  check(0, 0, 1);
  check(5, 5, 1);
  check(0, 5, 2 / 32);
  check(1, 9, (2 * 11) / 1024);
  check(9, 1, (2 * 11) / 1024);
  it("holds for many rows", () => assert.ok(mcnemar(10_000, 10_500) < 0.001 && mcnemar(10_000, 10_100) > 0.1));
});
