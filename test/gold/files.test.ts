// The judgement files: appended by many at once, merged by git, cut off by a kill.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Judgement } from "../../src/core/gold/judgement";
import { appendGold } from "../../src/gold/appendGold";
import { readGold } from "../../src/gold/readGold";

const says = (by: string, row: string, label: string | null, note?: string): Judgement => ({
  ...{ row, label, by, at: `2026-01-01T00:00:${String(seconds++ % 60).padStart(2, "0")}.000Z`, how: "random" },
  ...(note === undefined ? {} : { note }),
});
let seconds = 0;

describe("judgement files", () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "lf-gold-"))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const file = (name: string): string => join(root, "gold", name);
  const child = (...args: string[]): ReturnType<typeof spawn> =>
    spawn(process.execPath, ["--import", "tsx", join(__dirname, "appendInChild.ts"), root, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });

  it("grow by a line each, and undoing appends too", async () => {
    await appendGold(root, root, [says("anna", "1", "A", 'so "so"\nand so')]);
    const before = readFileSync(file("anna.jsonl"), "utf8");
    await appendGold(root, root, [says("anna", "1", null), says("ben", "1", "B")]);
    const text = readFileSync(file("anna.jsonl"), "utf8");
    assert.ok(text.startsWith(before) && text.split("\n").length === 3);
    const { judged, problems, lines } = await readGold(root, root);
    assert.deepEqual(problems, []);
    assert.equal(lines, 3);
    assert.deepEqual(judged.get("1")!.map(({ by, label }) => [by, label]), [["anna", null], ["ben", "B"]]); // prettier-ignore
  });

  it("name lines that cannot be read, with file and line, and go on after a torn last line", async () => {
    await appendGold(root, root, [says("anna", "1", "A")]);
    appendFileSync(file("anna.jsonl"), '{"row":"2"}\n{"row":"3","label":"A","by":"an');
    await appendGold(root, root, [says("anna", "4", "B")]);
    const { judged, problems } = await readGold(root, root);
    assert.deepEqual([...judged.keys()], ["1", "4"]);
    assert.deepEqual(problems.map(({ file: at, line }) => [at, line]), [[file("anna.jsonl"), 2], [file("anna.jsonl"), 3]]); // prettier-ignore
    assert.match(problems[1]!.message, /not valid JSON/);
  });

  it("of something else are named once", async () => {
    mkdirSync(join(root, "gold"));
    writeFileSync(file("rows.jsonl"), '{"text":"a"}\n{"text":"b"}\n');
    const { judged, problems } = await readGold(root, root);
    assert.equal(judged.size, 0);
    assert.equal(problems.length, 1);
    assert.match(problems[0]!.message, /None of its 2 lines is a judgement/);
  });

  it("are not written through a link, nor outside of the project", async function () {
    if (process.platform === "win32") this.skip();
    const elsewhere = mkdtempSync(join(tmpdir(), "lf-elsewhere-"));
    try {
      writeFileSync(join(elsewhere, "file"), "");
      mkdirSync(join(root, "gold"));
      symlinkSync(join(elsewhere, "file"), file("anna.jsonl"));
      await assert.rejects(appendGold(root, root, [says("anna", "1", "A")]));
      assert.equal(readFileSync(join(elsewhere, "file"), "utf8"), "");
      rmSync(join(root, "gold"), { recursive: true });
      symlinkSync(elsewhere, join(root, "gold"));
      await assert.rejects(appendGold(root, root, [says("anna", "1", "A")]), /leads outside the project/);
    } finally {
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });

  it("hold all that three processes append at once, once", async () => {
    const children = ["0", "1", "2"].map((start) => child(start, "20"));
    for (const exit of await Promise.all(children.map((one) => once(one, "exit")))) assert.deepEqual(exit, [0, null]);
    const { judged, problems, lines } = await readGold(root, root);
    assert.deepEqual(problems, []);
    assert.equal(judged.size, 60);
    assert.equal(lines, 60);
  });

  it("hold all that was shown as saved when a process is killed", async () => {
    const one = child("0", "100000");
    let shown = "";
    one.stdout!.setEncoding("utf8").on("data", (text: string) => (shown += text));
    while (shown.split("\n").length < 12) await once(one.stdout!, "data");
    one.kill("SIGKILL");
    await once(one, "close");
    const saved = shown.split("\n").filter((row) => row !== "");
    const { judged } = await readGold(root, root);
    for (const row of saved) assert.ok(judged.has(row), `${row} was saved`);
    assert.ok(judged.size <= saved.length + 1, `${judged.size} of ${saved.length}`);
    // The lock of the dead one is taken away.
    await appendGold(root, root, [says("anna", "after", "A")]);
    assert.ok((await readGold(root, root)).judged.has("after"));
  });

  it("of two clones are merged by git without a conflict, and nothing is lost or doubled", async () => {
    const git = (...args: string[]): void => {
      const own = ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "init.defaultBranch=main", "-C", root, ...args];
      const { status, stderr, stdout } = spawnSync("git", own, { encoding: "utf8" });
      assert.equal(status, 0, `git ${args.join(" ")}: ${stderr}${stdout}`);
    };
    await appendGold(root, root, [says("anna", "1", "A"), says("ben", "1", "A")]);
    git("init", "-q");
    writeFileSync(join(root, ".gitignore"), ".lf-lens\n");
    git("add", ".");
    git("commit", "-qm", "first");
    git("checkout", "-qb", "other");
    await appendGold(root, root, [says("anna", "2", "A"), says("anna", "1", "B")]);
    git("commit", "-qam", "there");
    git("checkout", "-q", "main");
    await appendGold(root, root, [says("anna", "3", "B"), says("ben", "2", "B")]);
    git("commit", "-qam", "here");
    git("merge", "-q", "-m", "both", "other");
    const { judged, problems, lines } = await readGold(root, root);
    assert.deepEqual(problems, []);
    assert.equal(lines, 6);
    const said = [...judged].flatMap(([row, list]) => list.map(({ by, label }) => `${row} ${by} ${label}`)).sort();
    assert.deepEqual(said, ["1 anna B", "1 ben A", "2 anna A", "2 ben B", "3 anna B"]);
  });
});
