// What a project's author relies on when LFs run: through the client and a real worker thread, on real data.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { startTestEngine, type RunOutcome, type TestEngine } from "./testEngine";

const rows = [
  { id: "a", text: "subscribe to my channel", n: 1, tags: ["x"], gold: "SPAM" },
  { id: "b", text: "great song", n: 2, tags: [], gold: "HAM" },
  { id: "c", text: null, n: 3, tags: null, gold: null },
  { id: "d", text: "nice", n: null, tags: ["x", "y"], gold: null },
];

const good = `import { keyword, lf } from "lf-lens";
export const subscribe = keyword("SPAM", "text", "subscribe");
export const short = lf({ needs: ["text"], vote: (row) => ((row.text as string).length < 12 ? "HAM" : null) });
`;
const goodVotes = { subscribe: "S---", short: "-H-H" };

describe("engine", function () {
  this.timeout(60_000);
  let engine: TestEngine;
  before(async () => (engine = await startTestEngine({ rows, columns: { id: "id", gold: "gold" } })));
  after(() => engine.close());

  /** Runs these files beside the good one, whose votes must stand whatever happens. */
  async function runBesideGood(files: Readonly<Record<string, string>>): Promise<RunOutcome> {
    for (const [name, text] of Object.entries({ ...files, "good.lf.ts": good })) engine.write(name, text);
    const outcome = await engine.run(["good.lf.ts", ...Object.keys(files).filter((name) => name.endsWith(".lf.ts"))]);
    for (const [name, votes] of Object.entries(goodVotes)) assert.equal(outcome.votes[name], votes);
    return outcome;
  }

  it("reads the data and runs LFs in file and source order", async () => {
    const { plan, votes } = await runBesideGood({});
    assert.deepEqual(votes, goodVotes);
    assert.deepEqual(
      plan.lfs.map(({ name, line, column, endLine }) => [name, line, column, endLine]),
      [
        ["subscribe", 2, 14, 2],
        ["short", 3, 14, 3],
      ],
    );
  });

  const faults: readonly { title: string; text: string; votes?: string; faults: readonly string[] }[] = [
    {
      title: "a throw, at its line",
      text: `import { lf } from "lf-lens";\nexport const bad = lf((row) =>\n  row.text.length > 5 ? "SPAM" : null);`,
      votes: "SS--",
      faults: ["bad: TypeError: Cannot read properties of null (reading 'length') @ bad.lf.ts:3:12 x1"],
    },
    {
      title: "a throw in a helper, with the place it was called from",
      text: `import { lf } from "lf-lens";\nimport { size } from "./size";\nexport const bad = lf((row) => (size(row.text) > 5 ? "SPAM" : null));`,
      votes: "SS--",
      faults: ["bad: TypeError: Cannot read properties of null (reading 'length') (called from bad.lf.ts:3:33) @ size.ts:2:15 x1"],
    },
    {
      title: "a throw of something that is no error",
      text: `import { lf } from "lf-lens";\nexport const bad = lf(() => { throw "no"; });`,
      faults: [`bad: Threw "no", which is not an error. @ bad.lf.ts:2:14 x4`],
    },
    {
      title: "a throw of something that cannot be read",
      text: `import { lf } from "lf-lens";\nexport const bad = lf(() => { throw { get message() { throw 1; }, get stack() { throw 2; } }; });`,
      faults: ["bad: Threw something that cannot be described. @ bad.lf.ts:2:14 x4"],
    },
    {
      title: "an unknown label, with the one that was meant",
      text: `import { lf } from "lf-lens";\nexport const bad = lf((row) => (row.n === 2 ? "SPMA" : "HAM"));`,
      votes: "H-HH",
      faults: [`bad: Returned "SPMA", which is not a label. Did you mean "SPAM"? @ bad.lf.ts:2:14 x1`],
    },
    {
      title: "a value that is no label",
      text: `import { lf } from "lf-lens";\nexport const bad = lf((row) => row.n === 2 || row.n === 3 && 7 || {} as never);`,
      faults: [
        "bad: Returned an object: an LF returns a label or ABSTAIN. @ bad.lf.ts:2:14 x2",
        "bad: Returned true: an LF returns a label or ABSTAIN. @ bad.lf.ts:2:14 x1",
        "bad: Returned 7: an LF returns a label or ABSTAIN. @ bad.lf.ts:2:14 x1",
      ],
    },
    {
      title: "a promise",
      text: `import { lf } from "lf-lens";\nexport const bad = lf(async () => "SPAM" as never);`,
      faults: ["bad: Returned a promise: LFs are synchronous. Remove async and await. @ bad.lf.ts:2:14 x4"],
    },
    {
      title: "a rejected promise, by its reason",
      text: `import { lf } from "lf-lens";\nexport const bad = lf(async (row) => row.text.length as never);`,
      faults: [
        "bad: Returned a promise: LFs are synchronous. Remove async and await. @ bad.lf.ts:2:14 x3",
        "bad: TypeError: Cannot read properties of null (reading 'length') @ bad.lf.ts:2:47 x1",
      ],
    },
    {
      title: "a rejection that nobody waits for; the votes stand",
      text: `import { lf } from "lf-lens";\nexport const bad = lf((row) => {\n  if (row.n === 1) void Promise.reject(new Error("later"));\n  return "HAM";\n});`,
      votes: "HHHH",
      faults: ["bad: later @ bad.lf.ts:3:40 x1"],
    },
    {
      title: "recursion without end",
      text: `import { lf } from "lf-lens";\nconst again = (n: number): never => again(n + 1);\nexport const bad = lf((row) => (row.n === 1 ? again(0) : "HAM"));`,
      votes: "-HHH",
      faults: ["bad: RangeError: Maximum call stack size exceeded @ bad.lf.ts:2:37 x1"],
    },
    {
      title: "a string that is too long, and an error message of megabytes",
      text: `import { lf } from "lf-lens";\nexport const bad = lf((row) => {\n  if (row.n === 1) return "x".repeat(2 ** 30) as never;\n  throw new Error("y".repeat(5_000_000));\n});`,
      faults: [`bad: ${"y".repeat(500)}... @ bad.lf.ts:4:9 x3`, "bad: RangeError: Invalid string length @ bad.lf.ts:3:31 x1"],
    },
    {
      title: "a write to the row",
      text: `import { lf } from "lf-lens";\nexport const bad = lf((row) => {\n  (row as { text: string }).text = "subscribe";\n  return "HAM";\n});`,
      faults: ["bad: TypeError: Cannot assign to read only property 'text' of object '[object Object]' @ bad.lf.ts:3:29 x4"],
    },
    {
      title: "a misspelt column in a builder",
      text: `import { keyword } from "lf-lens";\nexport const bad = keyword("HAM", "txt", "a");`,
      faults: [`bad: The data has no column "txt". Did you mean "text"? @ bad.lf.ts:2:14 x4`],
    },
    {
      title: "process.exit",
      text: `import { lf } from "lf-lens";\nexport const bad = lf((): never => process.exit(3));`,
      faults: ["bad: TypeError: process.exit is not a function @ bad.lf.ts:2:44 x4"],
    },
    {
      title: "built-ins that were broken, in that file alone",
      text: `import { lf } from "lf-lens";
(Array.prototype as { map: unknown }).map = () => { throw new Error("broken"); };
(Object.prototype as { text?: string }).text = "polluted";
String.prototype.includes = () => true;
export const bad = lf(() => ([1].map(() => "HAM")[0] as never));`,
      faults: ["bad: broken @ bad.lf.ts:2:59 x4"],
    },
  ];

  for (const { title, text, votes = "----", faults: expected } of faults) {
    it(`reports ${title}`, async () => {
      const outcome = await runBesideGood({
        "bad.lf.ts": text,
        "size.ts": "export function size(text: string) {\n  return text.length;\n}\n",
      });
      assert.deepEqual(outcome.faults, expected);
      assert.equal(outcome.votes["bad"], votes);
      assert.deepEqual(outcome.problems, []);
    });
  }

  it("names the rows of a fault", async () => {
    const { results } = await runBesideGood({
      "bad.lf.ts": `import { lf } from "lf-lens";\nexport const bad = lf((row) => { if (row.n === 2 || row.n === 3) throw new Error("x"); return null; });`,
    });
    const bad = results.get("bad")!;
    assert.deepEqual([...bad.faultRows], [1, 2]);
    assert.deepEqual(
      bad.faults.map(({ rows: count, firstRow }) => [count, firstRow]),
      [[2, 1]],
    );
  });

  it("counts more than twenty kinds of faults as one more", async () => {
    const many = await startTestEngine({ rows: Array.from({ length: 100 }, (_, n) => ({ n })) });
    many.write("bad.lf.ts", `import { lf } from "lf-lens";\nexport const bad = lf((row) => { throw new Error("row " + row.n); });`);
    const { results } = await many.run(["bad.lf.ts"]);
    await many.close();
    const [others, ...single] = results.get("bad")!.faults;
    assert.deepEqual([others!.rows, single.length], [80, 20]);
    assert.match(others!.message, /more than 20 different/);
    assert.equal(results.get("bad")!.faultRows.length, 100);
  });

  const problems: readonly {
    title: string;
    files: Readonly<Record<string, string>>;
    problems: readonly string[];
    broken: readonly string[];
  }[] = [
    {
      title: "a syntax error, at its column also behind letters of several bytes",
      files: { "bad.lf.ts": `export const ok = 1;\nconst é = "日本"; const = 2;` },
      problems: [`bad.lf.ts:2:23 Expected identifier but found "="`],
      broken: ["bad.lf.ts"],
    },
    {
      title: "a missing file",
      files: { "bad.lf.ts": `import { x } from "./nope";\nexport const y = x;` },
      problems: [`bad.lf.ts:1:19 There is no file "./nope" to import. Check the path, or make the file.`],
      broken: ["bad.lf.ts"],
    },
    {
      title: "a missing package",
      files: { "bad.lf.ts": `import x from "@nobody/nothing/deep";\nexport const y = x;` },
      problems: [`bad.lf.ts:1:15 There is no package "@nobody/nothing/deep". Install it in this workspace: npm install @nobody/nothing`],
      broken: ["bad.lf.ts"],
    },
    {
      title: "an error in a helper, once, though two files import it",
      files: {
        "bad.lf.ts": `import { x } from "./help";\nexport const y = x;`,
        "bad2.lf.ts": `import { x } from "./help";\nexport const y = x;`,
        "help.ts": "export const x = ;",
      },
      problems: [`help.ts:1:18 Unexpected ";"`],
      broken: ["bad.lf.ts", "bad2.lf.ts"],
    },
    {
      title: "top-level code that throws",
      files: {
        "bad.lf.ts": `import { keyword } from "lf-lens";\nexport const a = keyword("HAM", "text", "a");\nexport const b = keyword("HAM", "text");`,
      },
      problems: [
        "bad.lf.ts:3:18 None of this file's LFs run, because its top-level code failed: TypeError: keyword() needs at least one word",
      ],
      broken: ["bad.lf.ts"],
    },
    {
      title: "a name that two LFs have",
      files: { "bad.lf.ts": `import { keyword } from "lf-lens";\n\nexport const short = keyword("HAM", "text", "a");` },
      problems: [`bad.lf.ts:3:14 Another LF has the name "short" (good.lf.ts:3), so this one does not run. Rename one of them.`],
      broken: [],
    },
    {
      title: "an LF without a name",
      files: { "bad.lf.ts": `import { keyword } from "lf-lens";\nexport default keyword("HAM", "text", "a");` },
      problems: ["bad.lf.ts:2:1 An LF needs a name, so this default export does not run. Write: export const itsName = ..."],
      broken: [],
    },
    {
      title: "nothing where other things than LFs are exported, or nothing at all",
      files: { "bad.lf.ts": `export const words = ["a"]; export const f = () => "HAM"; export const nothing = null;`, "empty.lf.ts": "" },
      problems: [],
      broken: [],
    },
  ];

  for (const { title, files, problems: expected, broken } of problems) {
    it(`reports ${title}`, async () => {
      const outcome = await runBesideGood(files);
      assert.deepEqual(outcome.problems, expected);
      assert.deepEqual(
        outcome.plan.brokenFiles.map((path) => path.slice(engine.folder.length + 1)),
        broken,
      );
      assert.deepEqual(
        outcome.plan.lfs.map(({ name }) => name),
        ["subscribe", "short"],
      );
    });
  }

  it("runs what imports JSON, local files and packages of the workspace", async () => {
    engine.write("node_modules/stop-words/package.json", `{"name": "stop-words", "main": "index.js"}`);
    engine.write("node_modules/stop-words/index.js", `exports.isStop = function (word) { return word === "to"; };`);
    const { votes, faults: found } = await runBesideGood({
      "imports.lf.ts": `import { lf } from "lf-lens";
import { isStop } from "stop-words";
import type { Row } from "./.lf-lens/row";
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
    const { votes, faults: found } = await runBesideGood({
      "row.lf.ts": `import { lf } from "lf-lens";
export const keys = lf((row) => (Object.keys(row).join() === "id,text,n,tags,gold" && "text" in row ? "HAM" : null));
export const copy = lf((row) => { const { id, ...rest } = row; return id === "b" && { ...rest, x: 1 }.n === 2 ? "HAM" : null; });
export const json = lf((row) => (JSON.stringify(row) === '{"id":"b","text":"great song","n":2,"tags":[],"gold":"HAM"}' ? "HAM" : null));
export const nested = lf((row) => { try { (row.tags as string[]).push("z"); } catch { return row.tags ? "HAM" : null; } return "SPAM"; });
`,
    });
    assert.deepEqual(found, []);
    assert.deepEqual(votes, { ...goodVotes, keys: "HHHH", copy: "-H--", json: "-H--", nested: "HH-H" });
  });

  it("runs an editor's unsaved text, of a file that is not on disk too", async () => {
    engine.write("saved.lf.ts", good);
    const text = good.replace(`"subscribe"`, `"song"`);
    const { votes } = await engine.run([
      { path: engine.path("saved.lf.ts"), text },
      { path: engine.path("new.lf.ts"), text: good.replaceAll("const ", "const other_") },
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
    engine.write("good.lf.ts", good);
    engine.write("view.lf.ts", good.replaceAll("const ", "const view_"));
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
    engine.write("good.lf.ts", good);
    const older = engine.run(["slow.lf.ts"], { run: 1001 });
    await new Promise((resolve) => setTimeout(resolve, 150));
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
    await runBesideGood({
      "print.lf.ts": `import { lf } from "lf-lens";\nexport const chatty = lf((row) => { for (let i = 0; i < 10; i++) console.log("n is", row.n, { i }); return null; });`,
    });
    const printed = engine.logs.filter((line) => line.startsWith("chatty"));
    assert.equal(printed[0], "chatty: n is 1 { i: 0 }");
    assert.equal(printed.length, 21);
    assert.match(printed[20]!, /more than 20 lines/);
  });

  it("labels all rows", async () => {
    engine.write("good.lf.ts", good);
    const out = engine.path("labels.jsonl");
    const report = await engine.client.label({
      files: [{ path: engine.path("good.lf.ts") }],
      out,
      format: "jsonl",
      labelModel: { kind: "majority" },
    });
    const { seconds, ...counts } = report;
    assert.deepEqual(counts, { rows: 4, written: 4, labels: { HAM: 2, SPAM: 1 }, unlabeled: 1, faults: [], badLines: 0, problems: [] });
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
