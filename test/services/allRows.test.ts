// Statistics on all rows: measured on request beside the sample's, kept in the project's state, and never mixed with them.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { isCancelled } from "../../src/protocol/cancelled";
import type { AllRowsSnapshot } from "../../src/protocol/snapshot";
import { letterFiles, startTestSession, type TestSession } from "./testSession";

/** Ten rows, of which one is test's; the sample has two of the nine. */
const files = {
  ...letterFiles,
  "lf.config.json":
    '{ "labels": ["A", "B"], "data": "rows.csv", "columns": { "id": "id", "gold": "gold", "split": "split" }, "sample": { "rows": 2 } }',
  "rows.csv": `id,text,gold,split\n1,apple,A,train\n2,banana,,train\n3,avocado,B,dev\n4,bean,B,dev\n5,cherry,B,dev\n${[6, 7, 8, 9]
    .map((id) => `${id},apricot,,train\n`)
    .join("")}10,almond,A,test\n`,
};

describe("statistics on all rows", () => {
  let test: TestSession;
  const open = async (): Promise<void> => {
    test = startTestSession(files);
    await test.session.open(test.config);
  };
  const measure = (): Promise<unknown> => test.session.measuring(test.root).measure();
  const allRows = (): AllRowsSnapshot => test.project().numbers.allRows!;
  afterEach(() => test.close());

  it("count every row of train and dev, while the sample's numbers stay what they are", async () => {
    await open();
    await test.until(({ dependencies, exports }) => dependencies !== undefined && exports !== undefined);
    const before = test.project();
    await measure();
    const { numbers, splits, stale } = allRows().measured!;
    assert.deepEqual([numbers.rows, numbers.goldRows, splits, stale], [9, 4, ["train", "dev"], false]);
    assert.deepEqual(
      numbers.lfs.map(({ name, summary }) => [name, summary!.votes, summary!.correct, summary!.incorrect]),
      [
        ["a", 6, 1, 1],
        ["b", 2, 1, 0],
      ],
    );
    assert.deepEqual(numbers.labelCounts, [6, 2]);
    assert.equal(numbers.clarity?.cells.wrong.wrong.count, 1, "avocado");
    assert.deepEqual(numbers.clarity?.cells.wrong.wrong.blame, [{ lf: 0, rows: 1 }]);
    const { sample } = before.numbers;
    assert.deepEqual({ ...test.project(), numbers: { sample: test.project().numbers.sample } }, { ...before, numbers: { sample } });
    assert.equal(test.project().data?.sampleRows, 2);
  });

  it("say how far they are, may be cancelled, and keep what was measured before", async () => {
    await open();
    await measure();
    const { measured } = allRows();
    const again = measure();
    const joined = measure();
    await test.until(({ tasks }) => tasks.length > 0);
    const cut = Promise.all([again, joined].map((one) => assert.rejects(one, isCancelled)));
    await test.session.tasks(test.root).cancel();
    assert.deepEqual(allRows(), { measured });
    await measure();
    await cut;
  });

  it("are marked when an LF changes or does not compile, or a setting, and not any more when it is taken back", async () => {
    await open();
    await measure();
    const becomes = (stale: boolean): Promise<void> => test.until(({ numbers: { allRows: now } }) => now?.measured?.stale === stale);
    test.type("letters.lf.ts", letterFiles["letters.lf.ts"].replace("^b", "^c"));
    await becomes(true);
    test.save("letters.lf.ts", null);
    await becomes(false);
    test.type("letters.lf.ts", "export const a = (");
    await becomes(true);
    test.save("letters.lf.ts", null);
    await becomes(false);
    test.save("lf.config.json", files["lf.config.json"].replace('"sample"', '"labelModel": { "kind": "majority" }, "sample"'));
    // What is measured before the changed config is read is of the one before.
    await test.until(({ numbers: { sample }, phase }) => sample.labelModel?.kind === "majority" && phase === "ready");
    await becomes(true);
    await measure();
    await becomes(false);
    assert.equal(allRows().measured?.numbers.labelModel?.kind, "majority");
  });

  it("are gone with the data that they were of", async () => {
    await open();
    await measure();
    test.save("rows.csv", `${files["rows.csv"]}11,blue,B,dev\n`);
    await test.until(({ data, numbers: { allRows: now } }) => data?.rows === 11 && now === undefined);
    await measure();
    assert.equal(allRows().measured?.numbers.rows, 10);
  });

  it("say why they could not be counted, and the last ones stay", async () => {
    await open();
    await measure();
    const { measured } = allRows();
    rmSync(test.path("rows.csv"));
    await assert.rejects(measure(), /rows\.csv/);
    assert.match(allRows().problem ?? "", /rows\.csv/);
    assert.deepEqual(allRows().measured, measured);
  });

  it("are refused when the data changed and nobody has told yet", async () => {
    await open();
    test.write("rows.csv", `${files["rows.csv"]}11,blue,B,dev\n`);
    await assert.rejects(measure(), /The data changed meanwhile/);
    assert.equal(allRows().measured, undefined);
  });
});
