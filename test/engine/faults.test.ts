// What an LF or its file does wrong is reported at its line, and the LFs beside it are untouched.
import assert from "node:assert/strict";
import { runBesideGood, sampleRows, startTestEngine, type TestEngine } from "./testEngine";

describe("faults of LFs", function () {
  this.timeout(60_000);
  let engine: TestEngine;
  before(async () => (engine = await startTestEngine({ rows: sampleRows, columns: { id: "id", gold: "gold" } })));
  after(() => engine.close());

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
      title: "a property that it adds to all rows",
      text: `import { lf } from "lf-lens";\nexport const bad = lf((row) => { (row as any).__proto__.text2 = 1; return "HAM"; });`,
      faults: ["bad: TypeError: Cannot add property text2, object is not extensible @ bad.lf.ts:2:57 x4"],
    },
    {
      title: "a method that it replaces for all lists",
      text: `import { lf } from "lf-lens";
export const bad = lf((row) => {
  if (row.tags) (row.tags as any).__proto__.map = () => { throw new Error("broken"); };
  return (row.tags as any[]).map(() => "HAM")[0] as never;
});`,
      faults: [
        "bad: TypeError: Cannot assign to read only property 'map' of object '[object Array]' @ bad.lf.ts:3:45 x3",
        "bad: TypeError: Cannot read properties of null (reading 'map') @ bad.lf.ts:4:30 x1",
      ],
    },
    {
      title: "what it adds to the prototype of a clone",
      text: `import { lf } from "lf-lens";\nexport const bad = lf((row) => { (structuredClone(row) as any).__proto__.text2 = 1; return "HAM"; });`,
      faults: ["bad: TypeError: Cannot add property text2, object is not extensible @ bad.lf.ts:2:74 x4"],
    },
    {
      title: "nothing of code that extends the built-ins of its own file and uses Node's",
      text: `import { EventEmitter } from "node:events";
import { lf } from "lf-lens";
(Array.prototype as any).last = function () { return this[this.length - 1]; };
class Shape {}
(Shape.prototype as any).toString = () => "shape";
let told = "";
queueMicrotask(() => { told = "later"; });
const emitter = new EventEmitter().on("row", (text: string) => { told = text; });
export const bad = lf((row) => {
  emitter.emit("row", structuredClone({ ...row, tags: [...((row.tags as string[]) ?? [])] }).id);
  const bytes = new TextEncoder().encode(told).length + Buffer.from(told).toString("base64").length;
  const url = new URL("?a=b", "https://example.com/");
  return bytes === 5 && url.searchParams.get("a") === "b" && \`\${new Shape()}\` === "shape" && ([1, "HAM"] as any).last();
});`.replaceAll("\\`", "`"),
      votes: "HHHH",
      faults: [],
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
      const outcome = await runBesideGood(engine, {
        "bad.lf.ts": text,
        "size.ts": "export function size(text: string) {\n  return text.length;\n}\n",
      });
      assert.deepEqual(outcome.faults, expected);
      assert.equal(outcome.votes["bad"], votes);
      assert.deepEqual(outcome.problems, []);
    });
  }

  it("names the rows of a fault", async () => {
    const { results } = await runBesideGood(engine, {
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
    /** LFs of these files that run all the same. */
    others?: readonly string[];
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
      title: "an LF that cannot be made",
      files: {
        "bad.lf.ts": `import { keyword } from "lf-lens";\nexport const a = keyword("HAM", "text", "a");\nexport const b = keyword("HAM", "text");`,
      },
      problems: ["bad.lf.ts:3:18 b does not run, because its code failed: TypeError: keyword() needs at least one word"],
      broken: ["bad.lf.ts"],
      others: ["a"],
    },
    {
      title: "a name that is not there, where the others of its file run",
      files: {
        "bad.lf.ts": `import { keyword } from "lf-lens";\nexport const a = keyword("HAM", "text", "a");\nexport const b = regx("HAM", "text", /a/);\nexport const c = keyword("HAM", "text", "c");`,
      },
      problems: ["bad.lf.ts:3:18 b does not run, because its code failed: ReferenceError: regx is not defined"],
      broken: ["bad.lf.ts"],
      others: ["a", "c"],
    },
    {
      title: "an LF that does not compile, where the others of its file run",
      files: {
        "bad.lf.ts": `import { keyword } from "lf-lens";\nexport const a = keyword("HAM", "text", "a"\nexport const b = keyword("HAM", "text", "b");\n`,
      },
      problems: ['bad.lf.ts:3:1 Expected ")" but found "export"'],
      broken: ["bad.lf.ts"],
      others: ["b"],
    },
    {
      title: "top-level code that throws",
      files: {
        "bad.lf.ts": `import { keyword } from "lf-lens";\nnull.x;\nexport const a = keyword("HAM", "text", "a");`,
      },
      problems: [
        "bad.lf.ts:2:6 None of this file's LFs run, because its top-level code failed: TypeError: Cannot read properties of null (reading 'x')",
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
      problems: ["bad.lf.ts:2:1 An LF or a slice needs a name, so this default export does not run. Write: export const itsName = ..."],
      broken: [],
    },
    {
      title: "nothing where other things than LFs are exported, or nothing at all",
      files: { "bad.lf.ts": `export const words = ["a"]; export const f = () => "HAM"; export const nothing = null;`, "empty.lf.ts": "" },
      problems: [],
      broken: [],
    },
  ];

  for (const { title, files, problems: expected, broken, others = [] } of problems) {
    it(`reports ${title}`, async () => {
      const outcome = await runBesideGood(engine, files);
      assert.deepEqual(outcome.problems, expected);
      assert.deepEqual(
        outcome.plan.brokenFiles.map((path) => path.slice(engine.folder.length + 1)),
        broken,
      );
      assert.deepEqual(
        outcome.plan.lfs.map(({ name }) => name),
        ["subscribe", "short", ...others],
      );
    });
  }
});
