// `lf-lens label FILE -> Parquet` on real comments, as ratios to a bare DuckDB scan plus loop over the same LFs, and to snorkel's
// PandasLFApplier where Python can install it, all in the same run:
//   npm run bench -- export [--rows 1000000] [--format csv,jsonl,parquet] [--lfs 8,50] [--no-snorkel]
// Makes its data in out/bench/ from ../shared/data; where that is absent it says so and ends well.
import { buildSync } from "esbuild";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { pythonWith, run } from "../python";
import { cheapLfs, lfFile, type CheapLf } from "./lfs";
import { comments, rowsFile, type RowsFormat } from "./rows";

const root = join(__dirname, "../..");
const folder = join(root, "out/bench/export");
/** The applier takes a minute for a million rows and eight LFs, and its time grows with both. */
const APPLIER_ROWS = 100_000;

interface Figures {
  readonly rows: number;
  /** Wall time, and what all threads of the process took together. */
  readonly seconds: number;
  readonly cpu: number;
  /** The most memory that the whole process had. */
  readonly megabytes: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rows: { type: "string", default: "1000000" },
      format: { type: "string", default: "csv,jsonl,parquet" },
      lfs: { type: "string", default: "8,50" },
      snorkel: { type: "boolean", default: true },
    },
    allowNegative: true,
  });
  if (!existsSync(comments)) return console.log("The comments of ../shared/data are absent, so there are no rows to label.");
  const rows = Number(values.rows);
  for (const count of values.lfs.split(",").map(Number)) {
    const lfs = cheapLfs(count);
    console.log(
      `\n${rows} rows, ${count} LFs`.padEnd(26) + ["seconds", "CPU s", "rows/CPU s", "MB"].map((head) => head.padStart(20)).join(""),
    );
    for (const format of values.format.split(",") as RowsFormat[]) {
      const path = await rowsFile(rows, format);
      const bare = measureBare(path, rows, lfs);
      print(`${format}: bare loop`, bare, bare);
      print(`${format}: lf-lens label`, measureLabel(path, rows, lfs), bare);
      if (format === "jsonl" && values.snorkel) printApplier(path, Math.min(rows, APPLIER_ROWS), lfs, bare);
    }
  }
}

function measureBare(path: string, rows: number, lfs: readonly CheapLf[]): Figures {
  const source = join(folder, "lfs.ts");
  mkdirSync(folder, { recursive: true });
  writeFileSync(source, lfFile(lfs));
  buildSync({
    entryPoints: { bare: join(__dirname, "bare.ts"), lfs: source },
    outdir: folder,
    bundle: true,
    platform: "node",
    external: ["@duckdb/node-api"],
    alias: { "lf-lens": join(root, "src/sdk/index.ts") },
  });
  return measure(rows, [join(folder, "bare.js"), path, join(folder, "lfs.js")]);
}

function measureLabel(path: string, rows: number, lfs: readonly CheapLf[]): Figures {
  const project = join(folder, "project");
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  const config = { labels: ["HAM", "SPAM"], data: `../../rows/${basename(path)}`, columns: { id: "id", text: "text" } };
  writeFileSync(join(project, "lf.config.json"), JSON.stringify(config));
  writeFileSync(join(project, "comments.lf.ts"), lfFile(lfs));
  const out = join(project, "labels.parquet");
  return measure(rows, [join(root, "dist/cli.js"), "label", project, "--out", out, "--allow-outside"]);
}

/** Runs a program of ours to its end. */
function measure(rows: number, args: readonly string[]): Figures {
  const report = join(folder, "usage.json");
  const started = performance.now();
  run(process.execPath, ["--import", pathToFileURL(join(__dirname, "usage.mjs")).href, ...args], { LF_LENS_USAGE: report });
  const seconds = (performance.now() - started) / 1000;
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(report, "utf8")) as NodeJS.ResourceUsage;
  return { rows, seconds, cpu: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 };
}

function printApplier(path: string, rows: number, lfs: readonly CheapLf[], bare: Figures): void {
  try {
    const python = pythonWith("snorkel", join(__dirname, "../snorkel/requirements.txt"));
    const definitions = join(folder, "lfs.json");
    writeFileSync(definitions, JSON.stringify(lfs));
    const figures = JSON.parse(run(python, [join(__dirname, "applier.py"), path, String(rows), definitions])) as Figures;
    print(`snorkel, first ${rows}`, figures, bare);
  } catch (error) {
    console.log(`snorkel cannot be installed here: ${(error as Error).message}`);
  }
}

/** Each figure, and how many times that of the bare loop it is, for as many rows. */
function print(what: string, figures: Figures, bare: Figures): void {
  const share = bare.rows / figures.rows;
  const cell = (value: number, digits: number, ratio: number): string =>
    `${value.toFixed(digits)} (x ${ratio.toPrecision(2)})`.padStart(20);
  const { rows, seconds, cpu, megabytes } = figures;
  const pace = rows / cpu;
  const cells = [
    cell(seconds, 1, (seconds / bare.seconds) * share),
    cell(cpu, 1, (cpu / bare.cpu) * share),
    cell(pace, 0, pace / (bare.rows / bare.cpu)),
    cell(megabytes, 0, megabytes / bare.megabytes),
  ];
  console.log(what.padEnd(26) + cells.join(""));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
