// Hostile and broken LFs beside the three of fixtures/spam, and what must happen. No test runs here: plain Node and a real extension
// host both go through this table.
import type { FaultCase } from "./faultCase";

/** The body of an LF with the row as `row`. */
const body = (code: string, before = ""): FaultCase["files"] => ({
  "bad.lf.ts": `import { lf } from "lf-lens";\n${before}\nexport const bad = lf((row: any): any => {\n${code}\n});\n`,
});
const file = (code: string): FaultCase["files"] => ({ "bad.lf.ts": code });

const outOfTime = [/^Ran out of time/];
const notALabel = (what: string): RegExp[] => [new RegExp(`^Returned ${what}: an LF returns a label or ABSTAIN`)];

export const codeCases: readonly FaultCase[] = [
  // What an LF throws.
  {
    title: "throws on one row",
    files: body(`if (row.id === "c4") throw new Error("no such luck"); return "HAM";`),
    faults: [/^no such luck$/],
    votes: 7,
  },
  { title: "throws text", files: body(`throw "text";`), faults: [/^Threw "text", which is not an error/], votes: 0 },
  { title: "throws undefined", files: body(`throw undefined;`), faults: [/^Threw undefined/], votes: 0 },
  {
    title: "throws an object whose getters throw",
    files: body(`throw { get message() { throw 1; }, get stack() { throw 2; } };`),
    faults: [/^Threw something that cannot be described/],
    votes: 0,
  },
  {
    title: "throws a proxy that throws",
    files: body(`throw new Proxy({}, { get() { throw 1; }, has() { throw 2; }, getPrototypeOf() { throw 3; } });`),
    faults: [/^Threw something that cannot be described/],
    votes: 0,
  },
  { title: "throws megabytes", files: body(`throw new Error("x".repeat(5_000_000));`), faults: [/^x{500}\.\.\.$/], votes: 0 },
  {
    title: "throws a different error on each row",
    files: body(`throw new Error("row " + row.id);`),
    faults: Array.from({ length: 8 }, () => /^row c\d$/),
    votes: 0,
  },
  {
    title: "has a typo in a property",
    files: body(`return row.txet.length > 3 ? "HAM" : null;`),
    faults: [/Cannot read properties of undefined \(reading 'length'\)/],
    votes: 0,
  },

  // What an LF returns.
  { title: "returns a misspelt label", files: body(`return "SPMA";`), faults: [/^Returned "SPMA".*Did you mean "SPAM"/], votes: 0 },
  { title: "returns a number", files: body(`return 7;`), faults: notALabel("7"), votes: 0 },
  { title: "returns NaN", files: body(`return NaN;`), faults: notALabel("NaN"), votes: 0 },
  { title: "returns a symbol", files: body(`return Symbol("SPAM");`), faults: notALabel("Symbol\\(SPAM\\)"), votes: 0 },
  { title: "returns a function", files: body(`return () => "SPAM";`), faults: notALabel("a function"), votes: 0 },
  { title: "returns a String object", files: body(`return new String("SPAM");`), faults: notALabel("an object"), votes: 0 },
  {
    title: "returns an object that cannot be printed",
    files: body(`return { toString() { throw 1; }, valueOf() { throw 2; } };`),
    faults: notALabel("an object"),
    votes: 0,
  },
  {
    title: "returns millions of characters",
    files: body(`return "x".repeat(2 ** 24);`),
    faults: [/^Returned "x{60}\.\.\.", which is not a label/],
    votes: 0,
  },
  {
    title: "is async",
    files: file(`import { lf } from "lf-lens";\nexport const bad = lf(async () => "SPAM" as never);`),
    faults: [/^Returned a promise/],
    votes: 0,
  },
  { title: "returns a promise that fails", files: body(`return Promise.reject(new Error("later"));`), faults: [/^later$/], votes: 0 },
  {
    title: "returns a thenable that throws",
    files: body(`return { get then() { throw new Error("not then"); } };`),
    faults: [/^not then$/],
    votes: 0,
  },
  {
    title: "is a generator",
    files: file(`import { lf } from "lf-lens";\nexport const bad = lf(function* () { yield "SPAM"; } as never);`),
    faults: notALabel("an object"),
    votes: 0,
  },

  // What does not end.
  { title: "loops for ever on one row", files: body(`while (row.id === "c5"); return "HAM";`), faults: outOfTime, votes: 0 },
  { title: "backtracks for ever", files: body(`return /^(x+x+)+y$/.test("x".repeat(60)) ? "HAM" : null;`), faults: outOfTime, votes: 0 },
  {
    title: "backtracks for ever in a builder",
    files: file(`import { regex } from "lf-lens";\nexport const bad = regex("SPAM", "text", /^((\\w|[a-z])+\\s?)+[0-9]$/i);`),
    faults: outOfTime,
    votes: 0,
  },
  {
    title: "waits for ever",
    files: body(`Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); return "HAM";`),
    faults: outOfTime,
    votes: 0,
  },
  {
    title: "loops for ever in a promise that it leaves",
    files: body(`Promise.resolve().then(() => { for (;;); }); return "HAM";`),
    faults: outOfTime,
    votes: 0,
  },
  {
    title: "makes promises for ever",
    files: body(`const more = (): unknown => Promise.resolve().then(more); more(); return "HAM";`),
    faults: outOfTime,
    votes: 0,
  },
  {
    title: "is slow on every row",
    files: body(`const end = Date.now() + 350; while (Date.now() < end); return "HAM";`),
    faults: outOfTime,
    votes: 0,
  },
  {
    title: "calls itself without end",
    files: body(`const again = (n: number): number => again(n + 1) + 1; return again(0);`),
    faults: [/^RangeError: Maximum call stack/],
    votes: 0,
  },
  {
    title: "hangs when it is loaded",
    files: file(`for (;;);`),
    problems: [/^None of this file's LFs run, because its top-level code did not end/],
  },

  // What ends or fills the worker.
  { title: "calls process.exit", files: body(`process.exit(3);`), faults: [/^TypeError: process\.exit is not a function$/], votes: 0 },
  {
    title: "exits by node:process",
    files: body(`exit(3);`, `import { exit } from "node:process";`),
    faults: [/^Ended the worker on row "[^"]+": it exited with code 3/],
    votes: 0,
    problems: [/"node:process" reaches the process/],
  },
  {
    title: "exits when it is loaded",
    files: file(`import { exit } from "node:process";\nexit(7);`),
    problems: [/ended the worker: it exited with code 7/],
  },
  {
    title: "fills the memory",
    files: body(`const kept: unknown[] = []; for (;;) kept.push(new Array(100_000).fill(row.id));`),
    faults: [/^(Ended the worker on row "[^"]+": it used more than|Ran out of time)/],
    votes: 0,
  },
  {
    title: "asks for a list without end",
    files: body(`return new Array(2 ** 32);`),
    faults: [/^RangeError: Invalid array length$/],
    votes: 0,
  },
  {
    title: "asks for a buffer beyond all memory",
    files: body(`return new ArrayBuffer(2 ** 52);`),
    faults: [/^(RangeError: Array buffer allocation failed|Ran out of time)/],
    votes: 0,
  },

  // What it does to things that others see.
  {
    title: "writes to the row",
    files: body(`row.text = "subscribe"; return "HAM";`),
    faults: [/Cannot assign to read only property 'text'/],
    votes: 0,
  },
  {
    title: "adds to the row",
    files: body(`row.more = 1; return "HAM";`),
    faults: [/Cannot add property more, object is not extensible/],
    votes: 0,
  },
  { title: "deletes from the row", files: body(`delete row.text; return "HAM";`), faults: [/Cannot delete property 'text'/], votes: 0 },
  {
    title: "changes the row's prototype",
    files: body(`Object.setPrototypeOf(row, { text: "subscribe" }); return "HAM";`),
    faults: [/is not extensible/],
    votes: 0,
  },
  {
    title: "pollutes all rows through one",
    files: body(`Object.getPrototypeOf(row).subscribe = "subscribe"; return "HAM";`),
    faults: [/Cannot add property subscribe, object is not extensible/],
    votes: 0,
  },
  {
    title: "pollutes the lists that are shared",
    files: body(`Object.getPrototypeOf(tokens(row.text)).includes = () => true; return "HAM";`, `import { tokens } from "lf-lens";`),
    faults: [/Cannot assign to read only property 'includes'/],
    votes: 0,
  },
  { title: "pollutes Object.prototype", files: body(`return "HAM";`, `(Object.prototype as any).text = "subscribe";`), votes: 8 },
  {
    title: "replaces built-in methods",
    files: body(
      `return "HAM";`,
      `String.prototype.includes = () => true; RegExp.prototype.test = () => true; Map.prototype.get = () => 0; Array.prototype.map = () => [];`,
    ),
    votes: 8,
  },
  {
    title: "deletes built-ins",
    files: body(`return "HAM";`, `for (const name of ["Map", "Array", "Error", "Promise", "Symbol"]) delete (globalThis as any)[name];`),
    votes: 8,
  },
  {
    title: "leaves a rejection that nobody waits for",
    files: body(`if (row.id === "c1") void Promise.reject(new Error("nobody")); return "HAM";`),
    faults: [/^nobody$/],
    votes: 8,
  },
  {
    title: "leaves a timer that fails",
    files: body(`setTimeout(() => { throw new Error("too late"); }, 1); return "HAM";`, `import { setTimeout } from "node:timers";`),
    votes: 8,
    problems: [/"node:timers" reaches beyond its row/],
  },
  { title: "prints without end", files: body(`for (let i = 0; i < 10_000; i++) console.log(row.text, i); return "HAM";`), votes: 8 },
  {
    title: "prints what cannot be printed",
    files: body(`console.log({ get x() { throw 1; }, [Symbol.for("nodejs.util.inspect.custom")]() { throw 2; } }); return "HAM";`),
    votes: 8,
  },

  // What is no function of its row.
  { title: "draws lots", files: body(`return Math.random() < 2 ? "HAM" : null;`), votes: 8, problems: [/^bad reads random numbers/] },
  { title: "reads the clock", files: body(`return Date.now() > 0 ? "HAM" : null;`), votes: 8, problems: [/^bad reads the clock/] },
  {
    title: "counts its calls",
    files: body(`return n++ < 8 ? "HAM" : null;`, "let n = 0;"),
    votes: 8,
    problems: [/^bad gave row \d HAM at first and no vote/],
  },
  {
    title: "reads a file",
    files: body(`return existsSync("/") ? "HAM" : null;`, `import { existsSync } from "node:fs";`),
    votes: 8,
    problems: [/"node:fs" reaches the file system/],
  },

  {
    title: "writes past its console",
    files: body(`writeSync(1, row.text); return "HAM";`, `import { writeSync } from "node:fs";`),
    faults: [/^fs\.writeSync\(1, \.\.\.\) would write to the terminal: use console\.log\(\)/],
    votes: 0,
    problems: [/"node:fs" reaches the file system/],
  },

  // Files that cannot be used, or in part.
  {
    title: "is half typed",
    files: file(`import { lf } from "lf-lens";\nexport const bad = lf((row) => {`),
    problems: [/Unexpected end of file/],
  },
  { title: "is no text", files: file("\u0000\u0001\ufffd\u0000 MZ\u0090"), problems: [/./] },
  { title: "is empty", files: file("") },
  {
    title: "imports a file that is not there",
    files: file(`import { x } from "./gone";\nexport const bad = x;`),
    problems: [/There is no file "\.\/gone"/],
  },
  {
    title: "imports a package that is not there",
    files: file(`import { x } from "no-such-package";\nexport const bad = x;`),
    problems: [/npm install no-such-package/],
  },
  {
    title: "throws when it is loaded",
    files: file(`import { lf } from "lf-lens";\nexport const bad = lf(() => "HAM");\nthrow new Error("at once");`),
    problems: [/top-level code failed: at once/],
  },
  {
    title: "gives a builder nothing to look for",
    files: file(`import { keyword } from "lf-lens";\nexport const bad = keyword("SPAM", "text");`),
    problems: [/keyword\(\) needs at least one word/],
  },
  {
    title: "gives a builder text for a pattern",
    files: file(`import { regex } from "lf-lens";\nexport const bad = regex("SPAM", "text", "x" as never);`),
    problems: [/regex\(\) needs a regular expression/],
  },
  {
    title: "names a column that is not there",
    files: file(`import { keyword } from "lf-lens";\nexport const bad = keyword("SPAM", "txt", "x");`),
    faults: [/The data has no column "txt"\. Did you mean "text"\?/],
    votes: 0,
  },
  { title: "reads the gold column", files: body(`return row.label;`), votes: 0 },
  {
    title: "takes another LF's name",
    files: { "later.lf.ts": `import { lf } from "lf-lens";\nexport const praises = lf(() => "SPAM");` },
    problems: [/Another LF has the name "praises"/],
  },
  {
    title: "exports an LF without a name",
    files: file(`import { lf } from "lf-lens";\nexport default lf(() => "SPAM");`),
    problems: [/An LF or a slice needs a name/],
  },
  {
    title: "exports what throws when it is looked at",
    files: file(`export const bad = new Proxy({}, { has() { throw new Error("do not look"); } });`),
    problems: [/do not look/],
  },
  {
    title: "uses a name before its time",
    files: {
      ...file(`import { x } from "./one";\nexport const bad = x;`),
      "one.ts": `import { y } from "./two";\nexport const x = y + 1;`,
      "two.ts": `import { x } from "./one";\nexport const y = x + 1;`,
    },
  },
];
