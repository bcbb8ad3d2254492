// Gold as other tools write it: an index, a list of one, {"choices": [...]}, other case or white space. It is read or the way is shown.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyEdits, parse } from "jsonc-parser";
import { suggestGoldMap } from "../../src/core/data/goldMap";
import { goldMapEdits } from "../../src/services/config/editConfig";
import { configJsonSchema } from "../../src/services/config/schema";
import { parseConfig } from "../../src/services/config/parse";
import { goldMapIn } from "../../src/services/suggestion";
import { runReportSchema, type RunReport } from "../../src/services/reports/runReport";
import { lfLens, makeProject, removeProjects } from "../cli/lfLens";

const lfs = `import { keyword } from "lf-lens";
export const subscribe = keyword("SPAM", "text", "subscribe");
export const song = keyword("HAM", "text", "song");
`;
/** With a comment, which the quick fix must keep. */
const config = (data: string): string => `{
  // the project
  "labels": ["HAM", "SPAM"],
  "data": "${data}",
  "columns": { "text": "text", "gold": "label", "split": "split" }
}
`;
const texts = ["subscribe now", "a song", "subscribe to this song", "hello"];
/** Spam, ham, spam, and no gold on the last. */
const golden = (spam: unknown, ham: unknown): unknown[] => [spam, ham, spam, null];
const jsonl = (gold: readonly unknown[]): string =>
  texts.map((text, i) => `${JSON.stringify({ text, split: "dev", label: gold[i] })}\n`).join("");

const read = (folder: string): { report: RunReport; stderr: string; code: number | null } => {
  const { stdout, stderr, code } = lfLens("run", folder, "--json");
  return { report: runReportSchema.parse(JSON.parse(stdout)), stderr, code };
};
/** Correct and wrong: subscribe is right on two, song on one of its two. */
const figures = ({ gold, lfs: own }: RunReport): unknown => [gold, own.map(({ correct, incorrect }) => [correct, incorrect])];
const expected = [
  3,
  [
    [2, 0],
    [1, 1],
  ],
];

