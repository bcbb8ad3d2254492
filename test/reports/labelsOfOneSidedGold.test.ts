// Report: dev gold of one label took away the labels of all others. Through the built command line.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lfLens, makeProject, removeProjects } from "../cli/lfLens";

describe("report: all dev gold rows have one label", function () {
  this.timeout(120_000);
  after(removeProjects);

  // 400 rows: 213 say "apple", 187 "banana", never both. 40 of the 213 are dev, and all of their gold is A.
  const line = (i: number, word: string, gold: string): string => `${i},text ${i} says ${word},${gold}`;
  const csv = (lines: readonly string[]): string => ["id,text,gold", ...lines, ""].join("\n");
  const rows = Array.from({ length: 400 }, (_, i) => (i < 213 ? "apple" : "banana"));
  const files = {
    "lf.config.json": JSON.stringify({
      labels: ["A", "B"],
      data: { train: "train.csv", dev: "dev.csv" },
      columns: { id: "id", text: "text", gold: "gold" },
    }),
    "train.csv": csv(rows.slice(40).map((word, i) => line(i + 40, word, ""))),
    "dev.csv": csv(rows.slice(0, 40).map((word, i) => line(i, word, "A"))),
    "fruit.lf.ts": `import { keyword } from "lf-lens";
export const apple = keyword("A", "text", "apple");
export const banana = keyword("B", "text", "banana");
`,
  };
  const warning = /Gold is not used to correct the labels: all 40 dev gold rows with a vote are A.*Label random rows/;

  it("label keeps B's 187 rows, and says that gold was not used and why", () => {
    const project = makeProject(files);
    const out = join(project, "out.jsonl");
    const label = lfLens("label", project, "--out", out);
    assert.equal(label.code, 0, label.stderr);
    assert.match(label.stderr, warning);
    const labels = readFileSync(out, "utf8")
      .trimEnd()
      .split("\n")
      .map((text) => (JSON.parse(text) as { label: string }).label);
    assert.deepEqual([labels.filter((own) => own === "A").length, labels.filter((own) => own === "B").length], [213, 187]);
  });

  it("train does not call a model right that gives every row that label", () => {
    const project = makeProject(files);
    const train = lfLens("train", project);
    assert.equal(train.code, 0, train.stderr);
    assert.match(
      train.stdout,
      /All 40 rows with gold are A: accuracy is not shown, since it would say nothing about the other labels\. Label random rows\./,
    );
    assert.doesNotMatch(train.stdout, /gold only/i);
    assert.doesNotMatch(train.stdout, /100(\.0)?%/);
    assert.match(train.stdout, /end model.* dev +40 +n\/a/);
    const evaluate = lfLens("evaluate", project, "--json", "--markdown", join(project, "report.md"));
    assert.equal(evaluate.code, 0, evaluate.stderr);
    assert.match(evaluate.stdout, /"accuracy": ?null/);
    assert.match(evaluate.stdout, /All 40 rows with gold are A/);
    assert.doesNotMatch(readFileSync(join(project, "report.md"), "utf8"), /100(\.0)?%/);
    const out = join(project, "predicted.csv");
    assert.equal(lfLens("predict", project, "--out", out).code, 0);
    const predicted = readFileSync(out, "utf8").trimEnd().split("\n").slice(1);
    assert.equal(predicted.filter((text) => text.split(",")[2] === "B").length, 187);
  });

  it("run says so", () => {
    const run = lfLens("run", makeProject(files));
    assert.match(run.stdout + run.stderr, warning);
  });

  it("denoise says so, and refuses to calibrate on it", () => {
    const votes = ["id,apple,banana,gold,split", ...rows.map((word, i) => votesLine(i, word)), ""].join("\n");
    const project = makeProject({ "votes.csv": votes });
    const free = lfLens("denoise", join(project, "votes.csv"), "--classes", "A,B");
    assert.equal(free.code, 0, free.stderr);
    assert.match(free.stderr, warning);
    assert.match(free.stdout, /gold: none, 40 rows/);
    const forced = lfLens("denoise", join(project, "votes.csv"), "--classes", "A,B", "--calibrate");
    assert.equal(forced.code, 1);
    assert.match(forced.stderr, warning);
  });

  const votesLine = (i: number, word: string): string =>
    `${i},${word === "apple" ? "A" : ""},${word === "banana" ? "B" : ""},${i < 40 ? "A" : ""},${i < 40 ? "dev" : "train"}`;
});
