// Reading text files, as processor time in multiples of cutting the same text into lines, and how it grows when a file is four times as long:
//   npm run bench -- reading
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { readCsv } from "../src/dataset/read/csv";

const words = "some words of a text that somebody wrote";
const lines = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => line(i)).join("");

/** Files by what they hold, of a given number of lines. */
const shapes: Readonly<Record<string, (count: number) => string>> = {
  "plain records": (count) => `id,text\n${lines(count, (i) => `${i},${words}\n`)}`,
  "quoted records": (count) => `id,text\n${lines(count, (i) => `${i},"${words}, ""${i}"""\n`)}`,
  "a stray quote": (count) => `id,text\n1,"stray\n${lines(count, (i) => `${i},${i % 2 ? '""' : words}\n`)}`,
  "a cell of many lines": (count) => `id,text\n1,"${`${words}\n`.repeat(count)}"\n`,
  "a cell of empty lines": (count) => `id,text\n1,"${"\n".repeat(count)}"\n`,
  "a cell of doubled quotes": (count) => `id,text\n1,"${'a ""word"" here\n'.repeat(count)}"\n`,
};

const COUNT = 100_000;
const TURNS = 5;

async function cpuMs(work: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await work();
  return process.cpuUsage(start).user / 1000;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

async function readAll(path: string): Promise<number> {
  let rows = 0;
  for await (const batch of readCsv({ path, format: "csv" })) rows += batch.rows;
  return rows;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "lf-lens-bench-"));
  try {
    console.log(`CSV of ${COUNT} and ${4 * COUNT} lines; load ${loadavg()[0]!.toFixed(1)}`);
    for (const [name, content] of Object.entries(shapes)) {
      const [short, long] = [join(folder, "short.csv"), join(folder, "long.csv")];
      writeFileSync(short, content(COUNT));
      writeFileSync(long, content(4 * COUNT));
      const [toLines, toGrowth]: [number[], number[]] = [[], []];
      for (let turn = 0; turn < TURNS; turn++) {
        const few = await cpuMs(() => readAll(short));
        const many = await cpuMs(() => readAll(long));
        const bare = await cpuMs(() => readFileSync(long, "utf8").split("\n").length);
        toLines.push(many / bare);
        toGrowth.push(many / few);
      }
      console.log(
        `  ${name.padEnd(26)} ${median(toLines).toFixed(1).padStart(6)}x of cutting into lines   x${median(toGrowth).toFixed(1)} for 4 times the lines`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
