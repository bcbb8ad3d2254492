// The session with the real engine and the real analysis thread, as the editor uses it.
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Session } from "../../src/services/session";
import { letterFiles as files, startTestSession, type TestSession } from "./testSession";

describe("session", function () {
  this.timeout(30_000);
  let test: TestSession;
  let session: Session;
  let root: string;

  beforeEach(() => {
    test = startTestSession();
    ({ session, root } = test);
  });
  afterEach(() => test.close());

  it("has numbers, problems and types when a project is open", async () => {
    await session.open(test.config);
    assert.equal(test.project().phase, "ready");
    const { votes, correct, incorrect } = test.lf("a").summary!;
    assert.deepEqual([votes, correct, incorrect], [2, 1, 1]);
    assert.deepEqual(test.project().numbers.sample.set, { covered: 4, overlaps: 0, conflicts: 0 });
    assert.equal(test.project().data?.sampleGold, 4);
    assert.match(readFileSync(join(root, ".lf-lens/row.d.ts"), "utf8"), /readonly "text": string;/);
    const total = Object.values(test.project().numbers.sample.clarity!.cells).flatMap((row) =>
      Object.values(row).map((cell) => cell.count),
    );
    assert.equal(
      total.reduce((sum, count) => sum + count, 0),
      4,
    );
  });

  it("counts again when gold changes, and runs no LF for it; a changed text runs them", async () => {
    await session.open(test.config);
    const numbers = (): unknown[] => [test.lf("a").summary?.correct, test.lf("a").summary?.incorrect, test.project().lastRun?.lfs];
    assert.deepEqual(numbers(), [1, 1, 2]);
    test.save("rows.csv", files["rows.csv"].replace("avocado,B", "avocado,A").replace("banana,,", "banana,B,"));
    await test.until(({ data, phase }) => data?.goldRows === 5 && phase === "ready" && test.lf("a").summary?.correct === 2);
    assert.deepEqual(numbers(), [2, 0, 0]);
    test.save("rows.csv", files["rows.csv"].replace("banana", "apricot"));
    await test.until(({ phase }) => phase === "ready" && test.lf("a").summary?.votes === 3);
    assert.deepEqual(test.project().lastRun?.lfs, 2);
  });

  it("tells those who watch a part of the snapshot when it changes, and only then", async () => {
    await session.open(test.config);
    const [votes, names]: [unknown[], unknown[]] = [[], []];
    const stop = session.watch(
      () => test.lf("a").summary?.votes,
      (now) => votes.push(now),
    );
    session.watch(
      ({ projects }) => projects.map(({ numbers }) => numbers.sample.lfs.map(({ name }) => name)),
      (now) => names.push(now),
    );
    test.type("letters.lf.ts", files["letters.lf.ts"].replace("/^a/", "/a/"));
    await test.until(({ phase }) => phase === "ready" && test.lf("a").summary?.votes === 4);
    stop();
    test.type("letters.lf.ts", files["letters.lf.ts"].replace("const b ", "const c "));
    await test.until(({ phase, numbers }) => phase === "ready" && numbers.sample.lfs[1]?.name === "c" && test.lf("a").summary?.votes === 2);
    assert.deepEqual([votes, names], [[4], [[["a", "c"]]]]);
  });

  it("follows unsaved text, and goes back when it is thrown away", async () => {
    await session.open(test.config);
    test.type("letters.lf.ts", files["letters.lf.ts"].replace("/^a/", "/a/"));
    await test.until(() => test.lf("a").summary?.votes === 4);
    assert.equal(test.lf("b").summary?.votes, 2);
    test.save("letters.lf.ts", null);
    await test.until(() => test.lf("a").summary?.votes === 2);
  });

  it("keeps the last good numbers of an LF that does not compile, marked stale, names the place, and runs the others of its file", async () => {
    await session.open(test.config);
    test.type("letters.lf.ts", files["letters.lf.ts"].replace('"text", /^b/);', '"text", '));
    await test.until((now) => now.problems.length > 0);
    assert.deepEqual([test.lf("a").stale, test.lf("a").summary?.votes], [false, 2]);
    assert.deepEqual([test.lf("b").stale, test.lf("b").summary?.votes], [true, 2]);
    assert.equal(test.project().problems[0]?.file, join(root, "letters.lf.ts"));
    test.type("letters.lf.ts", files["letters.lf.ts"]);
    await test.until((now) => now.problems.length === 0 && !test.lf("a").stale && !test.lf("b").stale);
  });

  it("takes the newest of many edits", async () => {
    await session.open(test.config);
    for (const letter of "abcdefgh") {
      test.type("letters.lf.ts", files["letters.lf.ts"].replace("/^a/", `/^${letter}/`));
      // The next edit comes while the run of this one is under way.
      await test.told();
    }
    const newest = files["letters.lf.ts"].replace("/^a/", "/^c/");
    test.type("letters.lf.ts", newest);
    await test.until((now) => now.phase === "ready" && test.lf("a").summary?.votes === 1 && !test.lf("a").stale);
    const votes: unknown[] = [];
    session.watch(
      () => test.lf("a").summary?.votes,
      (now) => votes.push(now),
    );
    test.type("letters.lf.ts", `${newest}export const later = b;\n`);
    await test.until((now) => now.phase === "ready" && test.lf("later")?.summary !== undefined);
    assert.deepEqual(votes, [], "an older edit's votes would have been told before a later edit's");
  });

  it("picks up new, changed and removed files", async () => {
    await session.open(test.config);
    const added = test.write(
      "more.lf.ts",
      'import { lf } from "lf-lens";\nimport { label } from "./helper";\nexport const all = lf(() => label);\n',
    );
    const helper = test.write("helper.ts", 'export const label = "A" as const;\n');
    session.fileChanged(added, "disk");
    await test.until(() => test.lf("all")?.summary?.votes === 5);
    assert.deepEqual(test.lf("all").summary?.polarity, [0]);
    test.write("helper.ts", 'export const label = "B" as const;\n');
    session.fileChanged(helper, "disk");
    await test.until(() => test.lf("all").summary?.polarity[0] === 1);
    rmSync(added);
    session.fileChanged(added, "disk");
    await test.until((now) => now.numbers.sample.lfs.length === 2);
    assert.deepEqual(
      test.project().problems.filter(({ message }) => message.includes("no LF")),
      [],
    );
    rmSync(test.path("letters.lf.ts"));
    session.fileChanged(test.path("letters.lf.ts"), "disk");
    await test.until((now) => now.phase === "ready" && now.numbers.sample.lfs.length === 0);
    const [problem] = test.project().problems.filter(({ message }) => message.includes("no LF"));
    assert.equal(problem?.message, 'There are no LFs yet. Export one from a file that "functions" matches: **/*.lf.ts.');
  });

  it("reads data and config anew when they change", async () => {
    await session.open(test.config);
    test.write("rows.csv", `${files["rows.csv"]}6,avocado,A,dev\n`);
    session.fileChanged(join(root, "rows.csv"), "disk");
    await test.until((now) => now.phase === "ready" && now.data?.rows === 6);
    test.write("lf.config.json", files["lf.config.json"].replace('"B"]', '"B", "C"]'));
    session.fileChanged(test.config, "disk");
    await test.until((now) => now.phase === "ready" && now.labels.length === 3);
    test.write("lf.config.json", "{");
    session.fileChanged(test.config, "disk");
    await test.until((now) => now.phase === "failed" && now.problems[0]?.file === test.config);
  });

  it("reads data that comes, and lets go of a folder with all that is in it", async () => {
    const config = files["lf.config.json"].replace('"rows.csv"', '"data/*.csv"');
    test.write("lf.config.json", config);
    rmSync(test.path("rows.csv"));
    await session.open(test.config);
    assert.equal(test.project().phase, "failed");
    for (const [rows, name] of ["data/one.csv", "data/two.csv"].entries()) {
      session.fileChanged(test.write(name, files["rows.csv"]), "disk");
      await test.until((now) => now.phase === "ready" && now.data?.rows === 5 * (rows + 1));
    }
    session.fileChanged(test.write("more/c.lf.ts", files["letters.lf.ts"].replaceAll("const ", "const more_")), "disk");
    await test.until((now) => now.phase === "ready" && now.numbers.sample.lfs.length === 4);
    rmSync(test.path("more"), { recursive: true });
    session.fileChanged(test.path("more"), "disk");
    await test.until((now) => now.phase === "ready" && now.numbers.sample.lfs.length === 2);
    rmSync(test.path("data"), { recursive: true });
    session.fileChanged(test.path("data"), "disk");
    await test.until((now) => now.phase === "failed");
    session.closeBelow(test.root);
    assert.deepEqual(session.snapshot.projects, []);
  });

  it("gives the rows behind a number, with every vote, and explains one", async () => {
    await session.open(test.config);
    const { total, rows } = await session.rows(root, { lf: { name: "a", rows: "incorrect" } }, 0, 10);
    assert.equal(total, 1);
    assert.deepEqual(rows[0]?.votes, [{ lf: "a", label: "A", right: false }]);
    assert.deepEqual([rows[0]?.id, rows[0]?.split, rows[0]?.gold], ["3", "dev", "B"]);
    const { label, votes, flip } = await session.explain(root, rows[0].row);
    assert.deepEqual([label, votes.map((vote) => vote.lf)], ["A", ["a"]]);
    assert.ok(votes[0]!.logOdds > 0);
    assert.deepEqual(flip, { lfs: ["a"], exact: true });
    assert.equal((await session.rows(root, { set: "silent" }, 0, 10)).rows[0]?.id, "5");
    const majority = session.clarity(root, "B", "majority");
    assert.equal(majority.goldRows, 3);
  });

  it("works out what each LF adds once the votes rest", async () => {
    await session.open(test.config);
    await test.until((now) => now.comparison !== undefined && now.dependencies !== undefined);
    assert.equal(test.lf("b").marginal?.coverage, 2 / 5);
    assert.equal(test.project().comparison?.rows, 3);
  });

  it("tells everybody whole snapshots, and nobody after disposal", async () => {
    const versions: number[] = [];
    session.watch(
      ({ version }) => version,
      (version) => versions.push(version),
    );
    await session.open(test.config);
    await test.until((now) => now.dependencies !== undefined);
    assert.ok(versions.length > 1);
    assert.deepEqual(
      versions,
      [...versions].sort((a, b) => a - b),
    );
    await session.dispose();
    const before = versions.length;
    session.fileChanged(join(root, "letters.lf.ts"), "disk");
    await session.open(test.config);
    assert.ok(session.snapshot.version > before, "what is done to it is no longer told");
    assert.equal(versions.length, before);
    await session.dispose();
  });

  it("keeps the parts of a snapshot that have not changed", async () => {
    await session.open(test.config);
    await test.until((now) => now.dependencies !== undefined);
    const before = test.project();
    test.type("letters.lf.ts", files["letters.lf.ts"].replace("/^a/", "/^av/"));
    await test.until((now) => now.dependencies !== undefined && test.lf("a").summary?.votes === 1 && !test.lf("a").stale);
    const now = test.project();
    assert.notEqual(now.numbers.sample.lfs, before.numbers.sample.lfs);
    assert.equal(now.labels, before.labels);
    assert.equal(now.problems, before.problems);
    assert.equal(now.pinned, before.pinned);
  });

  it("has the jobs of the open projects followed, and tells of their records", async () => {
    const told: string[] = [];
    const own = startTestSession(files, ".", {
      watch: (roots) => told.push(`watch ${roots.join()}`),
      changedOnDisk: (at, id) => Promise.resolve(void told.push(`changed ${at} ${id}`)),
      dispose: () => told.push("dispose"),
    });
    await own.session.open(own.config);
    own.session.recordChanged(own.path(".lf-jobs/20261121-090000-abc/job.json"));
    for (const other of ["job.json", ".lf-jobs/job.json", ".lf-jobs/1/2/job.json", "../.lf-jobs/1/job.json"])
      own.session.recordChanged(own.path(other));
    await own.session.close(own.config);
    await own.close();
    assert.deepEqual(told, [`watch ${own.root}`, `changed ${own.root} 20261121-090000-abc`, "watch ", "dispose"]);
  });
});
