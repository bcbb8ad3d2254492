// The session with the real engine and the real analysis thread, as the editor uses it.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { LfSnapshot, ProjectSnapshot } from "../../src/protocol/snapshot";
import { startAnalyst } from "../../src/services/analysis/analyst";
import { defaultLimits } from "../../src/services/config/spec";
import { startEngine } from "../../src/services/engine";
import { findLfFiles } from "../../src/services/project/lfFiles";
import { Session } from "../../src/services/session";

const dist = resolve(__dirname, "../../dist");

const files = {
  "lf.config.json": '{ "labels": ["A", "B"], "data": "rows.csv", "columns": { "id": "id", "gold": "gold", "split": "split" } }',
  "rows.csv": "id,text,gold,split\n1,apple,A,train\n2,banana,,train\n3,avocado,B,dev\n4,bean,B,dev\n5,cherry,B,dev\n",
  "letters.lf.ts":
    'import { regex } from "lf-lens";\nexport const a = regex("A", "text", /^a/);\nexport const b = regex("B", "text", /^b/);\n',
};

describe("session", function () {
  this.timeout(30_000);
  let root: string;
  let session: Session;
  /** The unsaved texts of the editor, by path. */
  let unsaved: Map<string, string>;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "lf-session-"));
    for (const [name, text] of Object.entries(files)) write(name, text);
    unsaved = new Map();
    session = new Session({
      engine: (events) => startEngine({ dist, events }),
      analyst: startAnalyst(join(dist, "analysis.js")),
      readText: (path) => readFile(path, "utf8"),
      sources: async (at, patterns) =>
        (await findLfFiles(at, patterns)).map((path) => (unsaved.has(path) ? { path, text: unsaved.get(path)! } : { path })),
      visible: () => [],
      limits: () => defaultLimits,
      boundary: (at) => at,
      sample: {},
      sdkTypes: join(dist, "sdk"),
      log: () => {},
    });
  });
  afterEach(async () => {
    await session.dispose();
    rmSync(root, { recursive: true, force: true });
  });

  function write(name: string, text: string): string {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  const config = (): string => join(root, "lf.config.json");
  const project = (): ProjectSnapshot => session.snapshot.projects[0]!;
  const lf = (name: string): LfSnapshot => project().lfs.find((candidate) => candidate.name === name)!;

  /** Waits for a snapshot for which this holds. */
  async function until(holds: (project: ProjectSnapshot) => boolean): Promise<void> {
    for (const end = Date.now() + 10_000; !holds(project()); await sleep(10)) {
      if (Date.now() > end) assert.fail(`never: ${holds.toString()}\n${JSON.stringify(project(), null, 1)}`);
    }
  }

  function type(name: string, text: string): void {
    const path = join(root, name);
    unsaved.set(path, text);
    session.fileChanged(path, "text");
  }

  it("has numbers, problems and types when a project is open", async () => {
    await session.open(config());
    assert.equal(project().phase, "ready");
    const { votes, correct, incorrect } = lf("a").summary!;
    assert.deepEqual([votes, correct, incorrect], [2, 1, 1]);
    assert.deepEqual(project().set, { covered: 4, overlaps: 0, conflicts: 0 });
    assert.equal(project().data?.sampleGold, 4);
    assert.match(readFileSync(join(root, ".lf-lens/row.d.ts"), "utf8"), /readonly "text": string;/);
    const total = Object.values(project().clarity!.cells).flatMap((row) => Object.values(row).map((cell) => cell.count));
    assert.equal(
      total.reduce((sum, count) => sum + count, 0),
      4,
    );
  });

  it("follows unsaved text, and goes back when it is thrown away", async () => {
    await session.open(config());
    type("letters.lf.ts", files["letters.lf.ts"].replace("/^a/", "/a/"));
    await until(() => lf("a").summary?.votes === 4);
    assert.equal(lf("b").summary?.votes, 2);
    unsaved.clear();
    session.fileChanged(join(root, "letters.lf.ts"), "disk");
    await until(() => lf("a").summary?.votes === 2);
  });

  it("keeps the last good numbers of a file that does not compile, marked stale, and names the place", async () => {
    await session.open(config());
    type("letters.lf.ts", files["letters.lf.ts"].replace('"text", /^b/);', '"text", '));
    await until((now) => now.problems.length > 0);
    assert.deepEqual([lf("a").stale, lf("a").summary?.votes, lf("b").stale], [true, 2, true]);
    assert.equal(project().problems[0]?.file, join(root, "letters.lf.ts"));
    type("letters.lf.ts", files["letters.lf.ts"]);
    await until((now) => now.problems.length === 0 && !lf("a").stale && !lf("b").stale);
  });

  it("takes the newest of many edits", async () => {
    await session.open(config());
    for (const letter of "abcdefgh") {
      type("letters.lf.ts", files["letters.lf.ts"].replace("/^a/", `/^${letter}/`));
      await sleep(5);
    }
    type("letters.lf.ts", files["letters.lf.ts"].replace("/^a/", "/^c/"));
    await until((now) => now.phase === "ready" && lf("a").summary?.votes === 1);
    await sleep(100);
    assert.equal(lf("a").summary?.votes, 1);
  });

  it("picks up new, changed and removed files", async () => {
    await session.open(config());
    const added = write(
      "more.lf.ts",
      'import { lf } from "lf-lens";\nimport { label } from "./helper";\nexport const all = lf(() => label);\n',
    );
    const helper = write("helper.ts", 'export const label = "A" as const;\n');
    session.fileChanged(added, "disk");
    await until(() => lf("all")?.summary?.votes === 5);
    assert.deepEqual(lf("all").summary?.polarity, [0]);
    write("helper.ts", 'export const label = "B" as const;\n');
    session.fileChanged(helper, "disk");
    await until(() => lf("all").summary?.polarity[0] === 1);
    rmSync(added);
    session.fileChanged(added, "disk");
    await until((now) => now.lfs.length === 2);
  });

  it("reads data and config anew when they change", async () => {
    await session.open(config());
    write("rows.csv", `${files["rows.csv"]}6,avocado,A,dev\n`);
    session.fileChanged(join(root, "rows.csv"), "disk");
    await until((now) => now.phase === "ready" && now.data?.rows === 6);
    write("lf.config.json", files["lf.config.json"].replace('"B"]', '"B", "C"]'));
    session.fileChanged(config(), "disk");
    await until((now) => now.phase === "ready" && now.labels.length === 3);
    write("lf.config.json", "{");
    session.fileChanged(config(), "disk");
    await until((now) => now.phase === "failed" && now.problems[0]?.file === config());
  });

  it("gives the rows behind a number, with every vote, and explains one", async () => {
    await session.open(config());
    const { total, rows } = await session.rows(root, { lf: { name: "a", rows: "incorrect" } }, 0, 10);
    assert.equal(total, 1);
    assert.deepEqual(rows[0]?.votes, [{ lf: "a", label: "A", right: false }]);
    assert.deepEqual([rows[0]?.id, rows[0]?.split, rows[0]?.gold], ["3", "dev", "B"]);
    const { label, votes, flip } = await session.explain(root, rows[0]!.row);
    assert.deepEqual([label, votes.map((vote) => vote.lf)], ["A", ["a"]]);
    assert.ok(votes[0]!.logOdds > 0);
    assert.deepEqual(flip, { lfs: ["a"], exact: true });
    assert.equal((await session.rows(root, { set: "silent" }, 0, 10)).rows[0]?.id, "5");
    const majority = session.clarity(root, "B", "majority");
    assert.equal(majority.goldRows, 3);
  });

  it("works out what each LF adds once the votes rest", async () => {
    await session.open(config());
    await until((now) => now.comparison !== undefined && now.dependencies !== undefined);
    assert.equal(lf("b").marginal?.coverage, 2 / 5);
    assert.equal(project().comparison?.rows, 3);
  });

  it("tells everybody whole snapshots, and nobody after disposal", async () => {
    const versions: number[] = [];
    session.onChange((snapshot) => versions.push(snapshot.version));
    await session.open(config());
    await sleep(200);
    assert.deepEqual(
      versions,
      [...versions].sort((a, b) => a - b),
    );
    await session.dispose();
    const before = versions.length;
    session.fileChanged(join(root, "letters.lf.ts"), "disk");
    await sleep(100);
    assert.equal(versions.length, before);
  });
});
