// Report: a stray pair of quotes in a TSV took three of its five rows into one cell, without a word.
import assert from "node:assert/strict";
import { openDataset } from "../../src/dataset/open/openDataset";
import type { ReadSettings } from "../../src/protocol/engine";
import { createProjectFolder } from "../dataset/projectFiles";

const folder = createProjectFolder();
const rows = ["1\thello there\tHAM", '2\t"quoted start\tSPAM', "3\tin between\tHAM", '4\tthe end"\tSPAM', "5\tbye\tHAM"];

async function open(name: string, content: string, settings?: ReadSettings): Promise<{ rows: number; problems: string[] }> {
  const path = folder.write(name, content);
  const { info } = await openDataset(folder.spec({ all: name }, settings && { reading: { [path]: settings } }));
  return { rows: info.rows, problems: info.problems.map(({ line, message }) => `${line}: ${message}`) };
}

describe("report: a stray pair of quotes swallows records", () => {
  it("which is said, with the lines and the way out", async () => {
    const found = await open("a.tsv", `id\ttext\tlabel\n${rows.join("\n")}\n`);
    assert.equal(found.rows, 3);
    assert.deepEqual(found.problems, [
      "3: is read as one record with the lines up to 5 in a quoted cell, but 3 of them look like records of their own; " +
        'if the quotes are plain text, double them or set "quote": "none" under "data"',
    ]);
  });

  it("and with quotes as plain text all rows are there", async () => {
    assert.deepEqual(await open("b.tsv", `id\ttext\tlabel\n${rows.join("\n")}\n`, { quote: "none" }), { rows: 5, problems: [] });
  });

  it("in a CSV, and over many lines", async () => {
    const lines = Array.from({ length: 300 }, (_, i) => `${i},text number ${i},HAM`);
    lines[20] = '20,"text,HAM';
    lines[250] = '250,text",HAM';
    const found = await open("c.csv", `id,text,label\n${lines.join("\n")}\n`);
    assert.deepEqual([found.rows, found.problems.length], [70, 1]);
    assert.match(found.problems[0]!, /^22: is read as one record with the lines up to 252 .* 231 of them look like records/);
  });

  it("a letter in a cell is no swallowed record, whatever commas its lines have", async () => {
    const letter = '"Dear Sir,\nI write, as I said,\nto you, again,\nyours, A"';
    const found = await open("d.csv", `id,text,label\n1,short,HAM\n2,${letter},SPAM\n3,"a, b\nc, d",HAM\n`);
    assert.deepEqual(found, { rows: 3, problems: [] });
  });
});
