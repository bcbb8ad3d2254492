import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lfLens, makeProject, removeProjects } from "./lfLens";

/** Texts of two kinds; gold of the first hundred rows, told apart by column names that say little. */
const rows = Array.from({ length: 200 }, (_, row) => {
  const isSpam = row % 2 === 0;
  const text = isSpam ? `please subscribe to my channel number ${row}` : `what a wonderful song this is ${row}`;
  return `m${1000 + row},${text},${row < 100 ? (isSpam ? "SPAM" : "HAM") : ""},${["train", "valid"][row % 2]}`;
});
const table = `msg_id,body,is_spam,part\n${rows.join("\n")}\n`;

interface Answer {
  readonly config: string;
  readonly files: readonly string[];
  readonly columns: Readonly<Record<"id" | "text" | "gold" | "split", string | null>>;
  readonly labels: readonly string[];
}

describe("lf-lens init", function () {
  this.timeout(60_000);
  after(removeProjects);

  it("proposes columns and labels, and writes a project whose LFs run at once", () => {
    const folder = makeProject({ "data/rows.csv": table });
    const { code, stdout, stderr } = lfLens("init", join(folder, "data/rows.csv"), "--dir", folder, "--yes", "--json");
    assert.equal(code, 0, stderr);
    const answer = JSON.parse(stdout) as Answer;
    assert.deepEqual(answer.columns, { id: "msg_id", text: "body", gold: "is_spam", split: "part" });
    assert.deepEqual(answer.labels, ["HAM", "SPAM"]);
    assert.equal(answer.config, join(folder, "lf.config.json"));
    assert.deepEqual(
      answer.files,
      ["first.lf.ts", "tsconfig.json", "lf.config.json"].map((name) => join(folder, name)),
    );
    const run = lfLens("run", folder, "--json", "--strict");
    assert.equal(run.code, 0, run.stderr);
    const { lfs } = JSON.parse(run.stdout) as { lfs: { votes: number; accuracy: { value: number } | null }[] };
    assert.ok(lfs.length >= 2, run.stdout);
    assert.ok(
      lfs.every(({ votes }) => votes > 0),
      run.stdout,
    );
  });

  it("takes the user's word for columns and labels", () => {
    const folder = makeProject({ "rows.csv": table });
    const { code, stdout, stderr } = lfLens(
      "init",
      join(folder, "rows.csv"),
      "--dir",
      folder,
      "--gold",
      "",
      "--labels",
      "GOOD,BAD",
      "--json",
    );
    assert.equal(code, 0, stderr);
    const { columns, labels } = JSON.parse(stdout) as Answer;
    assert.deepEqual({ gold: columns.gold, labels }, { gold: null, labels: ["GOOD", "BAD"] });
    assert.match(readFileSync(join(folder, "first.lf.ts"), "utf8"), /GUESS/);
  });

  it("names splits by files", () => {
    const folder = makeProject({ "train.csv": table, "test.csv": table.replaceAll("m1", "n1") });
    const { code, stderr } = lfLens("init", join(folder, "train.csv"), join(folder, "test.csv"), "--dir", folder, "--split", "");
    assert.equal(code, 0, stderr);
    assert.match(readFileSync(join(folder, "lf.config.json"), "utf8"), /"train": ?"train.csv", ?"test": ?"test.csv"/);
  });

  it("never overwrites, and says what to do", () => {
    const folder = makeProject({ "rows.csv": table, "lf.config.json": "mine" });
    const again = lfLens("init", join(folder, "rows.csv"), "--dir", folder, "--yes");
    assert.equal(again.code, 1);
    assert.match(again.stderr, /lf\.config\.json is there already.*--dir/);
    assert.equal(readFileSync(join(folder, "lf.config.json"), "utf8"), "mine");
    const other = makeProject({ "rows.csv": table, "tsconfig.json": "{}" });
    const kept = lfLens("init", join(other, "rows.csv"), "--dir", other, "--yes");
    assert.equal(kept.code, 0, kept.stderr);
    assert.match(kept.stderr, /tsconfig\.json is there already and stays as it is/);
    assert.equal(readFileSync(join(other, "tsconfig.json"), "utf8"), "{}");
  });

  for (const [name, args, code, message] of [
    ["a column that is not there", ["--gold", "golden"], 2, /--gold golden: there is no such column; the columns are msg_id, body/],
    ["one label", ["--labels", "A"], 2, /at least two different labels/],
    ["no labels to be found", ["--gold", ""], 1, /--labels HAM,SPAM/],
  ] as const)
    it(`refuses ${name}, and writes nothing`, () => {
      const folder = makeProject({ "rows.csv": table });
      const outcome = lfLens("init", join(folder, "rows.csv"), "--dir", folder, ...args);
      assert.equal(outcome.code, code, outcome.stderr);
      assert.match(outcome.stderr, message);
      assert.equal(existsSync(join(folder, "lf.config.json")), false);
    });

  it("names a data file that cannot be read", () => {
    const folder = makeProject({ "rows.csv": "a,b\n" });
    assert.match(lfLens("init", join(folder, "gone.csv"), "--dir", folder).stderr, /gone\.csv does not exist/);
    assert.match(lfLens("init", join(folder, "rows.csv"), "--dir", folder).stderr, /rows\.csv: there is no row/);
  });
});
