// A window that is opened again has its numbers without running LFs and without reading data.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createEngineClient } from "../../src/engine/client/client";
import type { EngineEvents, ProjectSpec } from "../../src/protocol/engine";
import { goodFile, goodVotes, sampleRows, startTestEngine, workerPath, type TestEngine } from "./testEngine";

const otherFile = `import { lf } from "lf-lens";
import { existsSync } from "node:fs";
export const faulty = lf((row) => (row.text as string).length > 99 ? "HAM" : null);
export const lots = lf(() => (Math.random() < 2 ? "HAM" : null));
export const disk = lf(() => (existsSync("/") ? "HAM" : null));
`;

describe("votes and samples between sessions", function () {
  this.timeout(60_000);
  let engine: TestEngine;
  let cacheFolder: string;
  beforeEach(async () => {
    cacheFolder = mkdtempSync(join(tmpdir(), "lf-lens-cache-"));
    engine = await startTestEngine({ rows: sampleRows, cacheFolder });
    engine.write("good.lf.ts", goodFile);
    await engine.run(["good.lf.ts"]);
    await kept(3);
  });
  afterEach(async () => {
    await engine.close();
    rmSync(cacheFolder, { recursive: true, force: true });
  });

  /** Waits for this many files; they are written in the background. */
  async function kept(files: number): Promise<void> {
    for (
      const end = Date.now() + 5_000;
      readdirSync(cacheFolder).filter((name) => name.endsWith(".lfcache")).length !== files;
      await sleep(10)
    )
      assert.ok(Date.now() < end, readdirSync(cacheFolder).join());
  }

  /** What another session runs, and what votes it gets. */
  async function again(
    files: readonly string[],
    spec: Partial<ProjectSpec> = {},
  ): Promise<{ ran: string[]; votes: Record<string, string>; read: boolean }> {
    const ran: string[] = [];
    const votes: Record<string, string> = {};
    let read = false;
    const events: EngineEvents = {
      progress: () => (read = true),
      planned() {},
      log() {},
      lfStarted: ({ name }) => void ran.push(name),
      lfDone: ({ name, votes: column }) => void (votes[name] = Array.from(column, (vote) => "-HS"[vote + 1]).join("")),
    };
    const client = createEngineClient({ workerPath: await workerPath(), events });
    try {
      await client.open({ ...engine.spec, ...spec });
      await client.run({ run: 1, files: files.map((name) => ({ path: engine.path(name) })) });
      return { ran, votes, read };
    } finally {
      await client.dispose();
    }
  }

  it("gives the votes without a run, and the rows without reading the data", async () => {
    assert.deepEqual(await again(["good.lf.ts"]), { ran: [], votes: goodVotes, read: false });
  });

  /** What a session that keeps its LFs finds of those that it cannot run: their names with their votes. */
  async function formerOf(text: string): Promise<Record<string, string>> {
    engine.write("good.lf.ts", text);
    const former: Record<string, string> = {};
    const events: EngineEvents = {
      ...{ progress() {}, log() {}, lfStarted() {}, lfDone() {} },
      planned(plan) {
        for (const { site, result } of plan.former ?? []) former[site.name] = Array.from(result.votes, (vote) => "-HS"[vote + 1]).join("");
      },
    };
    const client = createEngineClient({ workerPath: await workerPath(), events });
    try {
      await client.open(engine.spec);
      await client.run({ run: 1, files: [{ path: engine.path("good.lf.ts") }], keep: true });
      await kept(4);
    } finally {
      await client.dispose();
    }
    return former;
  }

  it("gives the votes that the LFs of a broken file had, from then on in every session", async () => {
    assert.deepEqual(await formerOf(goodFile), {});
    const broken = goodFile.replace("import", "mailimport");
    assert.deepEqual(await formerOf(broken), goodVotes);
    assert.deepEqual(await formerOf(broken), goodVotes, "a broken file forgets nothing");
    assert.deepEqual(await formerOf(goodFile), {});
  });

  it("runs what changed meanwhile, and what is put back not again", async () => {
    engine.write("good.lf.ts", goodFile.replace("12", "5"));
    assert.deepEqual(await again(["good.lf.ts"]), { ran: ["short"], votes: { subscribe: "S---", short: "---H" }, read: false });
    engine.write("good.lf.ts", goodFile);
    assert.deepEqual((await again(["good.lf.ts"])).ran, []);
  });

  it("reads data that changed, and runs all on it", async () => {
    writeFileSync(
      engine.path("rows.jsonl"),
      sampleRows
        .slice(0, 2)
        .map((row) => JSON.stringify(row))
        .join("\n"),
    );
    assert.deepEqual(await again(["good.lf.ts"]), { ran: ["subscribe", "short"], votes: { subscribe: "S-", short: "-H" }, read: true });
  });

  it("takes nothing from another project, config or sample", async () => {
    assert.deepEqual((await again(["good.lf.ts"], { labels: ["SPAM", "HAM"] })).ran, ["subscribe", "short"]);
    assert.deepEqual((await again(["good.lf.ts"], { sample: { rows: 2, seed: 1, split: "all" } })).ran, ["subscribe", "short"]);
  });

  it("does not keep what may be otherwise next time: faults, lots, files", async () => {
    engine.write("other.lf.ts", otherFile);
    await engine.run(["other.lf.ts"]);
    assert.deepEqual((await again(["good.lf.ts", "other.lf.ts"])).ran, ["faulty", "lots", "disk"]);
  });

  it("goes on without files that are damaged", async () => {
    for (const name of readdirSync(cacheFolder)) writeFileSync(join(cacheFolder, name), "LFLENS1\nnonsense");
    assert.deepEqual((await engine.run(["good.lf.ts"])).votes, goodVotes);
    await kept(3);
    assert.deepEqual(await again(["good.lf.ts"]), { ran: [], votes: goodVotes, read: true });
  });
});
