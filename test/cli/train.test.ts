import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateReportSchema, trainReportSchema } from "../../src/protocol/endModel";
import { lfLens, makeProject, removeProjects } from "./lfLens";
import { reviewFiles } from "./reviewProject";

describe("lf-lens train, evaluate, predict", function () {
  this.timeout(180_000);
  let project: string;
  beforeEach(() => (project = makeProject(reviewFiles())));
  after(removeProjects);

  const json = (...args: string[]): Record<string, unknown> => {
    const { code, stdout, stderr } = lfLens(...args, "--json");
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as Record<string, unknown>;
  };

  it("trains, records what it was made from, and predicts a row for each row of the data", () => {
    const report = trainReportSchema.parse(json("train", project));
    assert.deepEqual([report.rows.read, report.goldWeight !== 0], [400, true]);
    assert.ok(existsSync(report.file));
    // The words that no LF knows are learned from the words beside them.
    assert.ok(report.metrics.test!.accuracy! > 0.9, String(report.metrics.test?.accuracy));
    assert.equal(report.metrics.test!.heldOut, false);
    assert.equal(report.metrics.dev!.heldOut, true);
    const runs = readdirSync(join(project, ".lf-lens/runs"));
    assert.equal(runs.length, 1);
    const record = JSON.parse(readFileSync(join(project, ".lf-lens/runs", runs[0]!), "utf8")) as {
      inputs: Record<string, { path: string }[]>;
    };
    assert.deepEqual(
      Object.values(record.inputs).map((files) => files.map(({ path }) => path)),
      [["lf.config.json"], ["words.lf.ts"], ["rows.jsonl"]],
    );

    const out = join(project, "out/predictions.csv");
    const predicted = json("predict", project, "--out", out);
    assert.equal(predicted["rows"], 400);
    const [head, ...lines] = readFileSync(out, "utf8").trimEnd().split("\n");
    assert.equal(head, "id,split,label,confidence,margin,p_GOOD,p_BAD");
    assert.equal(lines.length, 400);
    for (const [i, line] of lines.entries()) {
      const [id, , label, confidence, , good, bad] = line.split(",");
      assert.equal(id, `r${i}`);
      assert.ok(Math.abs(Number(good) + Number(bad) - 1) < 1e-9);
      assert.equal(label, Number(good) > Number(bad) ? "GOOD" : "BAD");
      assert.equal(Number(confidence), Math.max(Number(good), Number(bad)));
    }
  });

  it("lets rows without a vote train on their neighbours' labels where the config says so, and says what came of it", () => {
    const plain = trainReportSchema.parse(json("train", project));
    assert.equal(plain.neighbours, undefined);
    const config = JSON.parse(readFileSync(join(project, "lf.config.json"), "utf8")) as Record<string, unknown>;
    writeFileSync(join(project, "lf.config.json"), JSON.stringify({ ...config, endModel: { neighbours: true } }));
    const { code, stdout, stderr } = lfLens("train", project);
    assert.equal(code, 0, stderr);
    const [, silent, gold] = /(\d+) rows without a vote trained on .*: on (\d+) held-out gold rows [\d.]+ % are right/.exec(stdout) ?? [];
    const report = trainReportSchema.parse(json("train", project));
    assert.deepEqual([report.neighbours!.rows, report.neighbours!.compared!.rows], [Number(silent), Number(gold)], stdout);
    assert.ok(report.neighbours!.used && report.neighbours!.rows > 0);
    // They train beside the rows that trained before, not in their place.
    assert.deepEqual(report.rows, plain.rows);
  });

  it("evaluates each source on the same gold, and trains again only when something has changed", () => {
    const first = json("evaluate", project, "--markdown", join(project, "report.md"));
    const report = evaluateReportSchema.parse(first);
    assert.deepEqual(Object.keys(report.metrics), ["majority", "labelModel", "endModel"]);
    for (const bySplit of Object.values(report.metrics)) {
      assert.deepEqual([bySplit.dev!.n, bySplit.test!.n], [60, 100]);
      assert.equal(
        bySplit.test!.confusion.flat().reduce((sum, rows) => sum + rows),
        100,
      );
      assert.ok(bySplit.test!.covered.n < 100);
    }
    assert.ok(report.metrics["endModel"]!.test!.accuracy! > report.metrics["labelModel"]!.test!.accuracy!);
    const weights = report.weights.find(({ label }) => label === "GOOD")!.for.map(({ text }) => text);
    assert.ok(weights.includes("splendid"), weights.join());
    assert.match(readFileSync(join(project, "report.md"), "utf8"), /^# Evaluation of [^\n]+\n[^]*\| end model \| test \| 100 \|/);
    assert.equal(json("evaluate", project)["run"], first["run"]);
    writeFileSync(join(project, "words.lf.ts"), reviewFiles()["words.lf.ts"]!.replace("awful", "terrible"));
    assert.notEqual(json("evaluate", project)["run"], first["run"]);
  });

  it("gives the same model for the same inputs, and prints what it did as text", () => {
    const { code, stdout, stderr } = lfLens("train", project, "--out", join(project, "a.lfmodel"));
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Trained on .* soft labels and gold in .*\n {2}a gold row counts as /);
    assert.match(stdout, /end model +test +100 +100\.0%/);
    assert.equal(lfLens("train", project, "--out", join(project, "b.lfmodel")).code, 0);
    assert.deepEqual(readFileSync(join(project, "a.lfmodel")), readFileSync(join(project, "b.lfmodel")));
  });

  it("keeps gold out of the training when asked", () => {
    const report = trainReportSchema.parse(json("train", project, "--gold", "none", "--split", "dev"));
    assert.equal(report.goldWeight, 0);
    assert.equal(report.metrics.dev!.heldOut, false);
  });

  describe("says in plain words what is wrong, and leaves nothing behind", () => {
    function check(what: string, files: Readonly<Record<string, string>>, args: readonly string[], expected: RegExp): void {
      it(what, () => {
        const broken = makeProject({ ...reviewFiles(), ...files });
        const [command, ...rest] = args as [string, ...string[]];
        const { code, stderr } = lfLens(command, broken, ...rest.map((arg) => arg.replace("$", broken)));
        assert.equal(code, 1, stderr);
        assert.match(stderr, expected);
        assert.doesNotMatch(stderr, /\n\s+at /);
        const left = [
          ...(existsSync(join(broken, ".lf-lens/models")) ? readdirSync(join(broken, ".lf-lens/models")) : []),
          ...readdirSync(broken),
        ];
        assert.deepEqual(
          left.filter((name) => /partial|\.lfmodel$|predictions/.test(name)),
          [],
        );
      });
    }
    const config = (change: object): { "lf.config.json": string } => ({
      "lf.config.json": JSON.stringify({ ...(JSON.parse(reviewFiles()["lf.config.json"]!) as object), ...change }),
    });
    const columns = { id: "id", gold: "gold", split: "split" };
    const silent = { "words.lf.ts": 'import { keyword } from "lf-lens";\nexport const never = keyword("GOOD", "text", "zzzz");\n' };

    check("no text column", config({ columns }), ["train"], /nothing to learn from: name the text in lf\.config\.json as "columns"/);
    check("a column that is not there", config({ endModel: { columns: ["price"] } }), ["train"], /no column "price".*it has id, text/);
    check("the gold column", config({ endModel: { columns: ["gold"] } }), ["train"], /cannot read "gold": it is the gold column/);
    check(
      "no vote and no gold",
      { ...silent, ...config({ columns: { id: "id", text: "text", split: "split" } }) },
      ["train"],
      /nothing to train on: no LF votes on a row of train or dev/,
    );
    check("no vote, and gold is not wanted", silent, ["train", "--gold", "none"], /nothing to train on without gold/);
    check("no LF", { "words.lf.ts": "" }, ["train"], /There are no LFs to run/);
    check("a place that is data", {}, ["train", "--out", "$/rows.jsonl"], /rows\.jsonl is one of the files/);
    check("no model yet", {}, ["predict", "--out", "$/predictions.csv"], /no end model yet\. Train one first/);
    check(
      "a model that is none",
      { "m.bin": "hello" },
      ["predict", "--out", "$/predictions.csv", "--model", "$/m.bin"],
      /m\.bin: This file is not an end model/,
    );
    check(
      "a model that is gone",
      {},
      ["predict", "--out", "$/predictions.csv", "--model", "$/gone.bin"],
      /gone\.bin: there is no such file/,
    );
  });

  it("refuses a damaged model, and one of other labels", () => {
    const model = join(project, "m.bin");
    assert.equal(lfLens("train", project, "--out", model).code, 0);
    const bytes = readFileSync(model);
    const other = makeProject({
      ...reviewFiles(),
      "lf.config.json": reviewFiles()["lf.config.json"]!.replaceAll("GOOD", "FINE"),
      "words.lf.ts": reviewFiles()["words.lf.ts"]!.replaceAll("GOOD", "FINE"),
      "rows.jsonl": reviewFiles()["rows.jsonl"]!.replaceAll("GOOD", "FINE"),
    });
    const strange = lfLens("predict", other, "--model", model, "--out", join(other, "p.csv"));
    assert.match(strange.stderr, /knows the label "GOOD", which is not among the project's \(FINE, BAD\)/);
    writeFileSync(model, bytes.subarray(0, bytes.length - 100));
    const { code, stderr } = lfLens("predict", project, "--model", model, "--out", join(project, "p.csv"));
    assert.equal(code, 1);
    assert.match(stderr, /m\.bin: This end model's file is damaged/);
    assert.equal(existsSync(join(project, "p.csv")), false);
  });

  it("trains on gold alone where no LF votes, and without any gold on LFs alone", () => {
    writeFileSync(
      join(project, "words.lf.ts"),
      'import { keyword } from "lf-lens";\nexport const never = keyword("GOOD", "text", "zzzz");\n',
    );
    const alone = trainReportSchema.parse(json("train", project));
    assert.deepEqual([alone.goldWeight, alone.target, alone.crossover], ["only", "gold only", undefined]);
    const noGold = makeProject({
      ...reviewFiles(),
      "rows.jsonl": reviewFiles()["rows.jsonl"]!.replace(/,"gold":"\w+"/g, ""),
      "lf.config.json": reviewFiles()["lf.config.json"]!.replace('"gold":"gold",', ""),
    });
    const report = evaluateReportSchema.parse(json("evaluate", noGold));
    assert.deepEqual(report.metrics, { majority: {}, labelModel: {}, endModel: {} });
    assert.match(report.notes.join(), /There is no gold/);
  });
});
