import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runReportSchema, type RunReport } from "../../src/services/reports/runReport";
import { lfLens, makeProject, removeProjects } from "./lfLens";

interface Message {
  id: string;
  text: string;
  n: number;
  label: string | null;
}

const WORDS = ["free", "song", "click", "love", "video", "please", "nice", "win"];
const messages: Message[] = Array.from({ length: 600 }, (_, i) => ({
  id: `m${i}`,
  text: WORDS.filter((_word, w) => ((i * 2654435761) >>> (w + 9)) % 3 === 0).join(" "),
  n: i % 17,
  label: i % 3 === 0 ? null : (i * 7) % 5 < 2 ? "SPAM" : "HAM",
}));

const lfs = `
import { keyword, slice } from "lf-lens";
export const free = keyword("SPAM", "text", "free", "win");
export const love = keyword("HAM", "text", "love");
export const nice = keyword("HAM", "text", "nice", "song");
export const click = keyword("SPAM", "text", "click");
export const smallNumber = slice((row) => (row.n as number) < 6);
`;

const config = (slices: object): string =>
  JSON.stringify({
    labels: ["HAM", "SPAM"],
    data: { dev: "rows.jsonl" },
    columns: { id: "id", text: "text", gold: "label" },
    labelModel: { kind: "majority", gold: "none" },
    slices,
  });

const project = (rows: readonly Message[], slices: object = {}): string =>
  makeProject({
    "lf.config.json": config(slices),
    "rows.jsonl": rows.map((row) => JSON.stringify(row)).join("\n"),
    "x.lf.ts": lfs,
  });

/** What must be the same: all but how long LFs took, the slices, and pairs' order. */
const figures = ({ slices: _slices, slice: _slice, lfs, badLines: _bad, ...report }: RunReport): object => ({
  ...report,
  lfs: lfs.map(({ ms: _ms, ...lf }) => lf),
});

describe("slices in a terminal", function () {
  this.timeout(120_000);
  after(removeProjects);

  const report = (folder: string, ...args: string[]): RunReport => {
    const { code, stdout, stderr } = lfLens("run", folder, "--json", ...args);
    assert.equal(code, 0, stderr);
    return runReportSchema.parse(JSON.parse(stdout));
  };

  const SHORT = "length(text) < 15 OR text LIKE '%video%'";
  const tests: Record<string, (row: Message) => boolean> = {
    short: ({ text }) => text.length < 15 || text.includes("video"),
    smallNumber: ({ n }) => n < 6,
    nobody: () => false,
  };
  let folder: string;
  before(() => (folder = project(messages, { short: SHORT, nobody: "n > 100" })));

  for (const all of [[], ["--all"]])
    for (const [name, test] of Object.entries(tests).filter(([name]) => name !== "nobody" || all.length === 0))
      it(`${name}: figures are those of a file that has its rows alone ${all.join("")}`, () => {
        const alone = messages.filter(test);
        const cut = report(folder, "--slice", name, ...all);
        assert.equal(cut.rows, alone.length);
        assert.equal(cut.slice, name);
        if (alone.length > 0) assert.deepEqual(figures(cut), figures(report(project(alone), ...all)));
        const line = cut.slices.find((slice) => slice.name === name)!;
        const right = Object.values(cut.clarity.right).reduce((sum, rows) => sum + rows, 0);
        const wrong = Object.values(cut.clarity.wrong).reduce((sum, rows) => sum + rows, 0);
        assert.deepEqual(
          [line.rows, line.gold, line.coverage, line.conflicts, line.correct, line.incorrect, line.accuracy],
          [cut.rows, cut.gold, cut.set.coverage, cut.set.conflicts, right, wrong, right + wrong === 0 ? null : right / (right + wrong)],
        );
      });

  it("are listed beside each other, those of the config first", () => {
    assert.deepEqual(
      report(folder).slices.map(({ name }) => name),
      ["short", "nobody", "smallNumber"],
    );
    const { stdout } = lfLens("run", folder);
    assert.match(stdout, /3 slices\. Accuracy is that of denoised labels on gold\.\nslice +rows +gold/);
    assert.match(stdout, /^smallNumber +215 /m);
  });

  it("exports the rows of a slice alone, with the labels that they get in an export of all", () => {
    const read = (file: string): Record<string, unknown>[] =>
      readFileSync(join(folder, file), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    const every = lfLens("label", folder, "--out", join(folder, "all.jsonl"));
    assert.equal(every.code, 0, every.stderr);
    for (const name of ["short", "smallNumber"]) {
      const { code, stderr } = lfLens("label", folder, "--out", join(folder, `${name}.jsonl`), "--slice", name);
      assert.equal(code, 0, stderr);
      const ids = new Set(messages.filter(tests[name]!).map(({ id }) => id));
      assert.deepEqual(
        read(`${name}.jsonl`),
        read("all.jsonl").filter(({ id }) => ids.has(id as string)),
      );
    }
    const { stderr } = lfLens("label", folder, "--out", join(folder, "no.jsonl"), "--slice", "shrot");
    assert.match(stderr, /There is no slice "shrot"\. Did you mean "short"\?/);
  });

  it("says at its key what is wrong with a slice, and goes on with the others", () => {
    const broken = makeProject({
      "lf.config.json": config({ fine: "n < 3", typo: "lenght(text) < 3", column: "txt = 'a'", gold: "label = 'HAM'" }).replaceAll(
        ",",
        ",\n",
      ),
      "rows.jsonl": messages.map((row) => JSON.stringify(row)).join("\n"),
      "x.lf.ts": `${lfs}\nexport const odd = slice((row) => row.n as unknown as boolean);\nexport const fine = slice(() => true);`,
    });
    const { code, stdout, stderr } = lfLens("run", broken, "--json");
    assert.equal(code, 1);
    assert.match(stderr, /lf\.config\.json:10:8: error: There is no SQL function "lenght"/);
    assert.match(stderr, /lf\.config\.json:11:\d+: error: There is no column "txt"\. Did you mean "text"\?/);
    assert.match(stderr, /lf\.config\.json:12:\d+: error: Slices cannot read the gold column "label"/);
    assert.match(stderr, /x\.lf\.ts:9:14: warning: The slice odd failed: Returned a number: a slice returns true or false\. \(600 rows/);
    assert.match(stderr, /x\.lf\.ts:10:14: error: lf\.config\.json has a slice "fine" too\./);
    const { slices } = JSON.parse(stdout) as RunReport;
    assert.deepEqual(
      slices.map(({ name }) => name),
      ["fine", "smallNumber", "odd"],
    );
    assert.match(lfLens("run", broken, "--slice", "typo").stderr, /The slice "typo" cannot be used: There is no SQL function "lenght"/);
    assert.match(lfLens("run", broken, "--slice", "fin").stderr, /There is no slice "fin"\. Did you mean "fine"\?/);
  });
});
