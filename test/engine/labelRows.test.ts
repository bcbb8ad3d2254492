import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import type { ExportFormat, ExportOptions } from "../../src/core/export/exportOptions";
import type { LabelReport } from "../../src/protocol/engine";
import { manifestSchema } from "../../src/protocol/manifest";
import { startTestEngine, type TestEngine } from "./testEngine";

/** Ten comments: what two LFs say of each can be read off the text. */
const comments = [
  { id: "a", text: "subscribe to my channel", split: "train", gold: "SPAM" },
  { id: "b", text: "subscribe now", split: "train", gold: null },
  { id: "c", text: "great song", split: "train", gold: "HAM" },
  { id: "d", text: "nice", split: "train", gold: null },
  { id: "e", text: "nice", split: "dev", gold: "HAM" },
  { id: "f", text: "great song, subscribe", split: "dev", gold: "HAM" },
  { id: "g", text: "what is this thing about", split: "dev", gold: "HAM" },
  { id: "h", text: "great song", split: "test", gold: "HAM" },
  { id: "i", text: "subscribe to my channel", split: "test", gold: "SPAM" },
  { id: "j", text: null, split: "test", gold: null },
];
/** Votes SPAM on a, b, f, i; HAM on c, d, e, f, h; faults on j. */
const lfs = `import { lf } from "lf-lens";
export const asks = lf((row) => (row.text.includes("subscribe") ? "SPAM" : null));
export const praise = lf((row) => (row.text !== null && /great|nice/.test(row.text) ? "HAM" : null));
`;

