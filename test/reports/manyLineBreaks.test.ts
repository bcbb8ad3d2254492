// Report: a CSV cell with 400,000 line breaks took 17 s, and four times as long when doubled.
import assert from "node:assert/strict";
import { openDataset } from "../../src/dataset/open/openDataset";
import { createProjectFolder } from "../dataset/projectFiles";

const folder = createProjectFolder();

async function timeOf(lines: number, line: string): Promise<number> {
  const name = `breaks${lines}.csv`;
  folder.write(name, `id,text\n1,"${line.repeat(lines)}"\n2,b\n`);
  const start = process.cpuUsage();
  const dataset = await openDataset(folder.spec({ all: name }));
  const [cell, other] = (await dataset.sample()).columns.get("text") as string[];
  assert.equal(other, "b");
  assert.equal(cell!.length, lines * line.replaceAll('""', '"').length);
  return process.cpuUsage(start).user;
}

describe("report: a cell of 400,000 lines", function () {
  this.timeout(60_000);
  for (const [what, line] of [
    ["of nothing", "\n"],
    ["of words", "some words in a line\n"],
    ["with doubled quotes", 'a ""word"" here\n'],
  ] as const)
    it(`${what} is read in a time that grows with its length`, async () => {
      await timeOf(100_000, line);
      const ratio = (await timeOf(400_000, line)) / (await timeOf(100_000, line));
      assert.ok(ratio < 10, `four times as many lines took ${ratio.toFixed(1)} times as long`);
    });
});
