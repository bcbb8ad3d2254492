import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lfLens, makeProject, removeProjects } from "./lfLens";
import { reviewFiles } from "./reviewProject";

interface Suggested {
  readonly name: string;
  readonly source: string;
  readonly label: string;
  readonly rows: number;
  readonly newRows: number;
  readonly goldRows: number;
  readonly precision: number | null;
  readonly interval: readonly [number, number] | null;
  readonly adds: number;
}

describe("lf-lens suggest", function () {
  this.timeout(120_000);
  let project: string;
  beforeEach(() => (project = makeProject(reviewFiles())));
  after(removeProjects);

  const suggestions = (...args: string[]): Suggested[] => {
    const { code, stdout, stderr } = lfLens("suggest", project, "--json", ...args);
    assert.equal(code, 0, stderr);
    return (JSON.parse(stdout) as { suggestions: Suggested[] }).suggestions;
  };

  it("writes LFs that vote on as many rows as it said, and that make more denoised labels right", () => {
    const before = run(project);
    const out = join(project, "more.lf.ts");
    const found = suggestions("--accept", "4", "--out", out);
    assert.ok(found.length >= 4 && found.slice(0, 4).every(({ adds, newRows }) => adds > 0 && newRows > 0));
    const text = readFileSync(out, "utf8");
    for (const { source } of found.slice(0, 4)) assert.ok(text.includes(`${source}\n`));
    const after = run(project);
    assert.equal(after.lfs.length, before.lfs.length + 4);
    for (const { name, rows } of found.slice(0, 4)) assert.equal(after.lfs.find((lf) => lf.name === name)?.votes, rows, name);
    assert.ok(after.right > before.right + 10, `${before.right} -> ${after.right}`);
  });

  it("says precision with its interval where there is gold, and keeps to a label", () => {
    for (const { label, precision, interval, goldRows } of suggestions("--label", "BAD", "--count", "5")) {
      assert.equal(label, "BAD");
      assert.equal(precision === null, goldRows === 0);
      if (precision !== null) assert.ok(interval![0] <= precision && precision <= interval![1]);
    }
    const { stdout } = lfLens("suggest", project, "--count", "1");
    assert.match(stdout, /^1\. export const \w+ = keyword\(.*\);\n {3}adds about \d+ right labels?; \d+ rows/);
  });

  it("refuses what is no label, and files that are there, outside, or no LF files; nothing is written", () => {
    const refused = (message: RegExp, ...args: string[]): void => {
      const { code, stderr } = lfLens("suggest", project, ...args);
      assert.notEqual(code, 0);
      assert.match(stderr, message);
    };
    refused(/"UGLY" is not a label of this project\. Its labels are GOOD, BAD\./, "--label", "UGLY");
    refused(/--accept and --out go together/, "--accept", "2");
    refused(/lies outside the project/, "--accept", "2", "--out", join(project, "../outside.lf.ts"));
    refused(/would not run plain\.ts: its LF files are/, "--accept", "2", "--out", join(project, "plain.ts"));
    const text = readFileSync(join(project, "words.lf.ts"), "utf8");
    refused(/words\.lf\.ts exists already, and nothing was written/, "--accept", "2", "--out", join(project, "words.lf.ts"));
    assert.equal(readFileSync(join(project, "words.lf.ts"), "utf8"), text);
    assert.ok(!existsSync(join(project, "plain.ts")));
  });

  it("says so where there is nothing to go by", () => {
    writeFileSync(join(project, "words.lf.ts"), "");
    const config = JSON.parse(readFileSync(join(project, "lf.config.json"), "utf8")) as { columns: object };
    writeFileSync(join(project, "lf.config.json"), JSON.stringify({ ...config, columns: { id: "id", text: "text", split: "split" } }));
    const rows = readFileSync(join(project, "rows.jsonl"), "utf8").replace(/,"gold":"\w+"/g, "");
    writeFileSync(join(project, "rows.jsonl"), rows);
    const { code, stdout } = lfLens("suggest", project);
    assert.equal(code, 0);
    assert.match(stdout, /^Nothing was found/);
  });
});

function run(project: string): { readonly lfs: readonly { readonly name: string; readonly votes: number }[]; readonly right: number } {
  const { code, stdout, stderr } = lfLens("run", project, "--json");
  assert.equal(code, 0, stderr);
  const { lfs, clarity } = JSON.parse(stdout) as { lfs: { name: string; votes: number }[]; clarity: { right: Record<string, number> } };
  return { lfs, right: Object.values(clarity.right).reduce((a, b) => a + b, 0) };
}
