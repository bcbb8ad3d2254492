import assert from "node:assert/strict";
import type { ProjectSnapshot } from "../../src/protocol/snapshot";
import type { FaultCase } from "./faultCase";

/** Votes, and right and wrong ones, of the LFs of fixtures/spam on its eight comments. */
const intact = { asksToSubscribe: [3, 2, 1], praises: [3, 2, 0], veryShort: [2, 0, 0] };

/** The project as it is when nothing is wrong. */
export function checkIntact(project: ProjectSnapshot): void {
  assert.equal(project.phase, "ready");
  assert.deepEqual(problemsOf(project), []);
  assert.deepEqual(numbersOf(project), intact);
  assert.ok(project.numbers.sample.lfs.every(({ stale }) => !stale));
}

/** What must be so while a file of the case is in the project; the LFs beside it have their numbers. */
export function checkCode({ faults = [], votes, problems = [] }: FaultCase, project: ProjectSnapshot): void {
  assert.equal(project.phase, "ready");
  checkTexts(problemsOf(project), problems);
  const bad = project.numbers.sample.lfs.find(({ name }) => name === "bad");
  const { bad: _bad, ...others } = numbersOf(project);
  assert.deepEqual(others, intact);
  assert.equal(bad?.stale ?? false, false);
  assert.equal(bad?.summary?.votes, votes);
  checkTexts(bad?.faults.map(({ message }) => message) ?? [], faults);
}

/** What must be said of data or config that goes wrong. */
export function checkData({ problems = [] }: FaultCase, project: ProjectSnapshot): void {
  assert.ok(["ready", "failed"].includes(project.phase));
  checkTexts(problemsOf(project), problems);
}

const problemsOf = ({ problems }: ProjectSnapshot): string[] => problems.map(({ message }) => message);

const numbersOf = ({ numbers: { sample } }: ProjectSnapshot): Record<string, number[]> =>
  Object.fromEntries(sample.lfs.map(({ name, summary: s }) => [name, s ? [s.votes, s.correct, s.incorrect] : []]));

function checkTexts(found: readonly string[], expected: readonly RegExp[]): void {
  assert.equal(found.length, expected.length, found.join("\n") || "nothing is said");
  for (const pattern of expected)
    assert.ok(
      found.some((text) => pattern.test(text)),
      `no ${pattern} in:\n${found.join("\n")}`,
    );
}
