// Report: tables with semicolons, null words and decimal commas, of an old encoding or compressed, could not be read as they are.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { lfLens, makeProject, removeProjects } from "../cli/lfLens";

const head = "sep=;\nid;text;label;score\n";
/** Each second row is SPAM; windows-1252 where it says so. */
const rows = (from: number, count: number): string =>
  Array.from(
    { length: count },
    (_, i) => `${from + i};${i % 2 ? "buy now, für 5 €" : "see you at lunch"};${i % 2 ? "SPAM" : "NA"};${i},5\n`,
  ).join("");

/** windows-1252 of the few characters that are no ASCII here. */
const windows1252 = (text: string): Buffer => Buffer.from(text.replaceAll("€", "\x80"), "latin1");

const reading = { encoding: "windows-1252", nulls: ["NA"], decimal: "," };
const config = {
  labels: ["HAM", "SPAM"],
  data: { train: { path: "*.csv.gz", ...reading }, dev: { path: "dev.csv", ...reading } },
  columns: { id: "id", text: "text", gold: "label" },
};
const lfs = `import { ABSTAIN, keyword, lf } from "lf-lens";
export const buys = keyword("SPAM", "text", "für", "€");
export const lunch = keyword("HAM", "text", "lunch");
export const high = lf((row: { score: number }) => (row.score === 7.5 ? "SPAM" : ABSTAIN));
`;

describe("report: tables as people have them", function () {
  this.timeout(120_000);
  after(removeProjects);

  it("are run on, labeled and denoised", () => {
    const folder = makeProject({ "lf.config.json": JSON.stringify(config), "a.lf.ts": lfs });
    writeFileSync(join(folder, "dev.csv"), windows1252(head + rows(0, 10)));
    writeFileSync(join(folder, "train.csv.gz"), gzipSync(windows1252(head + rows(10, 30))));
    const run = lfLens("run", folder);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /^buys +SPAM +50\.0%/m);
    // One row of each file has the score 7.5; gold knows it to be right.
    assert.match(run.stdout, /^high +SPAM +5\.0%.* 2 +0 /m);

    const out = join(folder, "out/labels.csv");
    const label = lfLens("label", folder, "--out", out);
    assert.equal(label.code, 0, label.stderr);
    const labels = readFileSync(out, "utf8").trim().split("\n").slice(1);
    assert.deepEqual(
      labels.map((line) => line.split(",").slice(0, 3).join()).sort(),
      Array.from({ length: 40 }, (_, id) => `${id},${id < 10 ? "dev" : "train"},${id % 2 ? "SPAM" : "HAM"}`).sort(),
    );

    const votes = join(folder, "votes.csv.gz");
    writeFileSync(votes, gzipSync("id;a;b;gold\n1;HAM;;HAM\n2;SPAM;SPAM;SPAM\n3;;HAM;HAM\n4;SPAM;;SPAM\n"));
    const denoised = lfLens("denoise", votes);
    assert.equal(denoised.code, 0, denoised.stderr);
    assert.match(denoised.stdout, /^2 LFs: a, b$/m);
  });
});
