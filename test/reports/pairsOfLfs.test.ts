// Which LFs repeat each other, and which contradict each other? `run --pairs` says it LF x LF, as --json does.
import assert from "node:assert/strict";
import { runReportSchema, type RunReport } from "../../src/services/reports/runReport";
import { lfLens, makeProject, removeProjects } from "../cli/lfLens";

/** The rows on which each LF votes, and what: a votes A on 0-5, b A on 3-7, c B on 5-8. */
const lfs = `import { lf } from "lf-lens";
const within = (row: { n: number }, from: number, to: number): boolean => row.n >= from && row.n <= to;
export const a = lf((row) => (within(row as { n: number }, 0, 5) ? "A" : null));
export const b = lf((row) => (within(row as { n: number }, 3, 7) ? "A" : null));
export const c = lf((row) => (within(row as { n: number }, 5, 8) ? "B" : null));
`;
const files = {
  "lf.config.json": '{ "labels": ["A", "B"], "data": "rows.csv", "columns": { "id": "n" } }',
  "rows.csv": `n\n${Array.from({ length: 10 }, (_, n) => `${n}\n`).join("")}`,
  "x.lf.ts": lfs,
};

describe("report: pairs of LFs in the terminal", function () {
  this.timeout(60_000);
  after(removeProjects);

  it("as a matrix where LFs are few", () => {
    const { code, stdout, stderr } = lfLens("run", makeProject(files), "--pairs");
    assert.equal(code, 0, stderr);
    const matrices = stdout.slice(stdout.indexOf("Overlap: ")).trimEnd().split("\n\n");
    assert.deepEqual(
      matrices.map((matrix) =>
        matrix
          .split("\n")
          .slice(2)
          .map((line) => line.trim().split(/\s+/).slice(2)),
      ),
      [
        // a and b meet on 3, 4, 5; a and c on 5; b and c on 5, 6, 7.
        [
          ["-", "30.0%", "10.0%"],
          ["30.0%", "-", "30.0%"],
          ["10.0%", "30.0%", "-"],
        ],
        [
          ["-", "0.0%", "10.0%"],
          ["0.0%", "-", "30.0%"],
          ["10.0%", "30.0%", "-"],
        ],
        [
          ["-", "100.0%", "0.0%"],
          ["100.0%", "-", "0.0%"],
          ["0.0%", "0.0%", "-"],
        ],
      ],
    );
    assert.doesNotMatch(lfLens("run", makeProject(files)).stdout, /Overlap: /);
  });

  it("as counts in --json, of the sample and of all rows", () => {
    const project = makeProject(files);
    const expected: RunReport["pairs"] = [
      { lfs: ["a", "b"], overlap: 3, conflict: 0, agree: 3, agreement: 1 },
      { lfs: ["a", "c"], overlap: 1, conflict: 1, agree: 0, agreement: 0 },
      { lfs: ["b", "c"], overlap: 3, conflict: 3, agree: 0, agreement: 0 },
    ];
    for (const args of [[], ["--all"]]) {
      const { stdout, stderr } = lfLens("run", project, "--json", ...args);
      assert.deepEqual(runReportSchema.parse(JSON.parse(stdout)).pairs, expected, stderr);
    }
    assert.match(lfLens("run", "--json-schema").stdout, /Each pair of LFs that vote on at least one common row/);
  });

  it("as the pairs that overlap and conflict most where LFs are many", () => {
    const many = Array.from(
      { length: 14 },
      (_, i) => `export const l${i} = lf((row) => (row.n < ${i} ? "${i < 13 ? "A" : "B"}" : null));\n`,
    );
    const project = makeProject({ ...files, "x.lf.ts": `import { lf } from "lf-lens";\n${many.join("")}` });
    for (const args of [[], ["--all"]]) {
      const lines = lfLens("run", project, "--pairs", ...args).stdout.split("\n");
      const overlap = lines.findIndex((line) => line.startsWith("Pairs that overlap most"));
      // l10 to l13 vote on all ten rows.
      assert.deepEqual(lines[overlap + 2]!.split(/\s+/), ["l10", "l11", "100.0%", "10", "0.0%", "0", "100.0%"]);
      assert.match(lines.join("\n"), /\.\.\. and \d+ pairs more; --json has them all\./);
      const conflict = lines.findIndex((line) => line.startsWith("Pairs that conflict most, of 12 in conflict"));
      assert.deepEqual(lines[conflict + 2]!.split(/\s+/), ["l10", "l13", "100.0%", "10", "100.0%", "10", "0.0%"]);
    }
  });
});
