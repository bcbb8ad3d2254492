// What hangs or ends the worker is named, stays out until it changes, and harms nothing else.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { eventually } from "../eventually";
import { startTestEngine, type TestEngine, type TestEngineOptions } from "./testEngine";

const rows = [{ text: "a" }, { text: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab" }, { text: "b" }];
const quick = { lfMs: 1_000, rowMs: 200 };

const good = `import { lf } from "lf-lens";\nexport const before = lf(() => "HAM");\nexport const after = lf((row) => (row.text === "a" ? "SPAM" : null));\n`;
const goodVotes = { before: "HHH", after: "S--" };

const lfFile = (body: string): string => `import { lf } from "lf-lens";\nexport const bad = lf((row) => {\n${body}\n  return "HAM";\n});\n`;

describe("engine client", function () {
  this.timeout(120_000);
  let engine: TestEngine;
  const open = async (options: Partial<TestEngineOptions> = {}): Promise<void> => {
    engine = await startTestEngine({ rows, limits: quick, ...options });
    engine.write("a.lf.ts", good.split("\n").slice(0, 2).join("\n"));
    engine.write("z.lf.ts", good.replace(/export const before.*\n/, ""));
  };
  afterEach(() => engine.close());

  const hostile: readonly { title: string; text: string; fault: RegExp; limits?: Partial<TestEngineOptions["limits"]> }[] = [
    {
      title: "loops for ever on a row",
      text: lfFile(`  if (row.text === "b") for (;;);`),
      fault:
        /^bad: Ran out of time on row "2", after \d+ ms on it\. It abstains on every row until its code changes\. @ bad\.lf\.ts:2:14 x3$/,
    },
    {
      title: "has a regular expression that backtracks for ever",
      text: lfFile(`  /^(a+)+$/.test(row.text as string);`),
      fault:
        /^bad: Ran out of time on row "1", after \d+ ms on it\. It abstains on every row until its code changes\. @ bad\.lf\.ts:2:14 x3$/,
    },
    {
      title: "is slow on every row, and too slow in all",
      text: lfFile(`  for (const end = Date.now() + 150; Date.now() < end; );`),
      limits: { lfMs: 250, rowMs: 240 },
      fault: /^bad: Ran out of time after \d+ ms, at row "[12]"\. It abstains on every row until its code changes\. @ bad\.lf\.ts:2:14 x3$/,
    },
    {
      title: "exits the process",
      text: `import { exit } from "node:process";\n${lfFile(`  if (row.text === "b") exit(3);`)}`,
      fault:
        /^bad: Ended the worker on row "2": it exited with code 3\. It abstains on every row until its code changes\. @ bad\.lf\.ts:3:14 x3$/,
    },
    {
      title: "eats all memory",
      text: lfFile(`  const kept: unknown[] = [];\n  for (;;) kept.push(new Array(10_000).fill(row.text));`),
      limits: { lfMs: 60_000, rowMs: 60_000, memoryMb: 192 },
      fault:
        /^bad: Ended the worker on row "0": it used more than 192 MB of memory\. It abstains on every row until its code changes\. @ bad\.lf\.ts:2:14 x3$/,
    },
  ];

  for (const { title, text, fault, limits } of hostile) {
    it(`names an LF that ${title}, keeps the others' votes, and goes on`, async () => {
      await open({ limits: { ...quick, ...limits } });
      engine.write("bad.lf.ts", text);
      const files = ["a.lf.ts", "bad.lf.ts", "z.lf.ts"];
      const outcome = await engine.run(files);
      assert.equal(outcome.overtaken, false);
      assert.deepEqual(outcome.votes, { ...goodVotes, bad: "---" });
      assert.equal(outcome.faults.length, 1);
      assert.match(outcome.faults[0]!, fault);

      const known = outcome.plan.lfs.filter(({ name }) => name !== "bad").map(({ key }) => key);
      const again = await engine.run(files, { known });
      assert.deepEqual(again.votes, { bad: "---" });
      assert.match(again.faults[0]!, fault);

      engine.write("bad.lf.ts", lfFile(""));
      assert.deepEqual((await engine.run(files, { known })).votes, { bad: "HHH" });
    });
  }

  it("runs each LF once, though the worker was renewed between them", async () => {
    await open();
    engine.write("bad.lf.ts", lfFile(`  for (;;);`));
    await engine.run(["a.lf.ts", "bad.lf.ts", "z.lf.ts"]);
    assert.deepEqual(engine.started, ["before", "bad", "after"]);
  });

  it("goes on after several LFs that hang or exit", async () => {
    await open();
    const bad = [1, 2, 3].map((n) => `export const bad${n} = lf(() => { ${n === 2 ? "exit(1)" : "for (;;);"} });`);
    engine.write("bad.lf.ts", `import { exit } from "node:process";\nimport { lf } from "lf-lens";\n${bad.join("\n")}`);
    const { votes, faults } = await engine.run(["a.lf.ts", "bad.lf.ts", "z.lf.ts"]);
    assert.deepEqual(votes, { ...goodVotes, bad1: "---", bad2: "---", bad3: "---" });
    assert.equal(faults.length, 3);
  });

  for (const [title, code, message] of [
    ["never ends", "for (;;);", /did not end within \d+ ms/],
    ["ends the worker", `import { exit } from "node:process";\nexit(7);`, /ended the worker: it exited with code 7/],
  ] as const) {
    it(`names a file whose top-level code ${title}`, async () => {
      await open();
      engine.write("bad.lf.ts", `${code}\n${lfFile("")}`);
      const { votes, plan, problems } = await engine.run(["a.lf.ts", "bad.lf.ts", "z.lf.ts"]);
      assert.deepEqual(votes, goodVotes);
      assert.deepEqual(plan.brokenFiles, [engine.path("bad.lf.ts")]);
      assert.match(problems[0]!, message);
      engine.write("bad.lf.ts", lfFile(""));
      assert.equal((await engine.run(["bad.lf.ts"])).votes["bad"], "HHH");
    });
  }

  it("labels all rows without an LF that hangs on one that the sample does not have", async () => {
    const many = Array.from({ length: 9_000 }, (_, n) => ({ text: n === 8_500 ? "b" : "a" }));
    await open({ rows: many });
    engine.write("bad.lf.ts", lfFile(`  if (row.text === "b") for (;;);`));
    const out = engine.path("labels.csv");
    const files = ["a.lf.ts", "bad.lf.ts"].map((name) => ({ path: engine.path(name) }));
    const report = await engine.client.label({ files, out, format: "csv" });
    assert.deepEqual([report.rows, report.written, report.labels["HAM"], report.unlabeled], [9_000, 9_000, 9_000, 0]);
    assert.deepEqual(
      report.faults.map(({ lf, fault }) => [lf, fault.rows, fault.firstRow]),
      [["bad", 9_000, undefined]],
    );
    assert.match(report.faults[0]!.fault.message, /Ran out of time on row 8501, .* It abstains on every row/);
    assert.equal(readFileSync(out, "utf8").trim().split("\n").length, 9_001);
  });

  it("gives up a call with the reason when the worker cannot start", async () => {
    await open();
    const { createEngineClient } = await import("../../src/engine/client/client");
    const events = { progress() {}, planned() {}, lfStarted() {}, lfDone() {}, log() {} };
    const client = createEngineClient({ workerPath: engine.path("no-worker.js"), events });
    await assert.rejects(client.open(engine.spec), /Cannot find module/);
    await assert.rejects(client.rows([0]), /no open project|Cannot find module/);
    await client.dispose();
    await assert.rejects(client.rows([0]), /closed/);
  });

  it("rejects data that cannot be used, and opens better data after that", async () => {
    await open();
    await assert.rejects(engine.client.open({ ...engine.spec, data: { all: [engine.path("none.csv")] } }), /none\.csv/);
    assert.equal((await engine.client.open(engine.spec)).rows, 3);
    assert.deepEqual((await engine.run(["a.lf.ts"])).votes, { before: "HHH" });
  });

  it("cancels at once what runs, and starts afresh", async () => {
    await open({ limits: { lfMs: 60_000, rowMs: 60_000 } });
    engine.write("bad.lf.ts", lfFile("  for (;;);"));
    const running = engine.run(["bad.lf.ts"]);
    const rejected = assert.rejects(running, /Cancelled/);
    await eventually(() => assert.ok(engine.started.includes("bad")));
    await engine.client.cancel();
    await rejected;
    assert.deepEqual((await engine.run(["a.lf.ts", "z.lf.ts"])).votes, goodVotes);
  });

  it("leaves no thread, timer or port behind", async () => {
    await open();
    engine.write("bad.lf.ts", lfFile("  for (;;);"));
    await engine.run(["a.lf.ts", "bad.lf.ts"]);
    await engine.client.dispose();
    const left = process.getActiveResourcesInfo().filter((kind) => /Worker|MessagePort|Timeout/.test(kind));
    // Mocha's own timer for this test is the one that may be left.
    assert.ok(left.length <= 1, left.join());
    assert.equal(existsSync(engine.folder), true);
  });
});
