import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { runReportSchema, type RunReport } from "../../src/services/reports/runReport";
import { cli, lfLens, makeProject, removeProjects } from "./lfLens";

const comments = resolve(__dirname, "../../../shared/data/raw/youtube_spam.jsonl");

const youtubeLfs = `
import { lf, regex, ABSTAIN } from "lf-lens";
import type { Row } from "./.lf-lens/row";
const has = (label: "HAM" | "SPAM", ...words: string[]) =>
  lf((row: Row) => (words.some((word) => row.text.toLowerCase().includes(word)) ? label : ABSTAIN));
export const kw_my = has("SPAM", "my");
export const kw_subscribe = has("SPAM", "subscribe");
export const kw_link = has("SPAM", "http");
export const kw_please = has("SPAM", "please", "plz");
export const kw_song = has("HAM", "song");
export const kw_love = has("HAM", "love", "awesome", "best");
export const rx_check_out = regex("SPAM", "text", /check.{0,20}out/i);
export const rx_channel = regex("SPAM", "text", /\\b(my|our)\\s+(channel|video|page)s?\\b/i);
export const rx_views = regex("HAM", "text", /\\b\\d+(\\.\\d+)?\\s*(m|k|million|billion|views)\\b/i);
export const short_comment = lf((row: Row) => (row.text.split(/\\s+/).filter((word) => word !== "").length < 5 ? "HAM" : ABSTAIN));
`;

/** What snorkel's LFAnalysis gives: coverage, overlaps, conflicts, correct, incorrect. */
const snorkel: Record<string, [number, number, number, number, number]> = {
  kw_my: [0.194274, 0.183538, 0.072086, 332, 48],
  kw_subscribe: [0.126789, 0.097137, 0.043967, 245, 3],
  kw_link: [0.100716, 0.071575, 0.050102, 186, 11],
  kw_please: [0.107362, 0.100204, 0.041411, 207, 3],
  kw_song: [0.161043, 0.120143, 0.050102, 229, 86],
  kw_love: [0.160532, 0.129857, 0.047546, 229, 85],
  rx_check_out: [0.22546, 0.106851, 0.041411, 441, 0],
  rx_channel: [0.093558, 0.093558, 0.026585, 183, 0],
  rx_views: [0.04499, 0.018405, 0.010225, 67, 21],
  short_comment: [0.255624, 0.138548, 0.066462, 364, 136],
};

