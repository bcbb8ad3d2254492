// Judgements in a session: every number follows, and no LF runs.
import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Judgement } from "../../../src/core/gold/judgement";
import { labelMany, previewMany } from "../../../src/services/gold/labelMany";
import { judge, labelSnapshot, nextRows } from "../../../src/services/gold/labeling";
import { letterFiles, startTestSession, type TestSession } from "../testSession";

const says = (row: string, label: string | null, by = "anna", how = "random"): Judgement => ({
  ...{ row, label, by, how },
  at: new Date(Date.UTC(2026, 0, 1) + 1000 * second++).toISOString(),
});
let second = 0;

describe("judgements in a session", () => {
  let test: TestSession;
  const open = async (files: Readonly<Record<string, string>> = letterFiles): Promise<void> => {
    test = startTestSession(files);
    await test.session.open(test.config);
  };
  const gold = (): ReturnType<TestSession["session"]["judgements"]> => test.session.judgements(test.root);
  afterEach(() => test.close());

  it("change LFs' accuracy at once, and no LF runs", async () => {
    await open();
    const { run } = test.project().lastRun!;
    const votes = test.lf("b").summary!.votes;
    assert.deepEqual([test.lf("b").summary?.correct, test.lf("b").summary?.incorrect], [1, 0]);
    await gold().add([says("2", "A"), says("3", "A")]);
    await test.until(() => test.lf("b").summary?.incorrect === 1 && test.lf("a").summary?.correct === 2);
    assert.equal(test.project().lastRun!.run, run);
    assert.equal(test.lf("b").summary!.votes, votes);
    assert.deepEqual(test.project().judgements, {
      ...{ rows: 2, sampleRows: 2, randomRows: 2, people: ["anna"], disputed: 0, disagreements: 1, tags: [] },
    });
    assert.equal(test.project().data?.sampleGold, 5);
    assert.equal(test.project().data?.goldRows, 5);
    assert.match(
      test
        .project()
        .problems.map(({ message }) => message)
        .join("\n"),
      /1 row of the sample has another label in the gold column .*: 3\./,
    );
    await gold().add([says("2", null)]);
    await test.until(() => test.lf("b").summary?.incorrect === 0);
    assert.equal(readFileSync(test.path("gold/anna.jsonl"), "utf8").split("\n").length, 4);
  });

  it("lie under the gold column where the config says so", async () => {
    await open({ ...letterFiles, "lf.config.json": letterFiles["lf.config.json"].replace("{", '{ "gold": { "wins": "data" },') });
    await gold().add([says("3", "A"), says("2", "B")]);
    await test.until(() => test.lf("b").summary?.correct === 2);
    assert.equal(test.lf("a").summary?.correct, 1);
  });

  it("are taken from files that another program changed, and from those that were there before", async () => {
    test = startTestSession(letterFiles);
    mkdirSync(test.path("gold"));
    writeFileSync(test.path("gold/ben.jsonl"), `${JSON.stringify(says("2", "B", "ben"))}\nnot json\n`);
    await test.session.open(test.config);
    assert.equal(test.lf("b").summary?.correct, 2);
    const problem = test.project().problems.find(({ file }) => file.endsWith("ben.jsonl"));
    assert.equal(problem?.line, 2);
    appendFileSync(test.path("gold/ben.jsonl"), `${JSON.stringify(says("2", "A", "ben"))}\n`);
    test.session.fileChanged(test.path("gold/ben.jsonl"), "disk");
    await test.until(() => test.lf("b").summary?.incorrect === 1);
    rmSync(test.path("gold/ben.jsonl"));
    test.session.fileChanged(test.path("gold/ben.jsonl"), "disk");
    await test.until(() => test.lf("b").summary?.incorrect === 0 && test.project().judgements === undefined);
  });

  it("know rows without an id by their content, in a file that was reordered, and say which are gone or shared", async () => {
    const config = '{ "labels": ["A", "B"], "data": "rows.csv", "columns": { "text": "text" } }';
    await open({ ...letterFiles, "lf.config.json": config, "rows.csv": "text,n\napple,1\nbean,2\nbean,2\ncherry,3\n" });
    const keys = [0, 1, 2, 3].map((row) => gold().keyOf(row));
    assert.equal(new Set(keys).size, 3);
    assert.equal(keys[1], keys[2]);
    await gold().add([says(keys[0]!, "A"), says(keys[1]!, "B"), says("~gone", "B")]);
    await test.until(() => test.lf("b").summary?.correct === 2);
    test.save("rows.csv", "n,text\n3,cherry\n2,bean\n1,apple\n2,bean\n");
    await test.until(({ data, phase }) => phase === "ready" && data?.columns[0]?.name === "n");
    await test.until(() => test.lf("b").summary?.correct === 2 && test.lf("a").summary?.correct === 1);
    const status = await gold().status();
    assert.deepEqual([status.rows, status.inData, status.gone, status.shared], [3, 2, ["~gone"], 1]);
  });

  it("are given to many rows at once, counted before, and undone to what was said before", async () => {
    await open();
    await gold().add([says("2", "A"), says("3", "B")]);
    const many = { judgements: gold(), by: "anna", rows: test.session.matching(test.root, {}), label: "B" };
    assert.deepEqual(previewMany(many), { rows: 5, same: 1, replaced: 1, sharing: 0 });
    const undo = await labelMany(many);
    await test.until(() => test.project().judgements?.sampleRows === 5);
    assert.equal(test.lf("a").summary?.correct, 0);
    await undo();
    await test.until(() => test.project().judgements?.sampleRows === 2);
    assert.deepEqual([...gold().judged].map(([row, [own]]) => `${row} ${own!.label} ${own!.how}`).sort(), ["1 null chosen", "2 A random", "3 B random", "4 null chosen", "5 null chosen"]); // prettier-ignore
    assert.deepEqual([...test.session.matching(test.root, { lf: { name: "b", rows: "covered" } })], [1, 3]);
  });

  it("are no data, whatever a glob matches, and are no reason to read the data again", async () => {
    const config = '{ "labels": ["A", "B"], "data": "**/*.jsonl", "columns": { "id": "id", "text": "text", "gold": "gold" } }';
    const rows = '{"id":"1","text":"apple","gold":"A"}\n{"id":"2","text":"bean"}\n';
    await open({ ...letterFiles, "lf.config.json": config, "data/rows.jsonl": rows });
    await gold().add([says("2", "B")]);
    test.session.fileChanged(test.path("gold/anna.jsonl"), "disk");
    await test.session.reload();
    assert.deepEqual([test.project().data?.rows, test.project().data?.goldRows, test.project().data?.badLines], [2, 2, 0]);
  });

  it("count in statistics on all rows, which are stale after the next", async () => {
    await open();
    await gold().add([says("2", "B")]);
    const report = await test.session.measuring(test.root).measure();
    assert.equal(report.summary.goldRows, 5);
    assert.equal(test.project().numbers.allRows?.measured?.stale, false);
    await gold().add([says("2", "A")]);
    await test.until(({ numbers: { allRows } }) => allRows?.measured?.stale === true);
  });

  it("are made in the panel row by row, and undone", async () => {
    await open({ ...letterFiles, "guidelines.md": "A is for apple" });
    const labeler = { root: test.root, by: "anna" };
    const choice = { strategy: "random" } as const;
    const session = test.session;
    const sessionOf = {
      snapshot: session.snapshot,
      judgements: (root: string) => session.judgements(root),
      row: (root: string, row: number) => session.row(root, row),
    };
    const { project } = await labelSnapshot(session, { ...labeler, choice, votesBefore: false });
    assert.deepEqual([project?.labels, project?.guidelines, project?.by], [["A", "B"], "A is for apple", "anna"]);
    const page = await nextRows(sessionOf, labeler, { choice, without: [] });
    assert.deepEqual(page.rows.map(({ id, votes }) => [id, votes]), [["2", [{ lf: "b", label: "B" }]]]); // prettier-ignore
    assert.ok(page.rows[0]!.cells.every(([name]) => name !== "gold"));
    const { row } = page.rows[0]!;
    await judge(sessionOf, labeler, { row, choice, said: { label: "B", note: "n", flagged: true } });
    await judge(sessionOf, labeler, { row, choice, said: { label: null } });
    assert.deepEqual(gold().judged.get("2")!.map(({ label }) => label), [null]); // prettier-ignore
    assert.equal((await nextRows(sessionOf, labeler, { choice, without: [] })).left, 1);
    await judge(sessionOf, labeler, { row, choice, said: { label: null, skipped: true } });
    assert.equal((await nextRows(sessionOf, labeler, { choice: { strategy: "random" }, without: [] })).left, 0);
    const lines = readFileSync(test.path("gold/anna.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as Judgement).how);
    assert.deepEqual(lines, ["random", "random", "random"]);
  });

  it("leave the rest to be judged, in an order that the strategy gives", async () => {
    await open();
    const queue = async (strategy: Parameters<ReturnType<typeof gold>["queue"]>[0]["strategy"], more = {}): Promise<string[]> =>
      Array.from(await gold().queue({ strategy, seed: 7, ...more }), (row) => gold().keyOf(row));
    assert.deepEqual(await queue("random"), ["2"]);
    assert.deepEqual((await queue("random", { shared: true, by: "anna" })).sort(), ["1", "2", "3", "4", "5"]);
    assert.deepEqual(await queue("uncovered", { shared: true }), ["5"]);
    assert.deepEqual((await queue("lf", { shared: true, lf: "b" })).sort(), ["2", "4"]);
    await assert.rejects(queue("lf", { lf: "bb" }), /There is no LF "bb"/);
    await assert.rejects(queue("models"), /no end model/);
    await assert.rejects(queue("assigned", { by: "anna" }), /No rows are assigned to anna/);
    await gold().add([says("2", "A", "anna"), says("2", "B", "ben")]);
    assert.deepEqual(await queue("disputed"), ["2"]);
    await gold().add([says("2", "B", "cem", "settled")]);
    await test.until(({ judgements }) => judgements?.disputed === 0);
    assert.deepEqual(await queue("disputed"), []);
  });
});
