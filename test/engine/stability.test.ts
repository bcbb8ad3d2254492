// An LF that is no function of its row alone is found, and its votes are not kept.
import assert from "node:assert/strict";
import { startTestEngine, type TestEngine } from "./testEngine";

const rows = Array.from({ length: 400 }, (_, n) => ({ n, text: n % 2 === 0 ? "subscribe now" : "nice" }));

describe("stability of votes", function () {
  this.timeout(60_000);
  let engine: TestEngine;
  before(async () => (engine = await startTestEngine({ rows })));
  after(() => engine.close());

  const lf = (body: string, before = ""): string => `import { lf } from "lf-lens";\n${before}\nexport const it = lf((row) => ${body});`;
  const cases: readonly { title: string; text: string; unstable?: RegExp }[] = [
    { title: "a new Date()", text: lf(`(new Date().getFullYear() > 2000 ? "HAM" : null)`), unstable: /^reads the clock/ },
    { title: "Date()", text: lf(`(Date().length > 99 ? "HAM" : null)`), unstable: /^reads the clock/ },
    { title: "Date.now() on one row", text: lf(`(row.n === 7 && Date.now() > 0 ? "HAM" : null)`), unstable: /^reads the clock/ },
    {
      title: "Intl.DateTimeFormat without a date",
      text: lf(`(format() === "" ? null : "HAM")`, 'const { format } = new Intl.DateTimeFormat("en");'),
      unstable: /^reads the clock/,
    },
    {
      title: "Intl.DateTimeFormat's parts without a date",
      text: lf(`(new Intl.DateTimeFormat("en").formatToParts().length > 0 ? "HAM" : null)`),
      unstable: /^reads the clock/,
    },
    {
      title: "a date class of its own",
      text: lf(`(new Mine().getTime() ? "HAM" : null)`, "class Mine extends Date {}"),
      unstable: /^reads the clock/,
    },
    {
      title: "Date.now() when it is loaded",
      text: lf(`(start > row.n ? "HAM" : null)`, "const start = Date.now();"),
      unstable: /^reads the clock/,
    },
    { title: "Math.random()", text: lf(`(Math.random() < 0.5 ? "HAM" : null)`), unstable: /^reads random numbers/ },
    {
      title: "node:crypto",
      text: lf(`(randomInt(2) ? "HAM" : null)`, `import { randomInt } from "node:crypto";`),
      unstable: /^gave row \d+/,
    },
    {
      title: "a counter",
      text: lf(`(count++ % 3 === 0 ? "HAM" : null)`, "let count = 0;"),
      unstable: /^gave row \d+ .*keeps state between rows/,
    },
    {
      title: "a regular expression with the flag g",
      text: lf(`(pattern.test(row.text) ? "HAM" : null)`, "const pattern = /subscribe/g;"),
      unstable: /^gave row \d+ HAM at first and no vote/,
    },
    {
      title: "what it has seen before",
      text: lf(`{ const old = seen.has(row.n); seen.add(row.n); return old ? "HAM" : null; }`, "const seen = new Set();"),
      unstable: /^gave row 375 no vote at first and HAM when asked again/,
    },
    { title: "nothing but dates in its row", text: lf(`(new Date(2020, 1, row.n as number).getDay() === 1 ? "HAM" : null)`) },
    {
      title: "Intl.DateTimeFormat with a date",
      text: lf(
        `(format.format(row.n as number) === "1/1/70" && format.format === format.format ? "HAM" : null)`,
        'const format = new Intl.DateTimeFormat("en", { dateStyle: "short", timeZone: "UTC" });',
      ),
    },
    { title: "a cache that changes nothing", text: lf(`(seen.add(row.n), "HAM")`, "const seen = new Set();") },
    { title: "a throw on every row", text: lf(`{ throw new Error("x"); }`) },
  ];

  for (const { title, text, unstable } of cases) {
    it(`${unstable ? "finds" : "accepts"} an LF with ${title}`, async () => {
      engine.write("it.lf.ts", text);
      const { results, faults } = await engine.run(["it.lf.ts"]);
      const result = results.get("it");
      if (!title.startsWith("a throw")) assert.deepEqual(faults, []);
      if (unstable) assert.match(result?.unstable ?? "nothing", unstable);
      else assert.equal(result?.unstable, undefined);
      assert.equal(result?.version === undefined, unstable !== undefined);
    });
  }

  it("runs an unstable LF each time, and a stable one once", async () => {
    engine.write(
      "both.lf.ts",
      `import { lf } from "lf-lens";\nexport const lots = lf(() => (Math.random() < 2 ? "HAM" : null));\nexport const same = lf(() => "HAM");`,
    );
    const first = await engine.run(["both.lf.ts"]);
    const known = [...first.results.values()].flatMap(({ version }) => version ?? []);
    assert.deepEqual(Object.keys((await engine.run(["both.lf.ts"], { known })).votes), ["lots"]);
  });

  it("finds an LF that keeps state each time it runs, with the same votes", async () => {
    engine.write("count.lf.ts", lf(`(count++ < 400 ? "HAM" : null)`, "let count = 0;"));
    for (const time of ["first", "second", "third"]) {
      const { votes, results } = await engine.run(["count.lf.ts"]);
      assert.deepEqual(votes, { it: "H".repeat(400) }, time);
      assert.match(results.get("it")?.unstable ?? "nothing", /^gave row \d+ HAM at first and no vote/, time);
    }
  });

  it("keeps dates as they are in the language", async () => {
    const checks = `new Date(0) instanceof Date && new Date(0).constructor === Date && Date.UTC(1970) === 0 && Date.parse("1970-01-01") === 0
      && typeof Date() === "string" && Object.prototype.toString.call(new Date(0)) === "[object Date]" && Date.length === 7 && Date.name === "Date"`;
    engine.write("date.lf.ts", lf(`(${checks} ? "HAM" : null)`));
    assert.deepEqual((await engine.run(["date.lf.ts"])).votes, { it: "H".repeat(rows.length) });
  });

  it("prints what an LF prints once, not again when its votes are checked", async () => {
    engine.logs.length = 0;
    engine.write("print.lf.ts", lf(`{ if (row.n === 0) console.log("zero"); return null; }`));
    await engine.run(["print.lf.ts"]);
    assert.deepEqual(engine.logs, ["it: zero"]);
  });

  it("says where a fault is after an edit above it that changes no code", async () => {
    const text = lf(`{ throw new Error("x"); }`);
    engine.write("moved.lf.ts", text);
    const first = await engine.run(["moved.lf.ts"]);
    const known = [...first.results.values()].flatMap(({ version }) => version ?? []);
    assert.deepEqual(first.faults, ["it: x @ moved.lf.ts:3:39 x400"]);
    assert.deepEqual((await engine.run(["moved.lf.ts"], { known })).faults, []);
    engine.write("moved.lf.ts", `// a comment\n${text}`);
    assert.deepEqual((await engine.run(["moved.lf.ts"], { known })).faults, ["it: x @ moved.lf.ts:4:39 x400"]);
  });
});
