import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lfLens, makeProject, removeProjects } from "./lfLens";

const files = {
  "lf.config.json": `{ "labels": ["HAM", "SPAM"], "data": { "train": "data/train.csv", "dev": "data/dev.csv" }, "columns": { "id": "id", "text": "text", "gold": "gold" }, "labelModel": { "kind": "majority" } }`,
  "data/train.csv": "id,text,gold\na,subscribe to my channel,\nb,great song,\nc,what is this,\nd,great song,\n",
  "data/dev.csv": "id,text,gold\ne,subscribe now,SPAM\nf,great channel to subscribe to,HAM\n",
  "a.lf.ts": `import { keyword } from "lf-lens";
export const asks = keyword("SPAM", "text", "subscribe");
export const praise = keyword("HAM", "text", "great");
`,
};

describe("lf-lens label", function () {
  this.timeout(120_000);
  let project: string;
  beforeEach(() => (project = makeProject(files)));
  after(removeProjects);

  const label = (out: string, ...args: string[]): ReturnType<typeof lfLens> =>
    lfLens("label", project, "--out", join(project, out), ...args);
  const linesOf = (out: string): string[] => readFileSync(join(project, out), "utf8").trimEnd().split("\n");

  it("names an LF file that leads outside of the project, and exports without it", () => {
    const elsewhere = makeProject({ "b.lf.ts": files["a.lf.ts"] });
    symlinkSync(join(elsewhere, "b.lf.ts"), join(project, "b.lf.ts"));
    const { code, stderr } = label("labels.csv");
    assert.equal(code, 1);
    assert.match(stderr, /lf\.config\.json: error: b\.lf\.ts is a symbolic link that leads outside the project, so its LFs do not run\./);
    assert.equal(linesOf("labels.csv").length, 7);
  });

  it("runs no LF on the sample first", () => {
    writeFileSync(
      join(project, "c.lf.ts"),
      `import { lf } from "lf-lens";
import { appendFileSync } from "node:fs";
export const counts = lf((row) => (appendFileSync(${JSON.stringify(join(project, "asked.txt"))}, String(row.id)), "SPAM"));
`,
    );
    writeFileSync(join(project, "lf.config.json"), files["lf.config.json"].replace("{", `{ "allowNode": true,`));
    const { code, stderr } = label("labels.csv");
    assert.equal(code, 0, stderr);
    assert.equal(readFileSync(join(project, "asked.txt"), "utf8"), "abcdef");
  });

  it("writes what the flags say, and reports it as JSON", () => {
    const { code, stdout, stderr } = label(
      "out/labels.csv",
      ...[
        "--json",
        "--votes",
        "--columns",
        "text",
        "--gold",
        "beside",
        "--no-probabilities",
        "--no-certainty",
        "--unlabeled",
        "drop",
        "--dedupe",
      ],
    );
    assert.equal(code, 0, stderr);
    assert.deepEqual(linesOf("out/labels.csv"), [
      "id,split,label,gold,asks,praise,text",
      "a,train,SPAM,,SPAM,,subscribe to my channel",
      "b,train,HAM,,,HAM,great song",
      "e,dev,SPAM,SPAM,SPAM,,subscribe now",
    ]);
    const { seconds, files: written, manifest, ...counts } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual(counts, {
      rows: 6,
      written: 3,
      labels: { HAM: 1, SPAM: 2 },
      unlabeled: 0,
      withoutLabel: { rows: 2, ties: 1 },
      leftOut: { slice: 0, splits: 0, unlabeled: 2, conflicts: 0, others: 1 },
      faults: [],
      notAsked: [],
      badLines: 0,
      problems: [],
      resumedRows: 0,
    });
    assert.deepEqual([written, manifest], [[join(project, "out/labels.csv")], join(project, "out/labels.csv.manifest.json")]);
    assert.ok((seconds as number) > 0);
  });

  it("takes a template for training examples, a file for each split", () => {
    writeFileSync(join(project, "t.json"), '{ "prompt": "Spam? {{text}}", "answers": { "SPAM": "yes", "HAM": "no" } }');
    assert.equal(label("chat.jsonl", "--format", "chat", "--template", join(project, "t.json")).code, 0);
    const said = (out: string): string[] =>
      linesOf(out).map((line) =>
        (JSON.parse(line) as { messages: { content: string }[] }).messages.map(({ content }) => content).join(" -> "),
      );
    assert.deepEqual(said("chat.jsonl"), ["Spam? subscribe to my channel -> yes", "Spam? great song -> no", "Spam? great song -> no"]);
    assert.deepEqual(said("chat.dev.jsonl"), ["Spam? subscribe now -> yes"]);
  });

  const refuse = (what: string, out: string, args: readonly string[], code: number, message: RegExp): void => {
    it(`refuses ${what}`, () => {
      const outcome = label(out, ...args);
      assert.equal(outcome.code, code);
      assert.match(outcome.stderr, message);
      assert.equal(existsSync(join(project, out)), out.startsWith("data/dev"));
      assert.deepEqual(
        readdirSync(project).filter((name) => name.endsWith(".partial")),
        [],
      );
    });
  };
  refuse(
    "a name that says no format",
    "labels",
    [],
    2,
    /unknown file extension; use .parquet, .csv, .jsonl, .arrow or .ipynb, or add --format/,
  );
  refuse("a column that is not there", "x.csv", ["--columns", "body"], 1, /no column "body"; it has id, text, gold/);
  refuse("to overwrite its data", "data/dev.csv", [], 1, /one of the files that the export is made from/);
  refuse("a folder that is a file", "a.lf.ts/x.csv", [], 1, /a\.lf\.ts is not a folder and cannot be created\. Nothing was exported/);
  refuse("shares that are none", "x.csv", ["--resplit", "90"], 2, /Give train\/test, such as 80\/20/);
  refuse("a name that says another format", "x.parquet", ["--format", "csv"], 2, /the extension means parquet, but --format is csv/);
  refuse("columns of examples", "x.jsonl", ["--format", "chat", "--votes"], 2, /--votes applies to tables only, not to chat/);
  refuse("a template for a table", "x.csv", ["--template", "t.json"], 2, /--template applies to chat, prompt, contents only/);
  refuse(
    "a template that is not there",
    "x.jsonl",
    ["--format", "chat", "--template", "no.json"],
    1,
    /The template no\.json cannot be read/,
  );
  refuse("half a row", "x.csv", ["--sample", "1.5"], 2, /whole number above 0/);
  refuse("a probability above 1", "x.csv", ["--min-confidence", "80"], 2, /number from 0 to 1/);

  it("documents its flags", () => {
    const { stdout, code } = lfLens("label", "--help");
    assert.equal(code, 0);
    for (const flag of [
      "--split",
      "--format",
      "--votes",
      "--columns",
      "--min-confidence",
      "--unlabeled",
      "--resume",
      "--json",
      "--resplit",
    ])
      assert.ok(stdout.includes(flag), flag);
  });

  it("makes what verify finds unchanged, until something is", () => {
    const out = join(project, "labels.parquet");
    assert.equal(label("labels.parquet").code, 0);
    assert.deepEqual([lfLens("verify", out).code, lfLens("verify", `${out}.manifest.json`).code], [0, 0]);
    writeFileSync(join(project, "a.lf.ts"), `${files["a.lf.ts"]}// changed\n`);
    writeFileSync(join(project, "data/dev.csv"), files["data/dev.csv"].replace("HAM", ""));
    const { code, stdout } = lfLens("verify", out, "--json");
    assert.equal(code, 1);
    const { changes } = JSON.parse(stdout) as { changes: { part: string; path: string; what: string }[] };
    assert.deepEqual(
      changes.map(({ part, path, what }) => `${part} ${path.slice(project.length + 1)} ${what}`),
      ["LFs a.lf.ts changed", "data data/dev.csv changed"],
    );
    const missing = lfLens("verify", join(project, "nothing.csv"));
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /There is no .*nothing.csv.manifest.json/);
  });

  it("says that rows of several files have the same numbers where the data has no id", () => {
    const folder = makeProject({
      "lf.config.json": '{"labels": ["HAM", "SPAM"], "data": "*.csv", "columns": {"text": "text"}}',
      "a.csv": "text\nsubscribe\n",
      "b.csv": "text\nhello\n",
      "it.lf.ts": 'import { keyword } from "lf-lens";\nexport const asks = keyword("SPAM", "text", "subscribe");\n',
    });
    const { code, stderr } = lfLens("label", folder, "--out", join(folder, "out", "labels.csv"));
    assert.equal(code, 0);
    assert.match(stderr, /a\.csv: warning: The column row counts from 0 in each of the 2 data files/);
  });

  it("exits 2 where a number cannot be used, and says which it may be", () => {
    const wrong: [string[], RegExp][] = [
      [["--resplit", "Infinity/20"], /--resplit.*"Infinity\/20" is not a valid split\. Give train\/test, such as 80\/20/],
      [["--seed=1e308"], /--seed.*It must be a whole number; at most 9007199254740991\./],
      [["--per-label", "1e21"], /--per-label.*It must be a whole number above 0; at most 9007199254740991\./],
      [["--lf-seconds", "Infinity"], /--lf-seconds.*It must be a number from 0\.1 to 86400 s\./],
    ];
    for (const [flags, says] of wrong) {
      const { code, stderr } = lfLens("label", ".", "--out", "out.csv", ...flags);
      assert.equal(code, 2, stderr);
      assert.match(stderr, says);
    }
  });

  it("makes labels by votes and texts where that is wanted, and records it", () => {
    const line = (i: number): string => {
      const spam = i % 2 === 0;
      // One row in ten has the other label's hint, and one in twenty a hint that no LF knows.
      const word = i % 20 === 19 ? "hello" : (i % 10 === 4) !== spam ? "subscribe" : "great";
      return `r${i},${spam ? "channel link click" : "song voice melody"},,${word}`;
    };
    const rows = Array.from({ length: 400 }, (_, i) => line(i));
    writeFileSync(join(project, "data/train.csv"), `id,text,gold,hint\n${rows.join("\n")}\n`);
    writeFileSync(join(project, "data/dev.csv"), "id,text,gold,hint\ne,channel,SPAM,subscribe\n");
    writeFileSync(join(project, "a.lf.ts"), files["a.lf.ts"].replaceAll('"text"', '"hint"'));
    writeFileSync(join(project, "lf.config.json"), files["lf.config.json"].replace(', "labelModel": { "kind": "majority" }', ""));
    const confidenceOf = (out: string): Map<string, [label: string, confidence: number]> =>
      new Map(
        linesOf(out).map((cells) => {
          const [id, , own, confidence] = cells.split(",");
          return [id!, [own!, Number(confidence)]];
        }),
      );
    assert.equal(label("plain.csv").code, 0);
    const { code, stderr } = label("texts.csv", "--feature-aware");
    assert.equal(code, 0, stderr);
    const [plain, texts] = [confidenceOf("plain.csv"), confidenceOf("texts.csv")];
    // r4's text is SPAM's, its vote HAM's; both of r0 are SPAM's; r19 has no vote and gets no label.
    const spamOf = ([own, confidence]: [string, number]): number => (own === "SPAM" ? confidence : 1 - confidence);
    assert.ok(spamOf(texts.get("r4")!) > spamOf(plain.get("r4")!) + 0.05, String([texts.get("r4"), plain.get("r4")]));
    assert.ok(spamOf(texts.get("r0")!) > spamOf(plain.get("r0")!), String([texts.get("r0"), plain.get("r0")]));
    assert.equal(texts.get("r19")![0], "");
    const manifestOf = (out: string) =>
      JSON.parse(readFileSync(join(project, `${out}.manifest.json`), "utf8")) as {
        options: Record<string, unknown>;
        featureAware?: { rows: number; used: boolean; moved: number };
      };
    const { options, featureAware } = manifestOf("texts.csv");
    assert.deepEqual([options["featureAware"], featureAware?.rows, featureAware?.used], [true, 381, true]);
    assert.ok(featureAware!.moved < 0.1);
    assert.equal(manifestOf("plain.csv").featureAware, undefined);
    assert.equal(lfLens("verify", join(project, "texts.csv.manifest.json")).code, 0);
  });

  it("needs the text for that", () => {
    writeFileSync(join(project, "lf.config.json"), files["lf.config.json"].replace('"text": "text", ', ""));
    const { code, stderr } = label("texts.csv", "--feature-aware");
    assert.equal(code, 1);
    assert.match(stderr, /Making labels from votes and texts needs to know which column is the text/);
    assert.ok(!existsSync(join(project, "texts.csv")));
  });
});