describe("report: gold is no label as it stands", function () {
  this.timeout(60_000);
  after(removeProjects);

  const check = (what: string, data: string, rows: string, map: Record<string, string>): void => {
    it(what, () => {
      const folder = makeProject({ "lf.config.json": config(data), [data]: rows, "x.lf.ts": lfs });
      const before = read(folder);
      assert.equal(before.code, 1);
      const problem = before.stderr.split("\n").find((line) => line.includes("gold column"))!;
      assert.match(problem, new RegExp(`${data}:\\d+: error: `));
      // What the terminal says can be pasted; the editor's quick fix writes the same.
      const gold = goldMapIn(problem)!;
      assert.deepEqual(gold, { column: "label", map });
      const path = join(folder, "lf.config.json");
      const text = readFileSync(path, "utf8");
      const changed = applyEdits(text, [...goldMapEdits(text, gold)]);
      assert.match(changed, /\/\/ the project/);
      assert.deepEqual((parse(changed) as { columns: unknown }).columns, { text: "text", gold, split: "split" });
      writeFileSync(path, changed);
      const after = read(folder);
      assert.deepEqual([after.code, after.stderr, figures(after.report)], [0, "", expected]);
    });
  };
  check("other case", "rows.jsonl", jsonl(golden("spam", "Ham")), { Ham: "HAM", spam: "SPAM" });
  check("white space", "rows.jsonl", jsonl(golden(" SPAM", "HAM ")), { HAM: "HAM", SPAM: "SPAM" });
  check("a list of one", "rows.jsonl", jsonl(golden(["SPAM"], ["HAM"])), { '["SPAM"]': "SPAM", '["HAM"]': "HAM" });
  check("choices", "rows.jsonl", jsonl(golden({ choices: ["SPAM"] }, { choices: ["HAM"] })), {
    '{"choices":["SPAM"]}': "SPAM",
    '{"choices":["HAM"]}': "HAM",
  });
  check(
    "choices in CSV, written with other white space",
    "rows.csv",
    `text,split,label\n${texts.map((text, i) => `${text},dev,${['"{""choices"": [""spam""]}"', "\"['HAM']\"", '"{""choices"":[""spam""]}"', ""][i]}\n`).join("")}`,
    { '{"choices":["spam"]}': "SPAM", "['HAM']": "HAM" },
  );
  check("indexes from 1", "rows.csv", `text,split,label\n${texts.map((text, i) => `${text},dev,${[2, 1, 2, ""][i]}\n`).join("")}`, {
    "1": "HAM",
    "2": "SPAM",
  });

  describe("indexes from 0, as denoise takes them", () => {
    for (const [name, rows] of [
      ["rows.jsonl", jsonl(golden(1, 0))],
      ["rows.csv", `text,split,label\n${texts.map((text, i) => `${text},dev,${["1.0", "0.0", "1.0", ""][i]}\n`).join("")}`],
    ] as const) {
      it(`are read, which is said with the mapping to paste: ${name}`, () => {
        const folder = makeProject({ "lf.config.json": config(name), [name]: rows, "x.lf.ts": lfs });
        const { report, stderr, code } = read(folder);
        assert.deepEqual([code, figures(report)], [0, expected], stderr);
        assert.match(
          stderr,
          /:[12]: warning: the gold column "label" holds label indexes, read as: 0(\.0)? = HAM, 1(\.0)? = SPAM\. If that is right, confirm it in "columns": "gold": /,
        );
        const path = join(folder, "lf.config.json");
        const text = readFileSync(path, "utf8");
        writeFileSync(path, applyEdits(text, [...goldMapEdits(text, goldMapIn(stderr.trim())!)]));
        const again = read(folder);
        assert.deepEqual([again.stderr, figures(again.report)], ["", expected]);
      });
    }

    it("are read alike for the sample, all rows, an export and an end model", () => {
      const folder = makeProject({ "lf.config.json": config("rows.jsonl"), "rows.jsonl": jsonl(golden(1, 0)), "x.lf.ts": lfs });
      const all = runReportSchema.parse(JSON.parse(lfLens("run", folder, "--all", "--json").stdout));
      assert.deepEqual(figures(all), expected);
      const out = join(folder, "labels.jsonl");
      const { code, stderr } = lfLens("label", folder, "--out", out, "--gold", "beside");
      assert.equal(code, 0, stderr);
      const exported = readFileSync(out, "utf8").trim().split("\n");
      assert.deepEqual(
        exported.map((line) => (JSON.parse(line) as { gold: string | null }).gold),
        ["SPAM", "HAM", "SPAM", null],
      );
    });

    it("are no indexes where a number is beyond the labels, or a label is a number", () => {
      const beyond = makeProject({ "lf.config.json": config("rows.jsonl"), "rows.jsonl": jsonl(golden(5, 0)), "x.lf.ts": lfs });
      const { code, report, stderr } = read(beyond);
      assert.deepEqual([code, report.gold], [1, 0]);
      assert.deepEqual(goldMapIn(stderr.trim())?.map, { "0": "HAM" });
    });
  });

  it("null in the map is no gold, and what is no label is marked on its entry", () => {
    const gold = '"gold": { "column": "label", "map": { "unsure": null, "s": "SPAM" } }';
    const folder = makeProject({
      "lf.config.json": `{ "labels": ["HAM", "SPAM"], "data": "rows.jsonl", "columns": { ${gold}, "split": "split" } }`,
      "rows.jsonl": jsonl(["s", "HAM", "s", "unsure"]),
      "x.lf.ts": lfs,
    });
    const { report, stderr, code } = read(folder);
    assert.deepEqual([code, stderr, figures(report)], [0, "", expected]);
    const text = '{ "labels": ["HAM", "SPAM"], "data": "x", "columns": { "gold": { "column": "c", "map": { "0": "HMA" } } } }';
    assert.deepEqual(
      parseConfig(text, "f").problems.map(({ column, message }) => [column, message]),
      [[text.indexOf('"HMA"') + 1, '"HMA" is not one of the labels. Did you mean "HAM"?']],
    );
    assert.match(JSON.stringify(configJsonSchema(["text"])), /Maps values to labels/);
  });

  it("only what is plain is suggested", () => {
    assert.deepEqual(suggestGoldMap(["lost card", "LOST-CARD ", "lost"], ["Lost_Card", "Found"]), {
      "lost card": "Lost_Card",
      "LOST-CARD": "Lost_Card",
    });
    assert.deepEqual(suggestGoldMap(["ham"], ["Ham", "HAM"]), {});
    assert.deepEqual(suggestGoldMap(['["A","B"]', "{}", "[]", "9"], ["A", "B"]), {});
    assert.deepEqual(suggestGoldMap(["3"], ["1", "2"]), {});
  });
});
