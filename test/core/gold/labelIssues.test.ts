// Confident learning against cleanlab, whose answers labelIssues.py has written.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  ISSUE_FILTERS,
  labelIssues,
  normalizedMargin,
  selfConfidence,
  typicality,
  type IssueFilter,
} from "../../../src/core/gold/labelIssues";

interface Case {
  readonly labels: number;
  readonly given: readonly number[];
  readonly proba: readonly number[];
  readonly issues: Readonly<Record<IssueFilter, readonly number[]>>;
  readonly selfConfidence: readonly number[];
  readonly typicality: readonly number[];
  readonly normalizedMargin: readonly number[];
}

const cases = JSON.parse(readFileSync(join(__dirname, "labelIssues.json"), "utf8")) as Case[];

describe("label issues", () => {
  cases.forEach((one, number) => {
    for (const by of ISSUE_FILTERS)
      it(`are cleanlab's by ${by} in case ${number + 1}`, () => assert.deepEqual(labelIssues(one, by), one.issues[by]));
    it(`have cleanlab's scores in case ${number + 1}`, () => {
      const near = (found: Float64Array, wanted: readonly number[]): void =>
        found.forEach((score, row) => assert.ok(Math.abs(score - wanted[row]!) < 1e-8, `row ${row}: ${score} is not ${wanted[row]}`));
      near(selfConfidence(one), one.selfConfidence);
      near(normalizedMargin(one), one.normalizedMargin);
      near(typicality(one), one.typicality);
    });
  });
  it("are found in some cases, and in none of no rows", () => {
    assert.ok(cases.filter(({ issues }) => issues.both.length > 3).length >= 3);
    assert.deepEqual(labelIssues({ given: [], labels: 2, proba: [] }, "both"), []);
  });
});
