// An export is killed at any moment, or meets a full or read-only disk: what stands under its name is always whole.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { seededRandom } from "../../src/core/math/random";
import { cli, lfLens, makeProject, removeProjects } from "./lfLens";

const ROWS = 150_000;
const KILLS = 10;

const config = `{ "labels": ["HAM", "SPAM"], "data": "rows.jsonl", "columns": { "id": "id", "text": "text" }, "sample": { "rows": 100 } }`;
const lfs = `import { keyword } from "lf-lens";
export const asks = keyword("SPAM", "text", "subscribe");
export const praise = keyword("HAM", "text", ["great", "nice"]);
`;
const texts = ["subscribe to my channel", "great song", "what is this", "nice, subscribe", "nice"];
const rows = Array.from({ length: ROWS }, (_, i) => `{"id":"r${i}","text":"${texts[i % 5]} ${i % 97}"}\n`).join("");

describe("an export that is cut off", function () {
  this.timeout(300_000);
  let project: string;
  before(() => (project = makeProject({ "lf.config.json": config, "a.lf.ts": lfs, "rows.jsonl": rows })));
  after(removeProjects);

  const label = (out: string, ...args: string[]): ReturnType<typeof lfLens> =>
    lfLens("label", project, "--out", join(project, out), "--votes", ...args);
  const bytes = (out: string): Buffer => readFileSync(join(project, out));

  /** Starts an export, and kills it so many ms after it has begun to work. Returns how long it worked, if it was not killed. */
  async function labelUntil(out: string, killAfterMs: number): Promise<number | undefined> {
    const child = spawn(process.execPath, [cli, "label", project, "--out", join(project, out), "--votes"], { stdio: "ignore" });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const folder = join(project, out, "..");
    while (!existsSync(folder) && child.exitCode === null) await delay(2);
    const began = performance.now();
    await Promise.race([ended, delay(killAfterMs, undefined, { ref: false })]);
    const finished = child.exitCode !== null;
    child.kill("SIGKILL");
    await ended;
    return finished ? performance.now() - began : undefined;
  }

  it(`is never wrong, short or doubled after kill -9 at ${KILLS} random points, and --resume completes it`, async () => {
    const workMs = await labelUntil("whole/labels.parquet", 60_000);
    const whole = bytes("whole/labels.parquet");
    const random = seededRandom(11);
    let [killed, resumed] = [0, 0];
    for (let i = 0; i < KILLS; i++) {
      const out = `kill${i}/labels.parquet`;
      if ((await labelUntil(out, workMs! * random())) === undefined) killed++;
      if (existsSync(join(project, out))) assert.ok(bytes(out).equals(whole), `what was there after kill ${i} is not whole`);
      const { code, stdout, stderr } = label(out, "--resume", "--json");
      assert.equal(code, 0, stderr);
      const report = JSON.parse(stdout) as { rows: number; written: number; resumedRows: number };
      assert.deepEqual([report.rows, report.written], [ROWS, ROWS]);
      if (report.resumedRows > 0) resumed++;
      assert.ok(bytes(out).equals(whole), `what --resume made after kill ${i} is not the whole export`);
      assert.ok(bytes(`${out}.manifest.json`).equals(bytes("whole/labels.parquet.manifest.json")));
      assert.deepEqual(readdirSync(join(project, `kill${i}`)).sort(), ["labels.parquet", "labels.parquet.manifest.json"]);
    }
    assert.ok(killed >= KILLS / 2, `only ${killed} of ${KILLS} were killed in time`);
    assert.ok(resumed > 0, "no export went on from what it had");
  });

  it("starts over where the inputs have changed, or where --resume is not asked for", () => {
    const staging = join(project, "again/.labels.csv.partial");
    mkdirSync(staging, { recursive: true });
    writeFileSync(join(staging, "key"), "of other inputs");
    writeFileSync(join(staging, "part-000000"), "of other inputs");
    for (const args of [["--resume"], []]) {
      const { code, stdout, stderr } = label("again/labels.csv", "--json", ...args);
      assert.equal(/inputs or the options have changed since the export was cut off/.test(stderr), args.length > 0);
      assert.equal(code, 0);
      assert.equal((JSON.parse(stdout) as { resumedRows: number }).resumedRows, 0);
      assert.equal(bytes("again/labels.csv").toString().trim().split("\n").length, ROWS + 1);
    }
  });

  /** Exports until something of the staging folder is there, sends a signal, and waits for the end. */
  async function interrupt(out: string, signal: NodeJS.Signals, until: string): Promise<{ code: number | null; stderr: string }> {
    const child = spawn(process.execPath, [cli, "label", project, "--out", join(project, out), "--votes"], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const ended = new Promise((resolve) => child.once("close", resolve));
    while (!existsSync(join(project, out, "..", until)) && child.exitCode === null) await delay(1);
    child.kill(signal);
    await ended;
    return { code: child.exitCode, stderr };
  }

  it("by Ctrl+C keeps what it has done, says where, and --resume goes on from there", async () => {
    const out = "interrupted/labels.csv";
    const { code, stderr } = await interrupt(out, "SIGINT", ".labels.csv.partial/part-000000");
    assert.equal(code, 130, stderr);
    assert.match(stderr, /Interrupted. Nothing was exported; .*labels.csv.partial keeps the progress\. .* --resume to continue/);
    assert.deepEqual(readdirSync(join(project, "interrupted")), [".labels.csv.partial"]);
    const resumed = label(out, "--resume", "--json");
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.ok((JSON.parse(resumed.stdout) as { resumedRows: number }).resumedRows > 0);
    assert.equal(label("interrupted/whole.csv").code, 0);
    assert.ok(bytes(out).equals(bytes("interrupted/whole.csv")));
  });

  it("by SIGTERM before there is anything to go on from leaves nothing", async () => {
    const { code, stderr } = await interrupt("terminated/labels.csv", "SIGTERM", ".labels.csv.partial/key");
    assert.equal(code, 143, stderr);
    assert.match(stderr, /Interrupted. Nothing was exported/);
    assert.deepEqual(readdirSync(join(project, "terminated")), /--resume/.test(stderr) ? [".labels.csv.partial"] : []);
  });

  it("is not disturbed by a second one to the same place", async () => {
    const out = join(project, "both/labels.csv");
    const first = spawn(process.execPath, [cli, "label", project, "--out", out], { stdio: "ignore" });
    const ended = new Promise((resolve) => first.once("exit", resolve));
    while (!existsSync(join(project, "both/.labels.csv.partial/owner"))) await delay(5);
    const second = lfLens("label", project, "--out", out);
    assert.equal(await ended, 0);
    if (second.code !== 0) assert.match(second.stderr, /Process \d+ is exporting to .*labels.csv. Wait for it/);
    assert.equal(readFileSync(out, "utf8").trim().split("\n").length, ROWS + 1);
  });
});

/** A small file system of its own in memory, where this user may make one. */
function mountTmpfs(options: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "lf-lens-disk-"));
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]);
  if (status === 0) return folder;
  rmSync(folder, { recursive: true });
  return undefined;
}

