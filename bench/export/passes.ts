// How often `lf-lens label` reads its data, as bytes that the whole process reads (/proc/self/io, so on Linux only) in multiples of the data
// file; what the program itself reads, measured on three rows, is taken off:
//   npm run bench -- passes [--rows 200000]
// Makes its data in out/bench/ from ../shared/data; where that is absent it says so and ends well.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { cheapLfs, lfFile } from "./lfs";
import { comments, rowsFile, type RowsFormat } from "./rows";

const root = join(__dirname, "../..");
const FORMATS: readonly RowsFormat[] = ["csv", "jsonl", "parquet"];

async function main(): Promise<void> {
  if (!existsSync(comments)) return console.log("The comments of ../shared/data are absent, so there are no rows to label.");
  const { values } = parseArgs({ options: { rows: { type: "string", default: "200000" } } });
  for (const format of FORMATS) {
    const [few, many] = [await rowsFile(3, format), await rowsFile(Number(values.rows), format)];
    const { size } = statSync(many);
    const read = bytesRead(many) - bytesRead(few);
    console.log(
      `${format.padEnd(10)} ${(size / 1e6).toFixed(1)} MB, read ${(read / 1e6).toFixed(1)} MB: ${(read / size).toFixed(2)} times`,
    );
  }
}

/** Of `label` on a file, without votes of an earlier one. */
function bytesRead(data: string): number {
  mkdirSync(join(root, "out/bench"), { recursive: true });
  const project = mkdtempSync(join(root, "out/bench/passes-"));
  try {
    const config = { labels: ["HAM", "SPAM"], data, columns: { id: "id", text: "text" } };
    writeFileSync(join(project, "lf.config.json"), JSON.stringify(config));
    writeFileSync(join(project, "comments.lf.ts"), lfFile(cheapLfs(4)));
    const bytes = join(project, "bytes");
    const label = [join(root, "dist/cli.js"), "label", project, "--out", join(project, "labels.csv"), "--allow-outside"];
    const { status, stderr } = spawnSync(process.execPath, ["--import", pathToFileURL(join(__dirname, "bytes.mjs")).href, ...label], {
      env: { ...process.env, LF_LENS_BYTES: bytes },
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return Number(readFileSync(bytes, "utf8"));
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

void main();
