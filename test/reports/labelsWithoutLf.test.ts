// Reports: rows of the label that nobody wrote LFs for, and conflicts that were decided by a hair.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lfLens, makeProject, removeProjects } from "../cli/lfLens";

/** Row i as "id,text"; texts say which LFs vote. */
const csv = (texts: readonly string[], gold: readonly string[] = []): string =>
  ["id,text,gold", ...texts.map((text, i) => `${i},${text},${gold[i] ?? ""}`), ""].join("\n");
const times = (count: number, text: string): string[] => new Array<string>(count).fill(text);

const config = (more: object = {}): string =>
  JSON.stringify({
    labels: ["HAM", "SPAM"],
    data: { train: "train.csv", dev: "dev.csv" },
    columns: { id: "id", text: "text", gold: "gold" },
    ...more,
  });

const spamOnly = `import { keyword } from "lf-lens";
export const win = keyword("SPAM", "text", "win");
export const cash = keyword("SPAM", "text", "cash");
`;

interface Exported {
  readonly label: string | null;
  readonly confidence: number;
  readonly p_HAM: number;
}

const exported = (file: string): Exported[] =>
  readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Exported);

describe("report: a label that no LF votes for", function () {
  this.timeout(120_000);
  after(removeProjects);

  const texts = [...times(60, "win cash"), ...times(40, "win"), ...times(100, "hello")];

  it("is named by run, with the ways out; no row gets it", () => {
    const project = makeProject({ "lf.config.json": config(), "train.csv": csv(texts), "dev.csv": csv([]), "a.lf.ts": spamOnly });
    const run = lfLens("run", project, "--json");
    assert.match(run.stderr, /No LF votes for HAM, so no row gets this label\. Write an LF for it, or, .*"otherwise": "HAM"/);
    assert.deepEqual((JSON.parse(run.stdout) as { unvoted: string[] }).unvoted, ["HAM"]);
    const label = lfLens("label", project, "--out", join(project, "out.jsonl"));
    assert.match(label.stderr, /No LF votes for HAM/);
    const counts = exported(join(project, "out.jsonl")).map((row) => row.label);
    assert.deepEqual([counts.filter((l) => l === "SPAM").length, counts.filter((l) => l === null).length], [100, 100]);
  });

  it("is given to rows without a vote where the config says so, as sure as dev's gold on such rows allows", () => {
    // 20 dev rows without a vote, 15 of them HAM: (15 + 10 * .8) / (20 + 10) = 23/30.
    const dev = csv(times(20, "hello"), [...times(15, "HAM"), ...times(5, "SPAM")]);
    const project = makeProject({
      "lf.config.json": config({ otherwise: "HAM" }),
      "train.csv": csv(texts),
      "dev.csv": dev,
      "a.lf.ts": spamOnly,
    });
    const label = lfLens("label", project, "--out", join(project, "out.jsonl"), "--split", "train");
    assert.equal(label.code, 0, label.stderr);
    assert.doesNotMatch(label.stderr, /No LF votes/);
    const silent = exported(join(project, "out.jsonl")).slice(100);
    assert.equal(silent.length, 100);
    for (const row of silent) {
      assert.equal(row.label, "HAM");
      assert.ok(Math.abs(row.p_HAM - 23 / 30) < 1e-12, String(row.p_HAM));
      assert.equal(row.confidence, row.p_HAM);
    }
  });

  it("is not believed against dev's gold: rows without a vote then keep no label, and that is said", () => {
    // 1 of 40 is HAM: (1 + 8) / 50 = .18 for HAM, .82 for SPAM.
    const dev = csv(times(40, "hello"), ["HAM", ...times(39, "SPAM")]);
    const project = makeProject({
      "lf.config.json": config({ otherwise: "HAM" }),
      "train.csv": csv(texts),
      "dev.csv": dev,
      "a.lf.ts": spamOnly,
    });
    const run = lfLens("run", project);
    assert.match(run.stderr, /"otherwise": "HAM" is not used, .*only 1 of 40 dev gold rows without a vote are HAM/);
    lfLens("label", project, "--out", join(project, "out.jsonl"), "--split", "train");
    assert.ok(exported(join(project, "out.jsonl")).slice(100).every((row) => row.label === null)); // prettier-ignore
  });

  it("must be one of the labels", () => {
    const project = makeProject({ "lf.config.json": config({ otherwise: "HAMM" }), "train.csv": csv(texts), "dev.csv": csv([]) });
    const run = lfLens("run", project);
    assert.equal(run.code, 1);
    assert.match(run.stderr, /"HAMM" is not one of the labels\. Did you mean "HAM"\?/);
  });
});

describe("report: two LFs in conflict", function () {
  this.timeout(120_000);
  after(removeProjects);

  it("decide nothing by a hair: within the tie band a row has no label, and exports say how many were left out", () => {
    const texts = [...times(140, "win hello"), ...times(62, "win"), ...times(60, "hello"), ...times(38, "neither")];
    const lfs = `import { keyword } from "lf-lens";
export const win = keyword("SPAM", "text", "win");
export const hello = keyword("HAM", "text", "hello");
`;
    const project = makeProject({ "lf.config.json": config(), "train.csv": csv(texts), "dev.csv": csv([]), "a.lf.ts": lfs });
    const table = lfLens("label", project, "--out", join(project, "out.jsonl"), "--json");
    const report = JSON.parse(table.stdout) as { unlabeled: number; withoutLabel: object };
    assert.deepEqual([report.unlabeled, report.withoutLabel], [178, { rows: 178, ties: 140 }]);
    const labels = exported(join(project, "out.jsonl")).map(({ label }) => label);
    assert.deepEqual(new Set(labels.slice(0, 140)), new Set([null]));
    assert.deepEqual(new Set(labels.slice(140, 202)), new Set(["SPAM"]));

    const chat = lfLens("label", project, "--out", join(project, "chat.jsonl"), "--format", "chat");
    assert.match(chat.stdout, /178 rows without a label, 178 of them left out; on 140 rows two labels tie\./);
    assert.match(lfLens("run", project).stdout, /140 rows with a tie get no label\./);

    writeFileSync(join(project, "lf.config.json"), config({ labelModel: { tieBand: 0 } }));
    lfLens("label", project, "--out", join(project, "decided.jsonl"));
    const decided = exported(join(project, "decided.jsonl"));
    assert.ok(decided.slice(0, 140).every(({ label, confidence }) => label !== null && confidence < 0.51)); // prettier-ignore
  });
});
