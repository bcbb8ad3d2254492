// The process of a partition and the driver's, as Spark's script starts them, without Spark.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { tableFromArrays, tableFromIPC, tableToIPC } from "apache-arrow";
import { SPLITS } from "../../src/core/data/cells";
import { readStatistics } from "../../src/services/cluster/readStatistics";
import { lfLens, removeProjects } from "../cli/lfLens";
import { LFS, makeJob, rowsSql } from "./clusterProject";

const ROWS = 8_000;
const QUIET = LFS.replace("for (;;);", "return ABSTAIN;");

interface Row {
  readonly id: string;
  readonly [column: string]: unknown;
}

describe("a cluster's processes", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "lf-lens-cluster-"));
  const data = join(folder, "rows.parquet");

  before(async () => {
    await sql(`COPY (${rowsSql(ROWS)}) TO '${data}'`);
  });
  after(() => {
    rmSync(folder, { recursive: true });
    removeProjects();
  });

  it("give every row the votes and the label that it gets on one machine", async () => {
    const { project, job } = makeJob(QUIET, { "rows.parquet": data });
    const { kinds, told } = await voteInBatches(job, 3_000);
    const labels = await combine(job, kinds, told);
    const local = await exported(project, join(folder, "local.parquet"));
    assert.equal(local.length, ROWS);
    local.forEach((row, i) => {
      const got = labels.get(kinds[i]!.toString("base64"))!;
      for (const column of ["label", "sports", "money", "high", "early", "throws", "hangs"])
        assert.equal(got[column] ?? null, row[column] ?? null, `${column} of ${row.id}`);
      for (const column of ["confidence", "margin", "p_WORLD"]) assert.ok(Math.abs(Number(got[column]) - Number(row[column])) < 1e-12);
    });
    const [fault] = told.faults;
    assert.equal(fault!.fault.message, "no ministers, please");
    assert.equal(fault!.fault.file, "/lf-lens/news.lf.ts");
    assert.equal(fault!.fault.rows, local.filter(({ text }) => String(text).includes("minister")).length);
  });

  it("stop an LF that hangs, name it, and go on without it; its votes count nowhere", async () => {
    const { job } = makeJob(LFS.replace("r7001", "r5001"), { "rows.parquet": data });
    shorten(job);
    const { kinds, told } = await voteInBatches(job, 3_000);
    assert.equal(kinds.length, ROWS);
    assert.deepEqual(told.stopped, ["hangs"]);
    const [hung] = told.faults.filter(({ lf }) => lf === "hangs");
    assert.match(hung!.fault.message, /Ran out of time on row 5002/);
    const labels = await combine(job, kinds, told);
    assert.ok([...labels.values()].every(({ hangs }) => hangs === null));
    // Its votes of the rows before it hung are in the kinds, and in no label.
    assert.ok(kinds.some((kind) => kind.readInt16LE(2 * 5) === 1));
  });

  it("label by the model that was fitted before, where the job holds one", async () => {
    const { project, job } = makeJob(QUIET, { "rows.parquet": data }, "--model", "frozen");
    const { kinds, told } = await voteInBatches(job, 4_000, 500);
    const labels = await combine(job, kinds, told);
    const local = await exported(project, join(folder, "frozen.parquet"));
    local.slice(0, 500).forEach((row, i) => {
      const got = labels.get(kinds[i]!.toString("base64"))!;
      assert.equal(got["label"] ?? null, row["label"] ?? null);
      assert.ok(Math.abs(Number(got["confidence"]) - Number(row["confidence"])) < 1e-12);
    });
  });

  it("say what is wrong with rows that they cannot take", () => {
    const { job } = makeJob(QUIET, { "rows.parquet": data });
    const rows = tableToIPC(tableFromArrays({ id: ["a"], text: ["x"], split: ["later"] }), "stream");
    const { status, stdout } = spawnSync(process.execPath, [join(job, "partition.js"), job, "types"], { input: frame(rows) });
    assert.equal(status, 1);
    assert.equal(stdout.subarray(4).toString(), 'E"later" in column "split" is not a valid split. Use train, dev or test.');
  });

  it("hold nothing of the machine that the job was made on", () => {
    const { project, job } = makeJob(QUIET, { "rows.parquet": data }, "--model", "frozen");
    for (const name of ["lfs.json", "job.json"]) assert.ok(!readFileSync(join(job, name), "utf8").includes(project), name);
  });

  async function voteInBatches(job: string, size: number, most = ROWS): Promise<{ kinds: Buffer[]; told: Told }> {
    const frames: Buffer[] = [];
    for (let first = 0; first < most; first += size) {
      const rows = await sql(`SELECT * FROM '${data}' LIMIT ${Math.min(size, most - first)} OFFSET ${first}`);
      const columns = ["id", "text", "gold", "split", "score", "day"];
      const day = (value: unknown): string => String(value);
      const arrays = Object.fromEntries(columns.map((name) => [name, rows.map((row) => (name === "day" ? day(row[name]) : row[name]))]));
      frames.push(frame(tableToIPC(tableFromArrays(arrays as Record<string, string[]>), "stream")));
    }
    const input = Buffer.concat(frames);
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(job, "partition.js"), job, "types"], {
      input,
      maxBuffer: 1 << 26,
    });
    assert.equal(status, 0, stderr.toString());
    return answersOf(stdout);
  }
});

