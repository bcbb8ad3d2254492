// Two models row by row: what the report counts is what the two models' own predictions say.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelName } from "../../src/protocol/evaluationPanel";
import type { ComparedRow, ComparedSplit } from "../../src/protocol/rowComparison";
import { lfLens, makeProject, removeProjects } from "./lfLens";
import { reviewFiles } from "./reviewProject";

interface Against {
  readonly first: ModelName;
  readonly second: ModelName;
  readonly splits: readonly ComparedSplit[];
  readonly notes: readonly string[];
  readonly changedRows: number;
  readonly changed: readonly Omit<ComparedRow, "text">[];
}

describe("lf-lens evaluate --against", function () {
  this.timeout(180_000);
  let project: string;
  before(() => {
    project = makeProject(reviewFiles());
    json("train", project);
    // An LF that is wrong about a word of its own: the second model learns that, and is the worse one.
    const wrong = 'export const charming = keyword("BAD", "text", "charming");\n';
    writeFileSync(join(project, "words.lf.ts"), `${reviewFiles()["words.lf.ts"]!}${wrong}`);
    json("evaluate", project, "--gold", "none");
  });
  after(removeProjects);

  function json(...args: string[]): Record<string, unknown> {
    const { code, stdout, stderr } = lfLens(...args, "--json");
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  /** The label that a run's model gives each row. */
  function predictions(run: string): Map<string, string> {
    const out = join(project, `out-${run}.jsonl`);
    json("predict", project, "--out", out, "--model", join(project, ".lf-lens/models", `${run}.lfmodel`));
    const lines = readFileSync(out, "utf8").trimEnd().split("\n");
    rmSync(out);
    return new Map(lines.map((line) => JSON.parse(line) as { id: string; label: string }).map(({ id, label }) => [id, label]));
  }

  it("counts, by split, the rows that change and those that one of the two gets right", () => {
    const { against } = json("evaluate", project, "--gold", "none", "--against", "previous") as { against: Against };
    const [first, second] = [predictions(against.first.run), predictions(against.second.run)];
    assert.notEqual(against.first.run, against.second.run);
    const rows = readFileSync(join(project, "rows.jsonl"), "utf8").trimEnd().split("\n");
    const data = rows.map((line) => JSON.parse(line) as { id: string; split: string; gold: string | null });
    for (const { split, rows, changed, n, bothRight, onlyFirst, onlySecond, neither, difference, leftOut } of against.splits) {
      const here = data.filter((row) => row.split === split);
      const withGold = here.filter(({ gold }) => gold !== null && gold !== undefined);
      // The first run's model has learned from gold of dev: it judges neither.
      const judged = split === "dev" ? [] : withGold;
      assert.equal(leftOut, split === "dev" ? withGold.length : 0);
      const count = (a: boolean, b: boolean): number =>
        judged.filter(({ id, gold }) => (first.get(id) === gold) === a && (second.get(id) === gold) === b).length;
      assert.deepEqual(
        [rows, changed, n, bothRight, onlyFirst, onlySecond, neither],
        [
          ...[here.length, here.filter(({ id }) => first.get(id) !== second.get(id)).length, judged.length],
          ...[count(true, true), count(true, false), count(false, true), count(false, false)],
        ],
        split,
      );
      assert.equal(difference, n === 0 ? null : (onlySecond - onlyFirst) / n);
    }
    assert.deepEqual(
      against.splits.map(({ split }) => split),
      ["train", "dev", "test"],
    );
    assert.ok(against.changed.length > 0);
    const test = against.splits.at(-1)!;
    assert.ok(test.onlyFirst > test.onlySecond && test.difference! < 0 && test.pValue < 0.05, JSON.stringify(test));
    for (const { id, first: a, second: b } of against.changed) assert.deepEqual([a, b], [first.get(id), second.get(id)]);
    assert.deepEqual(against.notes, [
      "Gold of dev (60 rows) may have been used to train one of the two models, so it is not used to compare them.",
    ]);
    assert.equal(
      against.changedRows,
      against.splits.reduce((sum, { changed }) => sum + changed, 0),
    );
    const ranks = against.changed.map(({ split, gold, first: a, second: b }) =>
      gold === null || split === "dev" ? 2 : a === gold || b === gold ? 0 : 1,
    );
    assert.deepEqual(ranks, [...ranks].sort());
  });

  it("has no text of rows in reports, unless asked for it", () => {
    const file = join(project, "report.md");
    const report = (...words: string[]): string => {
      const { code, stderr, stdout } = lfLens("evaluate", project, "--gold", "none", "--against", "previous", "--markdown", file, ...words);
      assert.equal(code, 0, stderr);
      const markdown = readFileSync(file, "utf8");
      assert.match(stdout, /First: end model of run .* Second: end model of run .*\nsplit +rows +changed +gold/);
      return markdown.slice(markdown.indexOf("## Two models row by row"));
    };
    assert.match(report(), /\| row \| split \| gold \| first \| second \|\n/);
    assert.match(report("--row-text"), /\| row \| split \| gold \| first \| second \| text \|\n/);
    const { against } = json("evaluate", project, "--gold", "none", "--against", "previous") as { against: Against };
    assert.ok(against.changed.every((row) => !("text" in row)));
  });

  it("looks at what it is to compare with before it trains", () => {
    const runs = (): string[] => readdirSync(join(project, ".lf-lens/runs"));
    const before = runs();
    const { code, stderr } = lfLens("evaluate", project, "--gold", "none", "--seed", "99", "--against", "nothing");
    assert.notEqual(code, 0);
    assert.match(stderr, /There is no run "nothing"/);
    assert.deepEqual(runs(), before);
  });

  it("says which run, model or answers are gone", () => {
    const problem = (model: string): string => lfLens("evaluate", project, "--gold", "none", "--against", model).stderr;
    assert.match(problem("nothing"), /There is no run "nothing"\. Runs are kept in \.lf-lens\/runs\./);
    assert.match(problem("job:nothing"), /There is no job "nothing"/);
    const { against } = json("evaluate", project, "--gold", "none", "--against", "previous") as { against: Against };
    rmSync(join(project, ".lf-lens/models", `${against.first.run}.lfmodel`));
    assert.match(problem(against.first.run), /The end model of run .* has been deleted; only the figures of old runs are kept/);
  });
});
