// What changes are shown against: the last saved version, or a git revision; with the real engine and real git.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CELLS } from "../../src/core/clarity/clarityCells";
import type { ChangedRows } from "../../src/core/data/rowFilter";
import { changeText, lfChangeText } from "../../src/services/reports/wording";
import { letterFiles, startTestSession, type TestSession } from "./testSession";

const letters = letterFiles["letters.lf.ts"];
const wider = letters.replace("/^a/", "/a/");

describe("baseline", function () {
  this.timeout(30_000);
  let test: TestSession;
  afterEach(() => test.close());

  const open = async (files: Readonly<Record<string, string>> = letterFiles, folder?: string): Promise<void> => {
    test = startTestSession(files, folder);
    await test.session.open(test.config);
  };
  const changes = (): Record<string, string> =>
    Object.fromEntries(test.project().numbers.sample.lfs.flatMap(({ name, change }) => (change ? [[name, lfChangeText(change)]] : [])));
  const changesBecome = (expected: Record<string, string>): Promise<void> =>
    test.until((now) => now.phase === "ready" && JSON.stringify(changes()) === JSON.stringify(expected));
  const ids = async (changed: ChangedRows): Promise<string[]> =>
    (await test.session.rows(test.root, { changed }, 0, 10)).rows.map(({ id }) => id);

  describe("the last saved version", () => {
    it("shows what typing changed, the rows behind it, and nothing once it is saved", async () => {
      await open();
      assert.deepEqual(changes(), {});
      test.type("letters.lf.ts", wider);
      // banana has no gold; bean's is B
      await changesBecome({ a: "+2 rows, 1 newly wrong" });
      assert.equal(test.project().baseline?.title, "the last saved version");
      assert.deepEqual(await ids({ of: { lf: "a" } }), ["2", "4"]);
      assert.deepEqual(await ids({ of: { lf: "a" }, how: "newlyWrong" }), ["4"]);
      assert.deepEqual(await ids({ of: "any" }), ["2", "4"]);
      const { rows } = await test.session.rows(test.root, { changed: { of: { lf: "a" } } }, 0, 1);
      assert.deepEqual(rows[0]?.changes?.at(-1), { lf: "a", to: "A" });
      const split = { prediction: "none", lfs: "split" } as const;
      const moves = test.session.moves(test.root)!;
      assert.equal(moves.rows, 2);
      const { prediction } = CELLS[moves.cells[0]!.to]!;
      assert.deepEqual(await ids({ of: "cell", from: { prediction: "right", lfs: "right" }, to: { ...split, prediction } }), ["4"]);
      test.save("letters.lf.ts", wider);
      await changesBecome({});
      assert.deepEqual(await ids({ of: "any" }), []);
    });

    it("is each file's own: saving one leaves the changes of another", async () => {
      const more = 'import { regex } from "lf-lens";\nexport const more = regex("A", "text", /x/);\n';
      await open({ ...letterFiles, "more.lf.ts": more });
      test.type("letters.lf.ts", wider);
      test.type("more.lf.ts", more.replace("/x/", "/p/"));
      await changesBecome({ a: "+2 rows, 1 newly wrong", more: "+1 row, 1 newly right" });
      test.save("letters.lf.ts", wider);
      await changesBecome({ more: "+1 row, 1 newly right" });
      test.save("more.lf.ts", null);
      await changesBecome({});
    });

    it("is known though the window opened with unsaved text", async () => {
      test = startTestSession();
      test.type("letters.lf.ts", wider);
      await test.session.open(test.config);
      await changesBecome({ a: "+2 rows, 1 newly wrong" });
    });

    it("calls an LF that is not saved yet new, and names one that is gone", async () => {
      await open();
      test.type("letters.lf.ts", letters.replace('const b = regex("B", "text", /^b/)', 'const c = regex("B", "text", /c/)'));
      await changesBecome({ c: "new, +2 rows, 2 newly right" });
      assert.deepEqual(test.project().baseline?.removed, ["b"]);
      assert.deepEqual(await ids({ of: { lf: "b" } }), ["2", "4"]);
    });

    it("knows an LF that only has another name", async () => {
      await open();
      test.type("letters.lf.ts", letters.replace("const b", "const startsWithB"));
      await changesBecome({ startsWithB: "was b" });
      assert.deepEqual(test.project().baseline?.removed, []);
    });
  });

  describe("a git revision", () => {
    const git = (...args: string[]): string =>
      execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false", ...args], {
        cwd: test.root,
        encoding: "utf8",
      });
    const withHelper = {
      ...letterFiles,
      "letters.lf.ts":
        'import { regex } from "lf-lens";\nimport { first } from "./first";\nimport last from "./last.json";\n' +
        'export const a = regex("A", "text", first);\nexport const b = regex("B", "text", new RegExp(last.pattern));\n',
      "first.ts": "export const first = /^a/;\n",
      "last.json": '{ "pattern": "^b" }\n',
    };
    /** A project in a folder of its own within a repository, everything committed. */
    const openCommitted = async (): Promise<void> => {
      test = startTestSession(withHelper, "work/letters");
      test.baseline = { revision: "HEAD" };
      git("init", "-q");
      git("add", ".");
      git("commit", "-qm", "first");
      await test.session.open(test.config);
      await test.session.baselineKnown(test.root);
    };
    const commit = (): string => git("rev-parse", "HEAD").trim();

    it("shows saved and unsaved changes of LFs and of what they import, and leaves the repository alone", async () => {
      await openCommitted();
      assert.deepEqual(changes(), {});
      test.save("first.ts", "export const first = /a/;\n");
      await changesBecome({ a: "+2 rows, 1 newly wrong" });
      assert.equal(test.project().baseline?.title, `HEAD (${commit().slice(0, 7)})`);
      test.save("last.json", '{ "pattern": "^[bc]" }\n');
      await changesBecome({ a: "+2 rows, 1 newly wrong", b: "+1 row, 1 newly right" });
      assert.equal(git("status", "--porcelain", "-uno"), " M first.ts\n M last.json\n");
      git("commit", "-qam", "second");
      await test.session.compareAnew();
      assert.deepEqual(changes(), {});
      assert.equal(changeText(test.project().baseline!.label, "label"), "");
    });

    it("says what else changed: config, data, and what does not run there", async () => {
      test = startTestSession({ ...letterFiles, "broken.lf.ts": "export const broken = (\n" }, "letters");
      git("init", "-q");
      git("add", ".");
      git("commit", "-qm", "first");
      test.baseline = { revision: "HEAD" };
      test.write("rows.csv", `${letterFiles["rows.csv"]}6,beet,B,dev\n`);
      test.write("lf.config.json", letterFiles["lf.config.json"].replace('"B"]', '"B", "C"]'));
      test.write("broken.lf.ts", "");
      await test.session.open(test.config);
      await test.session.baselineKnown(test.root);
      const title = `HEAD (${commit().slice(0, 7)})`;
      const [config, data, broken, ...others] = test.project().baseline!.notes;
      assert.equal(config, `lf.config.json changed since ${title}: both versions run with the current config.`);
      assert.equal(data, `rows.csv changed since ${title}: both versions run on the current rows.`);
      assert.match(broken ?? "", /^In HEAD \(.{7}\), broken\.lf\.ts:\d+: /);
      assert.deepEqual(others, []);
      assert.deepEqual(changes(), {});
    });

    it("compares with any revision, one without this project included", async () => {
      await openCommitted();
      test.save("first.ts", "export const first = /a/;\n");
      git("commit", "-qam", "second");
      test.baseline = { revision: "HEAD~1" };
      await test.session.compareAnew();
      assert.deepEqual(changes(), { a: "+2 rows, 1 newly wrong" });
      git("checkout", "-q", "--orphan", "other");
      git("rm", "-rq", "--cached", ".");
      git("commit", "-qm", "empty", "--allow-empty");
      test.baseline = { revision: "other" };
      await test.session.compareAnew();
      assert.deepEqual(Object.values(changes()), ["new, +4 rows, 2 newly wrong, 1 newly right", "new, +2 rows, 1 newly right"]);
      assert.match(test.project().baseline!.notes.join(), /has no LF files here/);
    });

    it("says plainly that there is no repository or no such revision, and recovers", async () => {
      await open();
      test.baseline = { revision: "HEAD" };
      await test.session.compareAnew();
      assert.match(test.project().baselineProblem ?? "", /is not in a git repository/);
      assert.equal(test.project().baseline, undefined);
      git("init", "-q");
      for (const revision of ["nowhere", "-q"]) {
        test.baseline = { revision };
        await test.session.compareAnew();
        assert.match(
          test.project().baselineProblem ?? "",
          new RegExp(`There is no revision "${revision}" in .*${dirname(test.root).split("/").at(-1)}`),
        );
      }
      test.baseline = "saved";
      await test.session.compareAnew();
      assert.deepEqual([test.project().baselineProblem, test.project().baseline?.title], [undefined, "the last saved version"]);
    });

    it("ends with the session while it is being found", async () => {
      await openCommitted();
      const comparing = test.session.compareAnew();
      await sleep(30);
      await test.close();
      await comparing;
    });
  });
});
