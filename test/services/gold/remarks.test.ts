// Tags, comments and spot checks in a session: rows are filtered by tag, threads stay in order, and an LF's precision follows.
import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { letterFiles, startTestSession, type TestSession } from "../testSession";

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1) + 1000 * second).toISOString();
const line = (value: object): string => `${JSON.stringify(value)}\n`;

describe("remarks on rows", () => {
  let test: TestSession;
  const open = async (gold = ""): Promise<void> => {
    test = startTestSession(letterFiles);
    mkdirSync(test.path("gold"));
    if (gold !== "") writeFileSync(test.path("gold/anna.jsonl"), gold);
    await test.session.open(test.config);
  };
  const gold = (): ReturnType<TestSession["session"]["judgements"]> => test.session.judgements(test.root);
  const ids = async (tag: string): Promise<string[]> => (await test.session.rows(test.root, { tag }, 0, 10)).rows.map(({ id }) => id);
  afterEach(() => test.close());

  it("are tags that rows are found by, whoever puts them there or takes them off", async () => {
    await open();
    await gold().add([1, 3].map((row) => ({ row: String(row), tag: "odd one", by: "anna", at: at(row) })));
    assert.deepEqual(await ids("odd one"), ["1", "3"]);
    assert.deepEqual(test.project().judgements?.tags, [{ tag: "odd one", rows: 2 }]);
    assert.deepEqual(Array.from(await gold().queue({ strategy: "random", seed: 7, shared: true, tag: "odd one" })).map((row) => gold().keyOf(row)).sort(), ["1", "3"]); // prettier-ignore
    await gold().add([{ row: "1", tag: "odd one", by: "ben", at: at(9), removed: true }]);
    assert.deepEqual(await ids("odd one"), ["3"]);
    assert.deepEqual((await test.session.row(test.root, 2)).tags, ["odd one"]);
    assert.equal((await test.session.row(test.root, 0)).tags, undefined);
    assert.equal(test.project().data?.sampleGold, 4, "a tag is no gold");
  });

  it("are threads in their order, once each, also when a merge doubles or turns lines around", async () => {
    const first = { row: "2", comment: "a fruit?", by: "anna", at: at(1) };
    const second = { row: "2", comment: "yes, yellow", by: "anna", at: at(2) };
    await open(line(second) + line(first) + line(second));
    const { comments } = await test.session.row(test.root, 1);
    assert.deepEqual(comments?.map(({ comment }) => comment), ["a fruit?", "yes, yellow"]); // prettier-ignore
  });

  it("give an LF's precision with its interval, of the votes that were looked at", async () => {
    await open();
    assert.equal(test.lf("b").spotCheck, undefined);
    await gold().add([
      { row: "2", lf: "b", vote: "B", right: true, by: "anna", at: at(1) },
      { row: "4", lf: "b", vote: "B", right: false, by: "anna", at: at(2) },
      { row: "1", lf: "b", vote: "B", right: true, by: "anna", at: at(3) },
      { row: "1", lf: "a", vote: "A", right: true, by: "anna", at: at(4) },
    ]);
    await test.until(() => test.lf("b").spotCheck !== undefined);
    // b does not vote on row 1. Wilson's interval of 1 of 2 by hand: (1/2 + z²/4 ± z sqrt(1/8 + z²/16)) / (1 + z²/2).
    const z2 = 1.959964 ** 2;
    const [middle, half, whole] = [0.5 + z2 / 4, Math.sqrt(z2) * Math.sqrt(1 / 8 + z2 / 16), 1 + z2 / 2];
    const { right, checked, low, high } = test.lf("b").spotCheck!;
    assert.deepEqual([right, checked, low.toFixed(6), high.toFixed(6)], [1, 2, ((middle - half) / whole).toFixed(6), ((middle + half) / whole).toFixed(6)]); // prettier-ignore
    assert.deepEqual([test.lf("b").summary?.correct, test.lf("b").summary?.incorrect], [1, 0], "gold's own figure stays");
    await gold().add([{ row: "4", lf: "b", vote: "B", right: null, by: "anna", at: at(5) }]);
    await test.until(() => test.lf("b").spotCheck?.checked === 1);
    // A label on a row that was drawn from the LF's votes says as much.
    await gold().add([{ row: "4", label: "A", by: "ben", at: at(6), how: "lf:b" }]);
    await test.until(() => test.lf("b").spotCheck?.checked === 2 && test.lf("b").spotCheck?.right === 1);
    // Another vote has not been looked at.
    test.save("letters.lf.ts", letterFiles["letters.lf.ts"].replace('"B", "text", /^b/', '"A", "text", /^b/'));
    test.session.fileChanged(test.path("letters.lf.ts"), "disk");
    await test.until(() => test.lf("b").spotCheck?.checked === 1 && test.lf("b").spotCheck?.right === 1);
  });

  it("that cannot be read are named with file and line", async () => {
    await open(line({ row: "1", tag: "a,b", by: "anna", at: at(1) }) + line({ row: "1", tag: "ok", by: "anna", at: at(2) }));
    appendFileSync(test.path("gold/anna.jsonl"), line({ row: "1", right: "yes", lf: "b", vote: "B", by: "anna", at: at(3) }));
    test.session.fileChanged(test.path("gold/anna.jsonl"), "disk");
    await test.until(({ problems }) =>
      problems.some(({ line: at, message }) => at === 3 && message.includes('"right" must be true, false or null')),
    );
    assert.ok(test.project().problems.some(({ line: number, message }) => number === 1 && message.includes('"a,b" cannot be a tag')));
    assert.deepEqual(await ids("ok"), ["1"]);
  });
});
