// Report: one stray quote made a CSV nearly unusable (12 MB: 51 s and 935 MB; 24 MB did not end), and the error did not name it.
import assert from "node:assert/strict";
import { openDataset } from "../../src/dataset/open/openDataset";
import { readCsv } from "../../src/dataset/read/csv";
import { lookedAt } from "../dataset/lookedAt";
import { createProjectFolder } from "../dataset/projectFiles";

const folder = createProjectFolder();

/** A header, a record with a quote that nothing closes, and records whose quotes are all doubled or empty. */
const content = (rows: number): string =>
  `id,text,label\n1,"stray,HAM\n${Array.from({ length: rows }, (_, i) => `${i + 2},${i % 2 ? '""' : "text of some words"},HAM\n`).join("")}`;

async function read(path: string): Promise<void> {
  for await (const batch of readCsv({ path, format: "csv" })) assert.ok(batch.rows < 200_000, "a batch is bounded");
}

describe("report: one stray quote in a CSV", function () {
  this.timeout(60_000);

  it("costs its own line, which is named, and no other", async () => {
    folder.write("stray.csv", content(1000));
    const { info } = await openDataset(folder.spec({ all: "stray.csv" }));
    assert.deepEqual([info.rows, info.badLines], [1000, 1]);
    assert.equal(info.problems[0]!.line, 2);
    assert.match(info.problems[0]!.message, /^opens a quote that never closes; .* \(the record is skipped\)$/);
  });

  it("behind cells of several lines, the line of its opening quote is named, and that of its record", async () => {
    folder.write("later.csv", 'id,text,more\n1,"a\nb",x\n2,"c\nd","open\n3,e,f\n');
    const { info } = await openDataset(folder.spec({ all: "later.csv" }));
    assert.equal(info.rows, 2);
    assert.equal(info.problems[0]!.line, 5);
    assert.match(info.problems[0]!.message, /^opens a quote that never closes; .* \(the record that starts on line 4 is skipped\)$/);
  });

  it("has no part of a larger file looked at oftener", async () => {
    const [small, large] = [folder.write("small.csv", content(100_000)), folder.write("large.csv", content(400_000))];
    const ratio = (await lookedAt(() => read(large))) / (await lookedAt(() => read(small)));
    assert.ok(ratio < 5, `four times as much took ${ratio.toFixed(1)} times as much looking`);
  });

  it("is looked for no further than 16 MB, and a record that is cut there by chance stays whole", async () => {
    const line = `${"x".repeat(997)},y\n`;
    const path = folder.write("long.csv", `a,b\n"open,1\n${line.repeat(17_000)}"two\nlines",z\n${line.repeat(2000)}`);
    let rows = 0;
    const lines: (number | undefined)[] = [];
    for await (const batch of readCsv({ path, format: "csv" })) {
      rows += batch.rows;
      lines.push(...batch.findings.map((finding) => finding.line));
    }
    assert.deepEqual([rows, lines], [19_001, [2]]);
  });
});