describe("an export", function () {
  this.timeout(60_000);
  let engine: TestEngine;
  let made = 0;

  beforeEach(async () => {
    engine = await startTestEngine({ rows: comments, columns: { id: "id", text: "text", gold: "gold", split: "split" } });
    engine.write("lf.config.json", "{}");
    engine.write("spam.lf.ts", lfs);
  });
  afterEach(() => engine.close());

  interface Exported {
    readonly out: string;
    readonly report: LabelReport;
  }
  async function label(
    options: Partial<ExportOptions>,
    format: ExportFormat = "jsonl",
    name = `out/${made++}.${format}`,
  ): Promise<Exported> {
    const out = engine.path(name);
    const files = [{ path: engine.path("spam.lf.ts") }];
    return { out, report: await engine.client.label({ files, out, format, options, labelModel: { kind: "majority" } }) };
  }
  const rowsOf = (path: string): Record<string, unknown>[] =>
    readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const short = (row: Record<string, unknown>): string => `${String(row["id"])}:${String(row["label"]).slice(0, 1).toLowerCase()}`;

  it("holds every row with its label by default, and says what is in it", async () => {
    const { out, report } = await label({});
    assert.equal(rowsOf(out).map(short).join(" "), "a:s b:s c:h d:h e:h f:n g:n h:h i:s j:n");
    assert.deepEqual([report.rows, report.written, report.labels, report.unlabeled], [10, 10, { HAM: 4, SPAM: 3 }, 3]);
    assert.deepEqual(
      report.faults.map(({ lf, fault }) => [lf, fault.rows]),
      [["asks", 1]],
    );
    assert.deepEqual(Object.keys(rowsOf(out)[0]!), ["id", "split", "label", "confidence", "margin", "p_HAM", "p_SPAM"]);
  });

  const check = (what: string, options: Partial<ExportOptions>, expected: string): void => {
    it(what, async () => {
      const { out, report } = await label(options);
      assert.equal(rowsOf(out).map(short).join(" "), expected);
      assert.equal(report.written, expected.split(" ").length);
    });
  };
  check("holds one split", { splits: ["dev"] }, "e:h f:n g:n");
  check("leaves out rows without a label", { unlabeled: "drop", splits: ["dev"] }, "e:h");
  check("holds rows in conflict", { conflicts: "only" }, "f:n");
  check("lets gold take the label's place", { gold: "override", splits: ["dev"] }, "e:h f:h g:h");
  check("leaves out equal texts", { dedupe: true }, "a:s b:s c:h d:h f:n g:n j:n");

  it("carries votes and columns of the data", async () => {
    const { out } = await label({ votes: true, columns: ["text"], certainty: false, probabilities: false, splits: ["dev"] });
    assert.deepEqual(rowsOf(out), [
      { id: "e", split: "dev", label: "HAM", asks: null, praise: "HAM", text: "nice" },
      { id: "f", split: "dev", label: null, asks: "SPAM", praise: "HAM", text: "great song, subscribe" },
      { id: "g", split: "dev", label: null, asks: null, praise: null, text: "what is this thing about" },
    ]);
  });

  it("splits anew, equal texts on one side", async () => {
    const { out } = await label({ resplit: { train: 0.5, dev: 0, test: 0.5 } });
    const split = new Map(rowsOf(out).map((row) => [row["id"], row["split"]]));
    assert.equal(split.size, 10);
    for (const [one, other] of ["ai", "ch", "de"]) assert.equal(split.get(one!), split.get(other!));
    const train = [...split.values()].filter((own) => own === "train").length;
    assert.ok(train >= 4 && train <= 6, `${train} of 10 in train`);
  });

  it("writes training examples, a file for each split, and never a row without a label", async () => {
    const { out, report } = await label({}, "chat", "out/chat.jsonl");
    assert.deepEqual(
      report.files.map((file) => file.slice(engine.folder.length + 1)),
      ["out/chat.jsonl", "out/chat.dev.jsonl", "out/chat.test.jsonl"],
    );
    const answers = report.files.map((file) => rowsOf(file).map((row) => (row["messages"] as { content: string }[])[2]!.content));
    assert.deepEqual(answers, [["SPAM", "SPAM", "HAM", "HAM"], ["HAM"], ["HAM", "SPAM"]]);
    assert.ok(existsSync(`${out}.manifest.json`));
    await assert.rejects(label({ unlabeled: "only" }, "chat"), /needs a label/);
    await assert.rejects(label({ template: { system: "", prompt: "{{gold}}", completion: "{{label}}" } }, "chat"), /give the answer away/);
  });

  it("replaces an earlier Hugging Face folder as a whole, but no folder of the user's", async () => {
    const first = await label({}, "huggingface", "out/bank");
    await label({ splits: ["dev"] }, "huggingface", "out/bank");
    assert.deepEqual(readdirSync(engine.path("out/bank/data")), ["validation-00000-of-00001.parquet"]);
    assert.equal(first.report.files.length, 4);
    engine.write("mine/notes.txt", "mine");
    await assert.rejects(label({}, "huggingface", "mine"), /mine holds notes.txt, which is not part of an earlier export/);
    await assert.rejects(label({}, "jsonl", "mine"), /mine is a folder; choose another name/);
    assert.deepEqual(readdirSync(engine.path("mine")), ["notes.txt"]);
    engine.write("out/bank/.git/HEAD", "mine");
    await assert.rejects(label({}, "huggingface", "out/bank"), /bank holds .git.HEAD, which is not part/);
    assert.equal(readFileSync(engine.path("out/bank/.git/HEAD"), "utf8"), "mine");
  });

  it("takes away what an earlier export of the name had made, but nothing else", async () => {
    await label({}, "chat", "out/chat.jsonl");
    engine.write("out/chat.dev.jsonl", "changed by the user");
    await label({ splits: ["train"] }, "chat", "out/chat.jsonl");
    assert.deepEqual(readdirSync(engine.path("out")).sort(), ["chat.dev.jsonl", "chat.jsonl", "chat.jsonl.manifest.json"]);
    await assert.rejects(label({}, "chat", "out/chat.jsonl"), /chat.dev.jsonl is there already and is not part of an earlier export/);
    assert.equal(readFileSync(engine.path("out/chat.dev.jsonl"), "utf8"), "changed by the user");
  });

  it("has a manifest of all it was made from; the same inputs give the same bytes", async () => {
    const names = ["parquet", "csv", "jsonl", "arrow"] as const;
    for (const format of names) {
      const options = { resplit: { train: 0.8, dev: 0, test: 0.2 }, votes: true };
      const [first, second] = [await label(options, format, `one/x.${format}`), await label(options, format, `two/x.${format}`)];
      const bytes = readFileSync(first.out);
      assert.ok(bytes.equals(readFileSync(second.out)), format);
      const text = readFileSync(first.report.manifest, "utf8");
      assert.equal(text, readFileSync(second.report.manifest, "utf8"));
      const manifest = manifestSchema.parse(JSON.parse(text));
      const sha256 = (content: Buffer): string => createHash("sha256").update(content).digest("hex");
      assert.deepEqual(manifest.files, [{ path: `x.${format}`, sha256: sha256(bytes) }]);
      assert.deepEqual(manifest.inputs.data, [{ path: "rows.jsonl", sha256: sha256(readFileSync(engine.path("rows.jsonl"))) }]);
      assert.deepEqual(manifest.inputs.lfs, [{ path: "spam.lf.ts", sha256: sha256(Buffer.from(lfs)) }]);
      assert.equal(manifest.project, "..");
      assert.deepEqual(manifest.rows.clarity, {
        right: { right: 5, split: 0, wrong: 0, silent: 0 },
        wrong: { right: 0, split: 0, wrong: 0, silent: 0 },
        none: { right: 0, split: 1, wrong: 0, silent: 1 },
      });
      assert.deepEqual(
        manifest.faults.map(({ lf, rows, file, line }) => ({ lf, rows, file, line })),
        [{ lf: "asks", rows: 1, file: "spam.lf.ts", line: 2 }],
      );
      assert.doesNotMatch(text, /20\d\d-\d\d-\d\d|lf-lens-engine-/);
    }
  });

  it("never overwrites what it is made from", async () => {
    symlinkSync(engine.path("rows.jsonl"), engine.path("link.jsonl"));
    for (const name of ["rows.jsonl", "link.jsonl", "spam.lf.ts"])
      await assert.rejects(label({}, "jsonl", name), /one of the files that the export is made from/);
    assert.equal(rowsOf(engine.path("rows.jsonl")).length, 10);
  });

  it("writes nothing when the data has changed or is gone, and says so", async () => {
    const data = engine.path("rows.jsonl");
    writeFileSync(data, readFileSync(data, "utf8").replace("nice", "fine"));
    utimesSync(data, new Date(), new Date(Date.now() + 5_000));
    await assert.rejects(label({}, "jsonl", "late/labels.jsonl"), /rows.jsonl has changed since it was read; load the data again/);
    engine.write("rows.jsonl", "");
    assert.deepEqual(readdirSync(engine.path("late")), []);
  });

  it("leaves what stood there, and nothing else, when it cannot be put in place", async () => {
    engine.write("out/labels.csv", "before");
    mkdirSync(engine.path("out/labels.csv.manifest.json"));
    await assert.rejects(label({}, "csv", "out/labels.csv"), /manifest.json is a folder/);
    mkdirSync(engine.path("out/chat.dev.jsonl"));
    await assert.rejects(label({}, "chat", "out/chat.jsonl"), /chat.dev.jsonl is a folder/);
    assert.deepEqual(readdirSync(engine.path("out")).sort(), ["chat.dev.jsonl", "labels.csv", "labels.csv.manifest.json"]);
    assert.equal(readFileSync(engine.path("out/labels.csv"), "utf8"), "before");
  });

  it("says what is wrong with the options before anything runs", async () => {
    const wrong: [Partial<ExportOptions>, ExportFormat, RegExp][] = [
      [{ columns: ["txt"] }, "csv", /no column "txt"; it has id, text, split, gold/],
      [{ template: { system: "", prompt: "{{body}}", completion: "{{label}}" } }, "prompt", /\{\{body\}\}/],
      [{ splits: ["dev"], unlabeled: "only", conflicts: "only", minConfidence: 1, gold: "override" }, "huggingface", /No rows match/],
    ];
    for (const [options, format, message] of wrong) await assert.rejects(label(options, format, "wrong/out"), message);
    assert.deepEqual(existsSync(engine.path("wrong")) ? readdirSync(engine.path("wrong")) : [], []);
  });
});
