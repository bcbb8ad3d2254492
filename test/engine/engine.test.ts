// What a project's author relies on when LFs run: through the client and a real worker thread, on real data.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { eventually } from "../eventually";
import { goodFile, goodVotes, runBesideGood, sampleRows, startTestEngine, type TestEngine } from "./testEngine";

describe("engine", function () {
  this.timeout(60_000);
  let engine: TestEngine;
  before(async () => (engine = await startTestEngine({ rows: sampleRows, columns: { id: "id", gold: "gold" } })));
  after(() => engine.close());

  it("reads the data and runs LFs in file and source order", async () => {
    const { plan, votes } = await runBesideGood(engine, {});
    assert.deepEqual(votes, goodVotes);
    assert.deepEqual(
      plan.lfs.map(({ name, line, column, endLine }) => [name, line, column, endLine]),
      [
        ["subscribe", 2, 14, 2],
        ["short", 3, 14, 3],
      ],
    );
  });

  it("runs what imports JSON, local files and packages of the workspace", async () => {
    // With this setting esbuild keeps an import of types alone, though nothing is there to import.
    engine.write("tsconfig.json", `{ "compilerOptions": { "verbatimModuleSyntax": true } }`);
    engine.write("node_modules/stop-words/package.json", `{"name": "stop-words", "main": "index.js"}`);
    engine.write("node_modules/stop-words/index.js", `exports.isStop = function (word) { return word === "to"; };`);
    const { votes, faults: found } = await runBesideGood(engine, {
      "imports.lf.ts": `import { lf } from "lf-lens";
import { isStop } from "stop-words";
import { type Row } from "./.lf-lens/row";
import words from "./words.json";
import * as help from "./lib/help";
export const fromPackage = lf((row: Row) => (String(row.text).split(" ").some(isStop) ? "SPAM" : null));
export const fromJson = lf((row) => (words.includes(String(row.text)) ? "HAM" : null));
export const fromFile = lf((row) => (help["isNice"](row.text) ? "HAM" : null));
`,
      "words.json": `["great song"]`,
      "lib/help.ts": `export const isNice = (text: unknown): boolean => text === "nice";`,
    });
    assert.deepEqual(found, []);
    assert.deepEqual(votes, { ...goodVotes, fromPackage: "S---", fromJson: "-H--", fromFile: "---H" });
  });

  it("gives rows that can be spread, listed and printed", async () => {
    const { votes, faults: found } = await runBesideGood(engine, {
      "row.lf.ts": `import { lf } from "lf-lens";
export const keys = lf((row) => (Object.keys(row).join() === "id,text,n,tags" && "text" in row ? "HAM" : null));
export const copy = lf((row) => { const { id, ...rest } = row; return id === "b" && { ...rest, x: 1 }.n === 2 ? "HAM" : null; });
export const json = lf((row) => (JSON.stringify(row) === '{"id":"b","text":"great song","n":2,"tags":[]}' ? "HAM" : null));
export const nested = lf((row) => { try { (row.tags as string[]).push("z"); } catch { return row.tags ? "HAM" : null; } return "SPAM"; });
`,
    });
    assert.deepEqual(found, []);
    assert.deepEqual(votes, { ...goodVotes, keys: "HHHH", copy: "-H--", json: "-H--", nested: "HH-H" });
  });

  it("runs an editor's unsaved text, of a file that is not on disk too", async () => {
    engine.write("saved.lf.ts", goodFile);
    const text = goodFile.replace(`"subscribe"`, `"song"`);
    const { votes } = await engine.run([
      { path: engine.path("saved.lf.ts"), text },
      { path: engine.path("new.lf.ts"), text: goodFile.replaceAll("const ", "const other_") },
    ]);
    assert.deepEqual(votes, { subscribe: "-S--", short: "-H-H", other_subscribe: "S---", other_short: "-H-H" });
  });

  it("runs again only what changed: a known key is planned, not run", async () => {
    engine.write("help.ts", `export const limit = 12;`);
    const text = `import { keyword, lf } from "lf-lens";
import { limit } from "./help";
export const a = keyword("SPAM", "text", "subscribe");
export const b = lf((row) => (String(row.text).length < limit ? "HAM" : null));
`;
    const first = await engine.run([{ path: engine.path("k.lf.ts"), text }]);
    const known = first.plan.lfs.map(({ key }) => key);
    const ran = async (edited: string): Promise<string[]> =>
      Object.keys((await engine.run([{ path: engine.path("k.lf.ts"), text: edited }], { known })).votes);
    assert.deepEqual(await ran(text), []);
    assert.deepEqual(await ran(`// a comment\n${text}`), []);
    assert.deepEqual(await ran(text.replace(`"subscribe"`, `"song"`)), ["a"]);
    engine.write("help.ts", `export const limit = 5;`);
    assert.deepEqual(await ran(text), ["b"]);
    assert.ok(first.plan.watched.includes(engine.path("help.ts")));
  });

  it("watches for the file that a broken import lacks, and mends when it comes", async () => {
    const text = `import { words } from "./later";\nimport { keyword } from "lf-lens";\nexport const late = keyword("HAM", "text", words);`;
    const broken = await engine.run([{ path: engine.path("late.lf.ts"), text }]);
    assert.ok(broken.plan.watched.includes(engine.path("later.ts")));
    engine.write("later.ts", `export const words = ["song"];`);
    const mended = await engine.run([{ path: engine.path("late.lf.ts"), text }]);
    assert.deepEqual(mended.votes, { late: "-H--" });
  });

  it("runs the LFs of the files in view first", async () => {
    engine.write("good.lf.ts", goodFile);
    engine.write("view.lf.ts", goodFile.replaceAll("const ", "const view_"));
    engine.started.length = 0;
    const { plan } = await engine.run(["good.lf.ts", "view.lf.ts"], { first: [engine.path("view.lf.ts")] });
    assert.deepEqual(engine.started, ["view_subscribe", "view_short", "subscribe", "short"]);
    assert.equal(plan.lfs[0]!.name, "subscribe");
  });

  it("lets a newer run overtake, and answers for rows meanwhile", async () => {
    const slow = Array.from(
      { length: 40 },
      (_, i) => `export const slow${i} = lf(() => { const end = Date.now() + 10; while (Date.now() < end); return null; });`,
    );
    engine.write("slow.lf.ts", `import { lf } from "lf-lens";\n${slow.join("\n")}`);
    engine.write("good.lf.ts", goodFile);
    const older = engine.run(["slow.lf.ts"], { run: 1001 });
    await eventually(() => assert.ok(engine.started.includes("slow1")));
    const cells = await engine.client.rows([1, 99]);
    const newer = await engine.run(["good.lf.ts"], { run: 1002 });
    const overtaken = await older;
    assert.deepEqual(cells, [{ row: 1, cells: { id: "b", text: "great song", n: 2, tags: [], gold: "HAM" } }]);
    assert.equal(overtaken.overtaken, true);
    assert.ok(overtaken.results.size < 40, `${overtaken.results.size} of 40 LFs ran`);
    assert.equal(newer.overtaken, false);
    assert.deepEqual(newer.votes, goodVotes);
  });

  it("shows what an LF prints, under its name, and not without end", async () => {
    engine.logs.length = 0;
    await runBesideGood(engine, {
      "print.lf.ts": `import { lf } from "lf-lens";\nexport const chatty = lf((row) => { for (let i = 0; i < 10; i++) console.log("n is", row.n, { i }); return null; });`,
    });
    const printed = engine.logs.filter((line) => line.startsWith("chatty"));
    assert.equal(printed[0], "chatty: n is 1 { i: 0 }");
    assert.equal(printed.length, 21);
    assert.match(printed[20]!, /more than 20 lines/);
  });

  it("stops a timer that an LF leaves behind, and names the LF", async () => {
    engine.logs.length = 0;
    const text = `import { setTimeout } from "node:timers";
import { eventually } from "../eventually";
import { lf } from "lf-lens";
export const later = lf((row) => { if (row.n === 1) setTimeout(() => { throw new Error("too late"); }, 20); return "HAM"; });`;
    const { faults, votes } = await runBesideGood(engine, { "later.lf.ts": text });
    assert.deepEqual([faults, votes["later"]], [[], "HHHH"]);
    assert.deepEqual(engine.logs, ["later left a timer behind, which was stopped: no vote can wait for it."]);
    // The thread turns once more after the timer would have been due, which an LF of twice that time sees to.
    await runBesideGood(engine, {
      "busy.lf.ts": `import { lf } from "lf-lens";\nexport const busy = lf(() => { for (const end = Date.now() + 40; Date.now() < end;); return null; });`,
    });
    await runBesideGood(engine, {});
    assert.doesNotMatch(engine.logs.join("\n"), /too late/);
  });

  it("labels all rows", async () => {
    engine.write("good.lf.ts", goodFile);
    const out = engine.path("labels.jsonl");
    const report = await engine.client.label({
      files: [{ path: engine.path("good.lf.ts") }],
      out,
      format: "jsonl",
      labelModel: { kind: "majority" },
    });
    const { seconds, files, manifest, ...counts } = report;
    assert.deepEqual([files, manifest], [[out], `${out}.manifest.json`]);
    assert.deepEqual(counts, {
      resumedRows: 0,
      rows: 4,
      written: 4,
      labels: { HAM: 2, SPAM: 1 },
      unlabeled: 1,
      withoutLabel: { rows: 1, ties: 0 },
      leftOut: { slice: 0, splits: 0, unlabeled: 0, conflicts: 0, others: 0 },
      faults: [],
      notAsked: [],
      badLines: 0,
      problems: [],
    });
    assert.ok(seconds > 0);
    const lines = readFileSync(out, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      lines.map(({ id, split, label, p_HAM, p_SPAM }) => [id, split, label, p_HAM, p_SPAM]),
      [
        ["a", "train", "SPAM", 0, 1],
        ["b", "train", "HAM", 1, 0],
        ["c", "train", null, 0, 0],
        ["d", "train", "HAM", 1, 0],
      ],
    );
  });

  it("labels nothing, and says why, where no LF runs", async () => {
    engine.write("bad.lf.ts", "export const = 1");
    const out = engine.path("none.jsonl");
    await assert.rejects(engine.client.label({ files: [{ path: engine.path("bad.lf.ts") }], out, format: "jsonl" }), /Expected identifier/);
    assert.equal(existsSync(out), false);
  });
});
