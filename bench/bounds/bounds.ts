// What takes long, as ratios to a bound that does the least of the same work, in turns in one run:
//   npm run bench -- bounds [--turns 3] [--rows 1000000] [--csv-rows 5000000]
// denoise: to DuckDB handing over the same votes and the label model's fit. 151 labels: to parsing the rows and looking for all words
// in a loop. First number of a CSV: to reading it once and cutting it into lines.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { run } from "../python";
import { csvFile, makeFolder, manyLabels, projectFolder, questions, votesFile } from "./data";

const root = join(__dirname, "../..");
const cli = join(root, "dist/cli.js");
const least = (what: string, ...args: readonly string[]): string[] => ["--import", "tsx", join(__dirname, "least.ts"), what, ...args];

interface Row {
  readonly name: string;
  readonly bound: readonly string[];
  readonly ours: readonly string[];
  /** What an earlier run has left, and would be taken up. */
  readonly kept?: string;
}

interface Figures {
  readonly cpu: number;
  readonly seconds: number;
  readonly megabytes: number;
}

/** Runs a program to its end. */
function measure(args: readonly string[]): Figures {
  const report = join(makeFolder("usage"), "usage.json");
  const start = performance.now();
  run(process.execPath, ["--import", pathToFileURL(join(__dirname, "../export/usage.mjs")).href, ...args], { LF_LENS_USAGE: report });
  const seconds = (performance.now() - start) / 1000;
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(report, "utf8")) as NodeJS.ResourceUsage;
  return { cpu: (userCPUTime + systemCPUTime) / 1e6, seconds, megabytes: maxRSS / 1024 };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

async function rowsOf(rows: number, csvRows: number): Promise<Row[]> {
  const out = (name: string): string => join(makeFolder("out"), name);
  const votes = await votesFile(rows);
  const csv = await csvFile(csvRows);
  const columns = { id: "id", text: "text", gold: "gold" };
  const lfs = 'export const a = keyword("SPAM", "text", ["subscribe"]); export const b = keyword("HAM", "text", ["song"]);';
  const first = projectFolder("first", { labels: ["HAM", "SPAM"], data: "../csv/" + `rows-${csvRows}.csv`, columns }, lfs);
  const labels = existsSync(questions) ? [manyLabels(20_000)] : [];
  return [
    {
      name: `denoise, ${rows} x 20 votes, Parquet`,
      bound: least("votes", votes),
      ours: [cli, "denoise", votes, "--out", out("denoised.parquet")],
    },
    ...labels.map(({ project, data }) => ({
      name: "label, 151 labels x 150 LFs x 20000 rows",
      bound: least("words", data, join(project, "a.lf.ts")),
      ours: [cli, "label", project, "--out", join(project, "labels.parquet")],
      kept: join(project, ".lf-lens"),
    })),
    {
      name: `first number, ${csvRows} rows, CSV`,
      bound: least("lines", csv),
      ours: [cli, "run", "--allow-outside", first],
      kept: join(first, ".lf-lens"),
    },
  ];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      turns: { type: "string", default: "3" },
      rows: { type: "string", default: "1000000" },
      "csv-rows": { type: "string", default: "5000000" },
    },
  });
  console.log(["".padEnd(44), ...["CPU s", "bound", "ratio", "seconds", "MB"].map((head) => head.padStart(9))].join(""));
  for (const { name, bound, ours, kept } of await rowsOf(Number(values.rows), Number(values["csv-rows"]))) {
    const pairs = Array.from({ length: Number(values.turns) }, () => {
      if (kept !== undefined) rmSync(kept, { recursive: true, force: true });
      return { bound: measure(bound), ours: measure(ours) };
    });
    const of = (figure: (pair: (typeof pairs)[number]) => number, digits: number): string =>
      median(pairs.map(figure)).toFixed(digits).padStart(9);
    const cells = [
      of((pair) => pair.ours.cpu, 2),
      of((pair) => pair.bound.cpu, 2),
      of((pair) => pair.ours.cpu / pair.bound.cpu, 1),
      of((pair) => pair.ours.seconds, 1),
      of((pair) => pair.ours.megabytes, 0),
    ];
    console.log(name.padEnd(44) + cells.join(""));
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
