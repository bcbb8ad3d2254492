// A job on a real Spark with two executors, one of which is killed in the middle, against the same LFs on one machine.
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { lfLens, removeProjects } from "../cli/lfLens";
import { LFS, makeJob, rowsSql } from "../cluster/clusterProject";
import { installPython } from "../python";
import { requirePrograms } from "../vscode/programs";

const ROWS = 200_000;

describe("a job on Spark", function () {
  this.timeout(900_000);
  const folder = mkdtempSync(join(tmpdir(), "lf-lens-spark-"));
  const data = join(folder, "rows.parquet");
  let python: string;

  before(async function () {
    try {
      requirePrograms("java");
      python = installPython("spark", join(__dirname, "requirements.txt"));
    } catch (error) {
      this.test!.parent!.title += ` (skipped: ${(error as Error).message.split("\n").at(-1)})`;
      return this.skip();
    }
    await rowsOf(`COPY (${rowsSql(ROWS)}) TO '${data}' (ROW_GROUP_SIZE 20000)`);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
    removeProjects();
  });

  it("gives each row the votes and the label of one machine, though an executor dies and an LF hangs", async () => {
    const { project, job } = makeJob(LFS.replace("r7001", `r${ROWS - 100}`), { "rows.parquet": data });
    const [out, statistics, local] = ["labels", "statistics.json", "local.parquet"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const script = ["job.py", "--input", data, "--output", out, "--votes", "--statistics", statistics].map((part, i) =>
      i === 0 ? join(job, part) : part,
    );
    const { killed, output } = await submit(python, folder, script);
    assert.ok(killed, "an executor was killed while its partitions voted");
    assert.match(output, /hangs: Ran out of time/);
    assert.match(output, /throws: no ministers, please \(\/lf-lens\/news\.lf\.ts:\d+, [\d,]+ rows\)/);

    // On one machine the same LF hangs, and is out on all rows, too.
    const { code, stderr } = lfLens("label", project, "--out", local, "--votes");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /hangs/);
    const columns = ["label", "sports", "money", "high", "early", "throws", "hangs"];
    const differ = columns.map((name) => `count(*) FILTER (c."${name}" IS DISTINCT FROM l."${name}")`).join(", ");
    const near = ["confidence", "margin", "p_WORLD", "p_SPORTS", "p_BUSINESS"]
      .map((name) => `max(abs(c."${name}" - l."${name}"))`)
      .join(", ");
    const [row] = await rowsOf(`SELECT count(*), ${differ}, ${near} FROM '${out}/*.parquet' c FULL JOIN '${local}' l USING (id)`);
    const [rows, ...rest] = row!.map(Number);
    assert.equal(rows, ROWS);
    assert.deepEqual(
      rest.slice(0, columns.length),
      columns.map(() => 0),
    );
    // The fit ends within a tolerance, and takes the kinds of rows in another order.
    assert.ok(
      rest.slice(columns.length).every((difference) => difference < 1e-5),
      String(rest),
    );

    const told = JSON.parse(readFileSync(statistics, "utf8")) as { rows: number; labelCounts: number[] };
    assert.equal(told.rows, ROWS);
    const [counted] = await rowsOf(
      `SELECT ${["WORLD", "SPORTS", "BUSINESS"].map((label) => `count(*) FILTER (label = '${label}')`).join(", ")} FROM '${local}' WHERE split <> 'test'`,
    );
    assert.deepEqual(told.labelCounts, counted!.map(Number));
  });
});

/** Runs spark-submit with two executors, and kills one of them once a process of an LF runs under it. */
async function submit(python: string, folder: string, script: readonly string[]): Promise<{ killed: boolean; output: string }> {
  const env = {
    ...process.env,
    SPARK_LOCAL_IP: "127.0.0.1",
    SPARK_WORKER_DIR: join(folder, "work"),
    PYSPARK_PYTHON: python,
    PATH: [dirname(python), process.env["PATH"]].join(delimiter),
  };
  const settings = { "spark.ui.enabled": "false", "spark.local.dir": join(folder, "local"), "spark.sql.shuffle.partitions": "4" };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["--conf", `${name}=${value}`]);
  const child = spawn(join(dirname(python), "spark-submit"), ["--master", "local-cluster[2,1,1024]", ...flags, ...script], {
    env,
    cwd: folder,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes: Buffer) => (output += bytes.toString()));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const killed = await Promise.race([killAnExecutor(child), ended.then(() => false)]);
  assert.equal(await ended, 0, output.slice(-4_000));
  return { killed, output };
}

/** Of the processes that Spark has started, the executor above the first one that votes. */
async function killAnExecutor(spark: ChildProcess): Promise<boolean> {
  while (spark.exitCode === null) {
    const voting = descendants(spark.pid!).find(({ command }) => command.includes("partition.js"));
    const executor = voting && above(voting.pid, spark.pid!).find(({ command }) => command.includes("CoarseGrainedExecutorBackend"));
    if (executor) return process.kill(executor.pid, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}

interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function processes(): Running[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name) || !existsSync(`/proc/${name}/stat`)) return [];
    try {
      const parent = Number(
        readFileSync(`/proc/${name}/stat`, "utf8")
          .replace(/^.*\) \S /s, "")
          .split(" ")[0],
      );
      return [{ pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ") }];
    } catch {
      return [];
    }
  });
}

function descendants(root: number): Running[] {
  const all = processes();
  const below = (pid: number): Running[] => all.filter(({ parent }) => parent === pid).flatMap((own) => [own, ...below(own.pid)]);
  return below(root);
}

function above(pid: number, root: number): Running[] {
  const all = new Map(processes().map((own) => [own.pid, own]));
  const chain: Running[] = [];
  for (let at = all.get(pid); at && at.pid !== root; at = all.get(at.parent)) chain.push(at);
  return chain;
}

async function rowsOf(text: string): Promise<unknown[][]> {
  const connection = await (await DuckDBInstance.create()).connect();
  const rows = await (await connection.run(text)).getRows();
  connection.disconnectSync();
  return rows;
}
