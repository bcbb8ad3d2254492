// Random tables, well-formed and not quite, read as Python's csv module reads them. Skipped, with the reason, where there is no Python.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { readCsv } from "../../src/dataset/read/csv";
import type { ReadSettings } from "../../src/protocol/engine";
import { collect, createProjectFolder } from "./projectFiles";
import { fuzzRounds } from "../security/fuzz";

const folder = createProjectFolder();
const FILES = fuzzRounds(300);

/** Reads each file of a list; prints their records as JSON. */
const script = `
import csv, io, json, sys
print(json.dumps([list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) for text, delimiter in json.load(sys.stdin)]))
`;

function readByPython(files: readonly (readonly [string, string])[]): string[][][] | undefined {
  const { status, stdout } = spawnSync("python3", ["-c", script], { input: JSON.stringify(files), encoding: "utf8", maxBuffer: 1 << 28 });
  return status === 0 ? (JSON.parse(stdout) as string[][][]) : undefined;
}

const delimiters = [",", ";", "\t", "|"];
const text = fc.string({
  unit: fc.constantFrom("a", "b", " ", ",", ";", "|", "\t", '"', "'", "\n", "\r\n", "é", "😀", "م", "0"),
  maxLength: 12,
});
const quote = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** Files of three columns, the first never empty; lenient ones have quotes inside and behind cells. */
const wellFormed = fc
  .tuple(
    fc.constantFrom(...delimiters),
    fc.constantFrom("\n", "\r\n"),
    fc.array(fc.tuple(fc.nat().map(String), text, text), { minLength: 1 }),
  )
  .map(([delimiter, end, records]) => {
    const lines = [["a", "b", "c"], ...records].map((cells) => cells.map((cell) => quote(cell, delimiter)).join(delimiter));
    return [lines.join(end), delimiter] as const;
  });
const word = fc.constantFrom('5" x', '"a"b', '"a ""b""" c', "x", '"y"', 'z""', '"q, r"s"t"');
const lenient = fc
  .tuple(fc.constantFrom(",", ";"), fc.array(fc.tuple(fc.nat().map(String), word, word), { minLength: 1 }))
  .map(([delimiter, records]) => [[["a", "b", "c"], ...records].map((cells) => cells.join(delimiter)).join("\n"), delimiter] as const);

async function read(content: string, settings?: ReadSettings): Promise<string[][]> {
  const path = folder.write("data.csv", content);
  const batches = await collect(readCsv({ path, format: "csv", ...(settings && { settings }) }));
  const header = [...(batches[0]?.columns.keys() ?? [])];
  const rows = batches.flatMap(({ rows, columns }) =>
    Array.from({ length: rows }, (_, row) => [...columns.values()].map((cells) => (cells[row] as string | null) ?? "")),
  );
  return [header, ...rows];
}

describe("Python's csv module", function () {
  this.timeout(60_000);

  for (const [what, arbitrary, settings] of [
    ["whatever their delimiter, which is found", wellFormed, undefined],
    ["with stray quotes, leniently", lenient, { quotes: "lenient" }],
  ] as const)
    it(`reads the same of ${FILES} random files ${what}`, async function () {
      const files = fc.sample(arbitrary, { numRuns: FILES, seed: 20_261 });
      const theirs = readByPython(files);
      if (!theirs) {
        this.test!.title += " (skipped: no python3)";
        return this.skip();
      }
      let compared = 0;
      for (const [at, [content, delimiter]] of files.entries()) {
        // A delimiter of several columns inside one that is quoted is the one thing that looking may take for the file's own.
        const ours = await read(content, settings);
        const same: string[][] = theirs[at]!.filter((record) => record.length === 3);
        assert.deepEqual(ours, same, `file ${at}, ${JSON.stringify(delimiter)}: ${JSON.stringify(content)}`);
        compared += same.length;
      }
      assert.ok(compared > FILES);
    });
});
