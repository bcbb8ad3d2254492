// `lf-lens bundle`: what it writes, what it refuses, and the statistics of a cluster read again.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readStatistics } from "../../src/services/cluster/readStatistics";
import { lfLens, makeProject, removeProjects } from "./lfLens";

const config = { labels: ["HAM", "SPAM"], data: "rows.jsonl", columns: { id: "id", text: "text" }, functions: ["*.lf.ts"] };
const rows = Array.from({ length: 40 }, (_, id) => JSON.stringify({ id, text: id % 2 ? "win a prize" : "see you" })).join("\n");
const spam = `import { keyword } from "lf-lens";\nexport const prize = keyword("SPAM", "text", ["prize"]);\n`;

const project = (files: Readonly<Record<string, string>>): string =>
  makeProject({ "lf.config.json": JSON.stringify({ ...config, allowNode: true }), "rows.jsonl": rows, "spam.lf.ts": spam, ...files });

describe("lf-lens bundle", function () {
  this.timeout(60_000);
  after(removeProjects);

  it("writes a folder that stands by itself, and says so as JSON", () => {
    const folder = project({});
    const out = join(folder, "job");
    const { code, stdout, stderr } = lfLens("bundle", folder, "--target", "spark", "--out", out, "--json");
    assert.equal(code, 0, stderr);
    const report = JSON.parse(stdout) as { out: string; files: string[]; lfs: string[]; labels: string[]; target: string; model: string };
    assert.deepEqual(
      { ...report, files: undefined },
      { out, target: "spark", model: "fit", lfs: ["prize"], labels: ["HAM", "SPAM"], files: undefined },
    );
    for (const name of report.files) assert.ok(existsSync(join(out, name)), name);
    assert.deepEqual((JSON.parse(readFileSync(join(out, "job.json"), "utf8")) as { optional: string[] }).optional, []);
  });

  it("replaces nothing unless that is asked for", () => {
    const folder = project({ "job/job.py": "mine" });
    const flags = ["bundle", folder, "--target", "spark", "--out", join(folder, "job")];
    const refused = lfLens(...flags);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /job\.py is there already/);
    assert.equal(readFileSync(join(folder, "job/job.py"), "utf8"), "mine");
    assert.equal(lfLens(...flags, "--overwrite").code, 0);
    assert.notEqual(readFileSync(join(folder, "job/job.py"), "utf8"), "mine");
  });

  it("names the LFs that cannot go, and writes nothing", () => {
    const folder = project({
      "node.lf.ts": `import { existsSync } from "node:fs";\nimport { lf } from "lf-lens";\nexport const there = lf(() => (existsSync("/x") ? "SPAM" : null));\n`,
      "broken.lf.ts": `import { lf } from "lf-lens";\nexport const half = lf((row) => {\n`,
    });
    const { code, stderr } = lfLens("bundle", folder, "--target", "spark", "--out", join(folder, "job"));
    assert.equal(code, 1);
    assert.match(stderr, /Nothing was written: 2 things cannot go to a cluster/);
    assert.match(stderr, /there \(node\.lf\.ts:1\)/);
    assert.match(stderr, /broken\.lf\.ts:3/);
    assert.ok(!existsSync(join(folder, "job")));
  });

  it("takes files of statistics for what they are, and no others", async () => {
    const folder = project({});
    const file = join(folder, "statistics.json");
    for (const text of ["", "{}", JSON.stringify({ format: "lf-lens statistics 1", rows: 3 })]) {
      writeFileSync(file, text);
      await assert.rejects(readStatistics(file, folder), /statistics\.json holds no statistics of a cluster job/);
    }
  });
});