describe("an export on a disk that does not take it", function () {
  this.timeout(120_000);
  after(removeProjects);

  const check = (what: string, options: string, format: string, message: RegExp): void => {
    it(`${what}, ${format}`, function () {
      const disk = process.platform === "linux" ? mountTmpfs(options) : undefined;
      if (!disk) {
        this.test!.title += " (skipped: this user may not mount a file system)";
        return this.skip();
      }
      try {
        const project = makeProject({ "lf.config.json": config, "a.lf.ts": lfs, "rows.jsonl": rows });
        const { code, stderr } = lfLens("label", project, "--out", join(disk, `labels.${format}`));
        assert.equal(code, 1);
        assert.match(stderr, message);
        assert.doesNotMatch(stderr, /\n\s+at /);
        assert.deepEqual(readdirSync(disk), []);
      } finally {
        spawnSync("umount", [disk]);
        rmSync(disk, { recursive: true, force: true });
      }
    });
  };
  check("says that it is full and leaves nothing", "size=1m", "csv", /The disk that holds .* is full. Nothing was exported/);
  check("says that it is full while it writes", "size=8m", "csv", /is full. Nothing was exported/);
  check("says that it is full while DuckDB writes", "size=3m", "parquet", /is full. Nothing was exported/);
  check("says that it is read-only", "ro", "csv", /cannot be written to. Nothing was exported; choose another folder/);
});
