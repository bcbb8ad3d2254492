// Promised of LFs that reach for what other LFs, and the worker itself, rely on: the one that does it is named, and the votes of the others stand.
import assert from "node:assert/strict";
import { goodVotes, runBesideGood, sampleRows, startTestEngine, type RunOutcome, type TestEngine } from "../../engine/testEngine";

const innocents = Object.fromEntries(
  Array.from({ length: 6 }, (_, i) => [
    `innocent${i}.lf.ts`,
    `import { lf } from "lf-lens";\nexport const innocent${i} = lf((row) => (row.id === "${"abcd"[i % 4]}" ? "SPAM" : "HAM"));\n`,
  ]),
);
const innocentVotes = Object.fromEntries(
  Array.from({ length: 6 }, (_, i) => [`innocent${i}`, Array.from("abcd", (id) => (id === "abcd"[i % 4] ? "S" : "H")).join("")]),
);

/** A file whose LF `bad` does something on each row. */
const voting = (code: string, before = ""): string =>
  `import { lf } from "lf-lens";\n${before}\nexport const bad = lf((row: any): any => {\n${code}\nreturn "HAM";\n});\n`;
/** A file that does something when it is loaded. */
const loading = (code: string): string =>
  `import { lf } from "lf-lens";\ndeclare const require: any;\n${code}\nexport const bad = lf(() => "HAM");\n`;