describe("lf-lens run", function () {
  this.timeout(60_000);
  after(removeProjects);

  const report = (folder: string, ...args: string[]): RunReport => {
    const { code, stdout, stderr } = lfLens("run", folder, "--json", ...args);
    assert.equal(code, 0, stderr);
    return runReportSchema.parse(JSON.parse(stdout));
  };

  it("gives no share of no rows", () => {
    const config = '{ "labels": ["A", "B"], "data": { "train": "rows.csv", "dev": "dev.csv" } }';
    const files = {
      "lf.config.json": config,
      "rows.csv": "text\nx\n",
      "dev.csv": "text\ny\n",
      "x.lf.ts": `import { lf } from "lf-lens";\nexport const x = lf(() => "A");`,
    };
    const { rows, lfs, set } = report(makeProject(files), "--split", "test");
    assert.equal(rows, 0);
    assert.deepEqual([lfs[0]!.coverage, lfs[0]!.overlaps, lfs[0]!.conflicts, lfs[0]!.accuracy], [null, null, null, null]);
    assert.deepEqual(set, { coverage: null, overlaps: null, conflicts: null });
  });

  it("--all counts every row of the sample's splits, and says so", function () {
    this.timeout(300_000);
    const labels = ["HAM", "SPAM"];
    const texts = ["subscribe now", "great song", "what is this", "great, subscribe", "boom"];
    const rows = Array.from({ length: 60 }, (_, i) => {
      const gold = i % 3 === 0 ? `,"gold":"${labels[(i >> 1) % 2]}"` : "";
      return `{"id":"r${i}","text":"${texts[i % 5]}","split":"${["train", "dev", "test"][i % 7 === 0 ? 2 : i % 2]}"${gold}}\n`;
    });
    const project = makeProject({
      "lf.config.json": `{ "labels": ["HAM", "SPAM"], "data": "rows.jsonl", "sample": { "rows": 10 }, "columns": { "id": "id", "text": "text", "split": "split", "gold": "gold" }, "labelModel": { "kind": "majority" } }`,
      "rows.jsonl": rows.join(""),
      "a.lf.ts": `import { keyword, lf } from "lf-lens";
export const asks = keyword("SPAM", "text", "subscribe");
export const praise = keyword("HAM", "text", "great");
export const fails = lf((row) => { if (row.text === "boom") throw new Error("boom"); return null; });
`,
    });
    const timeless = (json: RunReport): unknown => ({
      ...json,
      lfs: json.lfs.map(({ ms: _ms, faults: _faults, faultDetails: _details, ...lf }) => lf),
    });
    for (const split of [[], ["--split", "test"]]) {
      const all = report(project, "--all", ...split);
      assert.deepEqual(timeless(all), timeless(report(project, "--rows", "all", ...split)));
      assert.deepEqual([all.lfs[2]!.faults, all.lfs[2]!.faultDetails[0]!.message], [12, "boom"]);
    }
    const { stdout } = lfLens("run", project, "--all");
    assert.match(stdout, /^All rows of train and dev, not a sample.\n.*3 LFs on 51 of 60 rows/);
    assert.equal(lfLens("run", project, "--all", "--rows", "20").code, 2);
  });

  it("gives the figures that snorkel gives on 1,956 real comments", function () {
    if (!existsSync(comments)) {
      this.test!.title += " (skipped: ../shared/data is absent)";
      return this.skip();
    }
    const config = '{ "labels": ["HAM", "SPAM"], "data": "comments.jsonl", "columns": { "id": "id", "text": "text", "gold": "label" } }';
    const { rows, gold, lfs, set, clarity } = report(
      makeProject({ "lf.config.json": config, "youtube.lf.ts": youtubeLfs }, { "comments.jsonl": comments }),
    );
    assert.deepEqual([rows, gold], [1956, 1956]);
    const round = (value: number | null): number => Number(value?.toFixed(6));
    const figures = Object.fromEntries(
      lfs.map((lf) => [lf.name, [round(lf.coverage), round(lf.overlaps), round(lf.conflicts), lf.correct, lf.incorrect]]),
    );
    assert.deepEqual(figures, snorkel);
    assert.deepEqual([round(set.coverage), round(set.overlaps), round(set.conflicts)], [0.806237, 0.395706, 0.154397]);
    const cells = Object.values(clarity).flatMap((row) => Object.values(row));
    assert.equal(
      cells.reduce((sum, count) => sum + count, 0),
      1956,
    );
    assert.equal(lfs[1]!.line, 7);
  });

  const small = {
    "lf.config.json": '{ "labels": ["A", "B"], "data": "rows.csv", "columns": { "id": "id", "gold": "gold", "split": "split" } }',
    "rows.csv": "id,text,gold,split\n1,apple,A,train\n2,banana,,train\n3,avocado,A,dev\n4,bean,B,dev\n5,beet,B,test\n",
    "letters.lf.ts":
      'import { regex } from "lf-lens";\nexport const startsWithA = regex("A", "text", /^a/);\nexport const startsWithB = regex("B", "text", /^b/);\n',
  };

  it("leaves test rows out unless asked, and takes rows and seed", () => {
    const folder = makeProject(small);
    assert.equal(report(folder).rows, 4);
    assert.equal(report(folder, "--split", "test").rows, 1);
    assert.equal(report(folder, "--split", "validation").rows, 2);
    assert.equal(report(folder, "--split", "all").rows, 5);
    assert.equal(report(folder, "--rows", "2").rows, 2);
    assert.equal(report(folder, "--rows", "all", "--seed", "3").rows, 4);
  });

  it("prints a table with every LF and the clarity matrix", () => {
    const { stdout, code } = lfLens("run", makeProject(small));
    assert.equal(code, 0);
    assert.match(stdout, /startsWithA\s+A\s+50\.0%\s+0\.0%\s+0\.0%\s+100\.0%\s+2\s+0/);
    assert.match(stdout, /Clarity matrix, 3 rows with gold/);
  });

  it("names faults and malformed records on stderr; --strict makes them exit 1", () => {
    const folder = makeProject({
      ...small,
      "rows.csv": "id,text,gold,split\n1,apple,A,train\n2,banana,x,y,z\n3,bean,B,dev\n",
      "letters.lf.ts": `${small["letters.lf.ts"]}import { lf } from "lf-lens";\nexport const throws = lf((row) => {\n  throw new Error("no " + row.text);\n});\n`,
    });
    const { code, stdout, stderr } = lfLens("run", folder);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /throws/);
    assert.match(stderr, /letters\.lf\.ts:6:\d+: fault: throws on 1 row: .*no apple/);
    assert.match(stderr, /rows\.csv:3: warning: /);
    assert.equal(lfLens("run", folder, "--strict").code, 1);
    assert.equal(report(folder).lfs.find((lf) => lf.name === "throws")!.faults, 2);
  });

  it("exits 1 when something did not run, with file, line and what to do", () => {
    const cases: [Record<string, string>, RegExp][] = [
      [{ "lf.config.json": '{ "labels": ["A"] }' }, /lf\.config\.json:1:13: Name at least two labels/],
      [{ "lf.config.json": '{ "labels": ["A", "B"], "data": "none.csv" }' }, /lf\.config\.json:1:\d+: .*none\.csv/],
      [{ "lf.config.json": '{ "labels": ["A", "B"], "data": "../rows.csv" }' }, /leads outside the project.*--allow-outside/],
      [{ "letters.lf.ts": "export const broken = (" }, /letters\.lf\.ts:1:\d+: error/],
      [{ "rows.csv": "id,text,gold,split\n1,apple,C,train\n" }, /error: .*"?C"?/],
    ];
    for (const [change, message] of cases) {
      const { code, stderr } = lfLens("run", makeProject({ ...small, ...change }));
      assert.match(stderr, message);
      assert.equal(code, 1, stderr);
    }
    assert.match(lfLens("run", makeProject({})).stderr, /There is no lf\.config\.json in/);
  });

  it("shows control characters of the data instead of obeying them, and ends quietly with its reader", () => {
    const folder = makeProject({ ...small, "rows.csv": "id,text,gold,split\n1,apple,\u001b]0;evil\u0007,train\n" });
    const { stderr } = lfLens("run", folder);
    assert.match(stderr, /\\x1b\]0;evil\\x07/);
    assert.ok(![...stderr].some((character) => character === "\u001b"));
    const piped = spawnSync("bash", ["-c", `set -o pipefail; "${process.execPath}" "${cli}" run --json-schema | head -c 10 > /dev/null`], {
      encoding: "utf8",
    });
    assert.equal(piped.stderr, "");
  });

  it("exits 2 on wrong usage and explains itself", () => {
    assert.equal(lfLens("run", "--rows", "-1").code, 2);
    assert.equal(lfLens("walk").code, 2);
    const help = lfLens("run", "--help");
    assert.equal(help.code, 0);
    for (const flag of ["--json", "--split", "--rows", "--seed", "--strict"]) assert.ok(help.stdout.includes(flag), flag);
  });
});