interface Told {
  readonly faults: readonly {
    readonly lf: string;
    readonly fault: { readonly message: string; readonly file: string; readonly rows: number };
  }[];
  readonly stopped: readonly string[];
}

const frame = (bytes: Uint8Array): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(bytes.length);
  return Buffer.concat([head, bytes]);
};

/** Votes of six LFs, gold and split are 16 bytes a row. */
function answersOf(bytes: Buffer): { kinds: Buffer[]; told: Told } {
  const kinds: Buffer[] = [];
  let told: Told | undefined;
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 + bytes.readUInt32LE(at);
    const body = bytes.subarray(at + 5, end);
    if (bytes[at + 4] === "J".charCodeAt(0)) told = JSON.parse(body.toString()) as Told;
    else for (let row = 0; row < body.length; row += 16) kinds.push(body.subarray(row, row + 16));
    at = end;
  }
  return { kinds, told: told! };
}

/** What each kind of rows gets, by its bytes in base64. */
async function combine(job: string, kinds: readonly Buffer[], told: Told): Promise<Map<string, Record<string, unknown>>> {
  const work = mkdtempSync(join(tmpdir(), "lf-lens-work-"));
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind.toString("base64"), (counts.get(kind.toString("base64")) ?? 0) + 1);
  writeFileSync(join(work, "kinds.bin"), Buffer.concat([...counts.keys()].map((key) => Buffer.from(key, "base64"))));
  writeFileSync(join(work, "counts.bin"), new Uint8Array(Float64Array.from(counts.values()).buffer));
  writeFileSync(join(work, "faults.json"), JSON.stringify(told));
  const { status, stderr } = spawnSync(process.execPath, [join(job, "combine.js"), job, work], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const rows = tableFromIPC(readFileSync(join(work, "labels.arrow"))).toArray() as { toJSON(): Record<string, unknown> }[];
  // What the driver writes is what LF Lens reads.
  const { report } = await readStatistics(join(work, "statistics.json"), job);
  assert.deepEqual(
    report.lfs.map(({ name, file }) => [name, file]),
    ["sports", "money", "high", "early", "throws", "hangs"].map((name) => [name, join(job, "news.lf.ts")]),
  );
  assert.equal(report.summary.rows, kinds.filter((kind) => SPLITS[kind.readInt16LE(2 * 7)] !== "test").length);
  rmSync(work, { recursive: true });
  return new Map(
    rows.map((row) => {
      const { lf_kind: kind, ...cells } = row.toJSON();
      return [Buffer.from(kind as Uint8Array).toString("base64"), cells];
    }),
  );
}

async function exported(project: string, out: string): Promise<Row[]> {
  const { code, stderr } = lfLens("label", project, "--out", out, "--votes", "--columns", "text");
  assert.equal(code, 0, stderr);
  return sql(`SELECT * FROM '${out}'`);
}

async function sql(text: string): Promise<Row[]> {
  const connection = await (await DuckDBInstance.create()).connect();
  const rows = (await (await connection.run(text)).getRowObjectsJson()) as unknown as Row[];
  connection.disconnectSync();
  return rows;
}

/** Gives LFs little time, so that the test does not wait. */
function shorten(job: string): void {
  const path = join(job, "lfs.json");
  writeFileSync(path, readFileSync(path, "utf8").replace(/"rowMs":\d+/, '"rowMs":300'));
}
