// Promised: an lf.config.json of any shape gets plain errors at once: it came with the folder, and is read before anybody looks at it.
import assert from "node:assert/strict";
import type { Problem } from "../../src/core/data/problem";
import { parseConfig } from "../../src/services/config/parse";

const settings = `"labels": ["A", "B"], "data": "rows.csv"`;
const many = (count: number, part: (i: number) => string): string => Array.from({ length: count }, (_, i) => part(i)).join(",\n");

/** Of CPU, not of the clock: the machine may be busy. */
const MOST_MS = 1_000;

function problemsOf(text: string): readonly Problem[] {
  const before = process.cpuUsage();
  const { problems, config } = parseConfig(text, "lf.config.json");
  const ms = process.cpuUsage(before).user / 1_000;
  assert.ok(ms < MOST_MS, `${ms} ms`);
  assert.equal(config, undefined);
  assert.ok(problems.length > 0 && problems.length <= 21, `${problems.length} problems`);
  return problems;
}

describe("a config that is too much", () => {
  it("names the first of thousands of unknown settings, and says that there are more", () => {
    const problems = problemsOf(`{ ${settings},\n${many(4_000, (i) => `"lable${i}": 1`)} }`);
    assert.deepEqual([problems[0]!.line, problems[0]!.message], [2, 'There is no setting "lable0" here. Did you mean "labels"?']);
    assert.deepEqual(
      [problems.length, problems.at(-1)!.line, problems.at(-1)!.message.slice(0, 41)],
      [21, 22, "There are more problems after this one. T"],
    );
  });

  for (const [what, open, close] of [
    ["lists", "[", "]"],
    ["objects", '{"a":', "}"],
    ["lists that do not end", "[", ""],
  ] as const)
    it(`refuses ${what} a hundred thousand levels deep where they get too deep`, () => {
      const [problem, ...others] = problemsOf(`{\n"labels":\n${open.repeat(100_000)}1${close.repeat(100_000)} }`);
      assert.match(problem!.message, /^This is nested more than 100 levels deep/);
      assert.deepEqual([problem!.line, others], [3, []]);
    });

  it("reads what is as deep and wide as real files are", () => {
    const labels = many(30_000, (i) => `"label ${i}"`);
    const { config, problems } = parseConfig(`{ "labels": [${labels}], "data": "rows.csv" }`, "lf.config.json");
    assert.deepEqual([config?.labels.length, problems], [30_000, []]);
  });

  for (const [what, text] of [
    ["one setting a hundred thousand times", `{ ${settings}, ${many(100_000, () => `"key": 1`)} }`],
    ["labels that are all the same", `{ "labels": [${many(30_000, () => '"A"')}], "data": "x" }`],
    ["paths that are no text", `{ "labels": ["A", "B"], "data": [${many(60_000, () => "1")}] }`],
    ["splits that nobody knows", `{ "labels": ["A", "B"], "data": {${many(20_000, (i) => `"s${i}": 1`)}} }`],
    ["a setting with a million letters", `{ ${settings}, "${"k".repeat(1_000_000)}": 1 }`],
    ["nothing but mistakes", ": ".repeat(1_000_000)],
    ["ten million characters", `{ ${settings}, "x": "${"x".repeat(10_000_000)}" }`],
    ["names that objects have", `{ ${settings}, "__proto__": { "polluted": 1 }, "constructor": 1 }`],
  ] as const)
    it(`answers at once to ${what}`, () => {
      assert.ok(problemsOf(text).every(({ message }) => message.length < 1_000));
      assert.equal(({} as { polluted?: number }).polluted, undefined);
    });
});
