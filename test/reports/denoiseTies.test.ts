// Reports: denoise decided rows in conflict by a hair, said nothing of a label without an LF, and took all .json.gz for vote matrices.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { lfLens, makeProject, removeProjects } from "../cli/lfLens";

describe("report: denoise and labels that the votes do not tell", function () {
  this.timeout(60_000);
  after(removeProjects);

  it("rows in which two LFs of the same worth conflict get no label, and are counted", () => {
    // Each LF votes alone on 100 rows, and they conflict on 140: by symmetry neither label is more probable there.
    const lines = Array.from({ length: 340 }, (_, i) => `${i},${i < 240 ? "A" : ""},${i < 140 || i >= 240 ? "B" : ""}`);
    const folder = makeProject({ "votes.csv": ["id,a,b", ...lines, ""].join("\n") });
    const out = join(folder, "out.csv");
    const run = lfLens("denoise", join(folder, "votes.csv"), "--out", out);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /no label: 140 rows in which two labels tie/);
    const labels = readFileSync(out, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",")[1]);
    assert.deepEqual(
      ["", "A", "B"].map((label) => labels.filter((own) => own === label).length),
      [140, 100, 100],
    );
  });

  it("a label that no LF votes for is named", () => {
    const folder = makeProject({ "votes.csv": "id,a,b\n1,SPAM,SPAM\n2,SPAM,\n3,,SPAM\n" });
    const run = lfLens("denoise", join(folder, "votes.csv"), "--classes", "HAM,SPAM");
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stderr, /No LF votes for HAM, so no row gets this label\. Write an LF for it\.$/m);
  });

  it("a compressed JSON array, or JSON Lines under that name, is a table", () => {
    const rows = ["HAM", "SPAM", "HAM", "SPAM"].map((vote, id) => ({ id, a: vote, b: vote }));
    for (const text of [JSON.stringify(rows), rows.map((row) => JSON.stringify(row)).join("\n")]) {
      const folder = makeProject({});
      writeFileSync(join(folder, "votes.json.gz"), gzipSync(text));
      const run = lfLens("denoise", join(folder, "votes.json.gz"));
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stdout, /^2 LFs: a, b$/m);
    }
  });
});