describe("what an LF leaves behind or changes", function () {
  this.timeout(60_000);
  let engine: TestEngine;
  before(async () => (engine = await startTestEngine({ rows: sampleRows, limits: { lfMs: 600, rowMs: 300, memoryMb: 128 } })));
  beforeEach(() => engine.logs.splice(0));
  after(() => engine.close());

  /** Runs a file beside innocent ones, on both sides of it; their votes must stand, and nothing be said of them. */
  async function run(text: string): Promise<RunOutcome & { readonly said: string[] }> {
    const outcome = await runBesideGood(engine, { "a.lf.ts": text, ...innocents });
    const { bad, ...others } = outcome.votes;
    assert.deepEqual(others, { ...goodVotes, ...innocentVotes });
    const said = [...outcome.faults, ...outcome.problems.filter((problem) => !problem.includes("reaches"))];
    for (const text of said) assert.match(text, /\bbad\b|a\.lf\.ts/);
    return { ...outcome, votes: { ...others, ...(bad === undefined ? {} : { bad }) }, said };
  }

  const endless = "() => { for (;;); }";
  const left: Readonly<Record<string, string>> = {
    "a promise": `void Promise.resolve().then(${endless})`,
    "a promise of a promise": `void Promise.resolve().then(() => Promise.resolve()).then(() => 1).then(${endless})`,
    "a tick": `require("process").nextTick(${endless})`,
    "a microtask": `queueMicrotask(${endless})`,
    "a message": `const { port1, port2 } = new (require("worker_threads").MessageChannel)(); port2.on("message", ${endless}); port1.postMessage(1)`,
    "a file that is looked at": `require("fs").stat("/", ${endless})`,
    "files that are looked at one after the other": `const next = (): void => require("fs").stat("/", next); next()`,
    "a wait": `void Promise.resolve().then(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))`,
  };
  for (const [what, code] of Object.entries(left)) {
    it(`is the file's own fault when its top-level code leaves ${what} that does not end`, async () => {
      const { said, votes } = await run(loading(`declare const queueMicrotask: any;\n${code};`));
      if (what.startsWith("files")) await untilLog(engine, /a\.lf\.ts left callbacks behind that run again and again/);
      else {
        assert.equal(said.length, 1, said.join("\n"));
        assert.match(said[0]!, /^a\.lf\.ts:.* None of this file's LFs run, because something that its top-level code left behind/);
        assert.equal(votes["bad"], undefined);
      }
    });
  }

  it("is never called when it waits for memory to be cleared", async () => {
    const code = `for (let i = 0; i < 1000; i++) new FinalizationRegistry(${endless}).register([i], i);`;
    const { said, votes } = await run(`${voting("const big = new Array(1e5).fill(0).map((_, i) => [i]); void big;", code)}`);
    assert.deepEqual([said, votes["bad"]], [[], "HHHH"]);
  });

  for (const [what, code] of Object.entries({
    "a timer": `require("timers").setTimeout(${endless}, 5)`,
    "a timer at once": `require("timers").setImmediate(${endless})`,
    "an interval": `require("timers").setInterval(() => { for (const end = Date.now() + 20; Date.now() < end;); }, 1)`,
    "a timer as a promise": `require("timers/promises").setTimeout(1).then(${endless})`,
    "a timer by another way": `require("vm").runInThisContext("setTimeout")(${endless}, 1)`,
  }))
    it(`is stopped when it is ${what}, in top-level code and on a row`, async () => {
      const loaded = await run(loading(code));
      assert.deepEqual([loaded.said, loaded.votes["bad"]], [[], "HHHH"]);
      const voted = await run(voting(code, "declare const require: any;"));
      assert.deepEqual([voted.said, voted.votes["bad"]], [[], "HHHH"]);
    });

  it("is the LF's own fault when it does so on a row, though its votes are known by then", async () => {
    const { said, votes } = await run(voting(`require("fs").stat("/", ${endless});`, "declare const require: any;"));
    assert.match(said.join("\n"), /^bad: (Something that it left behind \(a promise, a callback\) ran for|Ran out of time).* It abstains/);
    assert.equal(votes["bad"], "----");
  });

  it("names the LF or the file when something left behind fails, or ends the worker", async () => {
    const late = `require("fs").stat("/", () => { throw new Error("too late"); })`;
    assert.deepEqual((await run(loading(late))).said, []);
    await untilLog(engine, /^a\.lf\.ts left behind a callback or promise that failed later: too late/);
    const { said } = await run(loading(`require("fs").stat("/", () => require("process").exit(3))`));
    assert.match(said.join(""), /something that its top-level code left behind ended the worker: it exited with code 3/);
  });

  const patches: Readonly<Record<string, readonly [code: string, name: RegExp]>> = {
    "crypto's classes": [`require("crypto").Hash.prototype.update = function () { return this; }`, /crypto\.Hash\.prototype\.update/],
    "a module by another way": [`require("module").createRequire("/")("crypto").createHash = () => 1`, /crypto\.createHash/],
    "the host's JSON": [`require("vm").runInThisContext("JSON").parse = () => ({})`, /JSON\.parse/],
    "the host's regular expressions": [`require("vm").runInThisContext("RegExp").prototype.exec = () => null`, /RegExp\.prototype\.exec/],
    "the host's maps": [`require("vm").runInThisContext("Map").prototype.get = () => 1`, /Map\.prototype\.get/],
    "a global name": [`require("vm").runInThisContext("globalThis").Int16Array = Array`, /Int16Array/],
    buffers: [`(Buffer as any).from = () => []`, /(buffer\.)?Buffer\.from/],
    "a getter": [
      `Object.defineProperty(require("vm").runInThisContext("Map").prototype, "size", { get: () => 7, configurable: true })`,
      /Map\.prototype\.size/,
    ],
  };
  for (const [what, [code, name]] of Object.entries(patches)) {
    it(`is named when it changes ${what}, in top-level code and on a row`, async () => {
      const loaded = await run(loading(`declare const Buffer: any;\n${code};`));
      assert.match(
        loaded.said.join("\n"),
        new RegExp(`^a\\.lf\\.ts:.* its top-level code changed ${name.source}, which all LFs share\\.$`),
      );
      assert.equal(loaded.votes["bad"], undefined);
      const voted = await run(voting(`${code};`, "declare const require: any, Buffer: any;"));
      assert.match(voted.said.join("\n"), new RegExp(`^bad: Changed ${name.source}, which all LFs share\\. It abstains on every row`));
      assert.equal(voted.votes["bad"], "----");
    });
  }

  for (const code of [
    `require("crypto").createHash = () => { throw 1; }`,
    `require("node:crypto").createHash = () => { throw 1; }`,
    `require("fs").readFileSync = () => "no"`,
    `require("timers/promises").setImmediate = () => new Promise(() => {})`,
    `require("util").format = () => { throw 1; }`,
    `JSON.parse = () => 1`,
    `Array.prototype.map = () => []`,
    `RegExp.prototype.exec = () => null`,
    `require("process").on("exit", () => { for (;;); })`,
    `require("process").removeAllListeners("uncaughtException")`,
    `require("process").emit("uncaughtException", new Error("forged"))`,
    `require("worker_threads").parentPort.postMessage({ kind: "tell", name: "step", argument: null })`,
    `require("worker_threads").parentPort.close()`,
    `require("worker_threads").workerData.position?.fill(7)`,
  ])
    it(`stays in its own file: ${code}`, async () => {
      const { said, votes } = await run(loading(`${code};`));
      assert.deepEqual([said, votes["bad"]], [[], "HHHH"]);
    });

  it("finds no keys in the environment", async () => {
    process.env["LF_LENS_TEST_API_KEY"] = "sk-secret";
    const fresh = await startTestEngine({ rows: sampleRows });
    try {
      fresh.write(
        "a.lf.ts",
        voting(
          `throw new Error(JSON.stringify([process.env.LF_LENS_TEST_API_KEY, Object.keys(require("process").env)]));`,
          "declare const require: any, process: any;",
        ),
      );
      const { faults } = await fresh.run(["a.lf.ts"]);
      const [key, names] = JSON.parse(/\[.*\]/.exec(faults[0]!)![0]) as [unknown, string[]];
      assert.equal(key, null);
      for (const name of names) assert.match(name, /^(TMPDIR|TMP|TEMP|TZ|LANG|LC_\w+)$/);
    } finally {
      delete process.env["LF_LENS_TEST_API_KEY"];
      await fresh.close();
    }
  });

  it("cannot speak in the worker's name", async () => {
    const forged = { kind: "tell", id: 0, name: "lfDone", argument: { run: 1, name: "forged", key: "k", votes: [1], faults: [], ms: 0 } };
    const { results } = await run(
      loading(`const { parentPort, workerData } = require("worker_threads");
for (const port of [parentPort, workerData.port]) port?.postMessage(${JSON.stringify(forged)});`),
    );
    assert.equal(results.has("forged"), false);
  });

  for (const maker of [
    "structuredClone",
    "structuredClone({}).constructor",
    "require",
    "console.log",
    "Buffer.from",
    "(async () => {}).constructor.call, require('util').inspect",
  ])
    it(`does not get at the worker's own globals by ${maker}`, async () => {
      const { votes, said } = await run(
        voting(
          `if ((${maker}).constructor("return typeof process.exit + typeof globalThis.Buffer.alloc")() !== "undefined") throw new Error("it is out");`,
          "declare const require: any, Buffer: any, console: any, structuredClone: any;",
        ),
      );
      assert.match(said.join("\n"), /^bad: TypeError: Function\(\) makes no functions of text here/);
      assert.equal(votes["bad"], "----");
    });

  it("is named when it changes what the other LFs of its file use, while it votes", async () => {
    engine.write(
      "two.lf.ts",
      `import { lf } from "lf-lens";
export const changes = lf(() => { String.prototype.includes = () => true; return "HAM"; });
export const uses = lf((row) => (String(row.text).includes("song") ? "SPAM" : null));
`,
    );
    const { votes, faults } = await engine.run(["two.lf.ts"]);
    assert.deepEqual(votes, { changes: "----", uses: "-S--" });
    assert.match(faults.join("\n"), /^changes: Changed String\.prototype\.includes while it voted, which the other LFs of its file share/);
  });

  it("may add to its own built-ins when it is loaded", async () => {
    const polyfill = `(Array.prototype as any).last = function () { return this[this.length - 1]; };\nString.prototype.trim = () => "x";`;
    const { said, votes } = await run(loading(polyfill));
    assert.deepEqual([said, votes["bad"]], [[], "HHHH"]);
  });
});

describe("memory outside of the heap", function () {
  this.timeout(60_000);
  let engine: TestEngine;
  afterEach(() => engine.close());

  it("is bounded: the LF that fills it with buffers row by row is named, the others vote", async () => {
    const rows = Array.from({ length: 3_000 }, (_, i) => ({ id: `${i}`, text: "x" }));
    engine = await startTestEngine({ rows, limits: { lfMs: 30_000, rowMs: 10_000, memoryMb: 128 } });
    engine.write("a.lf.ts", voting("kept.push(Buffer.alloc(200_000, 1));", "const kept: unknown[] = [];\ndeclare const Buffer: any;"));
    engine.write("b.lf.ts", `import { lf } from "lf-lens";\nexport const b = lf(() => "SPAM");\n`);
    const { faults, votes } = await engine.run(["a.lf.ts", "b.lf.ts"]);
    assert.match(faults.join("\n"), /^bad: Took more than 128 MB of memory for buffers\. It abstains on every row/);
    assert.deepEqual([votes["b"], votes["bad"]], ["S".repeat(3_000), "-".repeat(3_000)]);
  });

  it("is bounded on a single row", async () => {
    engine = await startTestEngine({ rows: sampleRows, limits: { lfMs: 30_000, rowMs: 20_000, memoryMb: 64 } });
    engine.write(
      "a.lf.ts",
      voting("for (;;) kept.push(Buffer.alloc(1_000_000, 1));", "const kept: unknown[] = [];\ndeclare const Buffer: any;"),
    );
    const before = process.memoryUsage.rss();
    const { faults } = await engine.run(["a.lf.ts"]);
    assert.match(faults.join("\n"), /^bad: Took more than \d+ MB of memory\. It abstains on every row/);
    assert.ok(process.memoryUsage.rss() - before < 2 ** 30);
  });
});

async function untilLog({ logs }: TestEngine, text: RegExp): Promise<void> {
  for (const end = Date.now() + 20_000; !logs.some((line) => text.test(line)); await new Promise((next) => setTimeout(next, 10)))
    if (Date.now() > end) assert.fail(`no ${text} in:\n${logs.join("\n")}`);
}
