import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { diffReportSchema, type DiffReport } from "../../src/services/diff/diffReport";
import { lfLens, makeProject, removeProjects } from "./lfLens";

const files = {
  "lf.config.json": '{ "labels": ["A", "B"], "data": "rows.csv", "columns": { "id": "id", "gold": "gold" } }',
  "rows.csv": "id,text,gold\n1,apple,A\n2,banana,\n3,avocado,A\n4,bean,B\n5,beet,B\n",
  "letters.lf.ts":
    'import { regex } from "lf-lens";\n' +
    'export const a = regex("A", "text", /^a/);\nexport const b = regex("B", "text", /^b/);\nexport const old = regex("B", "text", /t$/);\n',
};

describe("lf-lens diff", function () {
  this.timeout(120_000);
  after(removeProjects);

  const git = (folder: string, ...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: folder, encoding: "utf8" });

  /** A committed project, and what has been changed in it since. */
  function committed(changes: Readonly<Record<string, string>>): string {
    const folder = makeProject(files);
    git(folder, "init", "-q");
    git(folder, "add", ".");
    git(folder, "commit", "-qm", "first");
    for (const [name, text] of Object.entries(changes)) writeFileSync(join(folder, name), text);
    return folder;
  }
  const letters = files["letters.lf.ts"];
  /** `a` votes on bean and banana too, `old` becomes `ending`, `c` is new. */
  const edited = {
    "letters.lf.ts": letters.replace("/^a/", "/a/").replace("const old", "const ending") + 'export const c = regex("A", "text", /c/);\n',
  };
  const report = (folder: string, ...args: string[]): DiffReport => {
    const { code, stdout, stderr } = lfLens("diff", "HEAD", folder, "--json", ...args);
    assert.equal(code, 0, stderr);
    return diffReportSchema.parse(JSON.parse(stdout));
  };

  it("says of every LF and of the set what changed, on which rows", () => {
    const found = report(committed(edited), "--details");
    assert.deepEqual(
      found.lfs.map(({ name, status, renamedFrom, change }) => [name, status, renamedFrom, change?.gained, change?.newlyWrong]),
      [
        ["a", "changed", null, 2, 1],
        ["b", "same", null, 0, 0],
        ["ending", "renamed", "old", 0, 0],
        ["c", "new", null, 1, 0],
      ],
    );
    const a = found.lfs[0]!;
    assert.deepEqual([a.before?.coverage, a.after?.coverage, a.before?.accuracy, a.after?.accuracy], [0.4, 0.8, 1, 2 / 3]);
    assert.deepEqual([found.rows, found.gold, found.notes], [5, 4, []]);
    assert.match(found.against, /^HEAD \(.{7}\)$/);
    assert.deepEqual(
      found.details?.filter(({ changes }) => changes.some(({ lf }) => lf === "a")).map(({ id }) => id),
      ["2", "4"],
    );
    // avocado is what c votes on; what only has another name has not changed
    assert.deepEqual(
      found.details?.map(({ id }) => id),
      ["2", "3", "4"],
    );
    assert.equal(found.changedRows, 3);
  });

  it("prints the same for people", () => {
    const folder = committed(edited);
    const { code, stdout, stderr } = lfLens("diff", "HEAD", folder);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^a +40\.0% -> 80\.0% +100\.0% -> 66\.7% +2\/2 -> 2\/3 {2}\+2 rows, 1 newly wrong$/m);
    assert.match(stdout, /^ending .* was old$/m);
    assert.match(stdout, /^c .* new, \+1 row, 1 newly right$/m);
    assert.match(stdout, /^1 LF votes as before\.$/m);
    git(folder, "commit", "-qam", "second");
    assert.match(lfLens("diff", "HEAD", folder).stdout, /No vote or denoised label differs/);
    assert.match(lfLens("diff", "HEAD~1", folder).stdout, /^a +40\.0% -> 80\.0%/m);
  });

  it("exits 1 when a change breaks a limit, and names it", () => {
    const folder = committed(edited);
    const broken = lfLens("diff", "HEAD", folder, "--fail-on", "accuracy<-1,coverage<-5");
    assert.equal(broken.code, 1);
    assert.match(broken.stdout, /^FAILED accuracy<-1: a went from 100\.0% to 66\.7% \(−33\.3 points\)$/m);
    assert.equal(lfLens("diff", "HEAD", folder, "--fail-on", "lf:accuracy<-40,coverage<-5").code, 0);
    const wrong = lfLens("diff", "HEAD", folder, "--fail-on", "accuracy");
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /"accuracy" is not a valid limit/);
  });

  it("says what else changed since, and leaves the repository as it was", () => {
    const folder = committed({ "rows.csv": `${files["rows.csv"]}6,beetle,B\n` });
    const { notes, rows } = report(folder);
    assert.equal(rows, 6);
    assert.match(notes.join("\n"), /^rows\.csv changed since HEAD \(.{7}\): both versions run on the current rows\.$/);
    assert.equal(git(folder, "status", "--porcelain"), " M rows.csv\n");
  });

  it("exits 1 with plain words when there is nothing to compare with", () => {
    const cases: [args: string[], message: RegExp][] = [
      [["HEAD", makeProject(files)], /is not in a git repository/],
      [["no-such-branch", committed({})], /There is no revision "no-such-branch"/],
      [[committed({})], /is a project, not a revision\. Name the revision first: lf-lens diff HEAD /],
      [["HEAD", "nowhere"], /There is no lf\.config\.json in/],
    ];
    for (const [args, message] of cases) {
      const { code, stderr } = lfLens("diff", ...args);
      assert.match(stderr, message);
      assert.equal(code, 1);
    }
  });
});
