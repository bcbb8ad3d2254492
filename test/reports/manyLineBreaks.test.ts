// Report: a CSV cell with 400,000 line breaks took 17 s, and four times as long when doubled.
import assert from "node:assert/strict";
import { openDataset } from "../../src/dataset/open/openDataset";
import { lookedAt } from "../dataset/lookedAt";
import { createProjectFolder } from "../dataset/projectFiles";

const folder = createProjectFolder();

async function read(lines: number, line: string): Promise<void> {
  const name = `breaks${lines}.csv`;
  folder.write(name, `id,text\n1,"${line.repeat(lines)}"\n2,b\n`);
  const dataset = await openDataset(folder.spec({ all: name }));
  const [cell, other] = (await dataset.sample()).columns.get("text") as string[];
  assert.equal(other, "b");
  assert.equal(cell!.length, lines * line.replaceAll('""', '"').length);
}

describe("report: a cell of 400,000 lines", function () {
  this.timeout(60_000);
  for (const [what, line] of [
    ["of nothing", "\n"],
    ["of words", "some words in a line\n"],
    ["with doubled quotes", 'a ""word"" here\n'],
  ] as const)
    it(`${what} is looked at a few times as a whole, and each of its lines no oftener than in a shorter cell`, async () => {
      const [short, long] = [await lookedAt(() => read(100_000, line)), await lookedAt(() => read(400_000, line))];
      assert.ok(short > 100_000, "it is counted");
      assert.ok(long / short < 6, `four times as many lines took ${(long / short).toFixed(1)} times as much looking`);
    });
});
