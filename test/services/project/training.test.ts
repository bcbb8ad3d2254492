// What users rely on of a project's end model between sessions, through the real engine.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isCancelled } from "../../../src/protocol/cancelled";
import { reviewFiles } from "../../cli/reviewProject";
import { run } from "../evaluation/trainingRun";
import { startTestSession, type TestSession } from "../testSession";

describe("training", function () {
  this.timeout(180_000);
  let test: TestSession;
  beforeEach(async () => {
    test = startTestSession(reviewFiles());
    await test.session.open(test.config);
  });
  afterEach(() => test.close());

  const files = (folder: string): string[] => readdirSync(test.path(`.lf-lens/${folder}`)).sort();
  const training = () => test.session.training(test.root);

  it("is one at a time; cancelled, it leaves nothing, and can begin anew", async () => {
    const first = training().train({});
    const cut = assert.rejects(first, isCancelled);
    await test.until(({ tasks }) => tasks.length > 0, 60);
    await assert.rejects(training().train({}), /"End model of .*" is already running\. Wait for it, or cancel it/);
    await test.session.tasks(test.root).cancel();
    await cut;
    assert.deepEqual(files("models"), []);
    assert.deepEqual(test.project().tasks, []);
    const { record } = await training().train({});
    assert.equal(test.project().endModel?.id, record.id);
  });

  it("is cancelled wherever it is, and so are predicting and evaluating", async () => {
    const begin: Record<string, () => Promise<unknown>> = {
      train: () => training().train({}),
      evaluate: () => training().evaluate({}),
      predict: () => training().predict({ out: test.path("p.csv"), format: "csv", model: test.path("gone.lfmodel") }),
    };
    for (const [what, work] of Object.entries(begin)) {
      const cut = assert.rejects(work(), isCancelled, what);
      await test.session.tasks(test.root).cancel();
      await cut;
      assert.deepEqual(test.project().tasks, [], what);
    }
    assert.deepEqual([existsSync(test.path(".lf-lens/runs")), existsSync(test.path("p.csv"))], [false, false]);
    await training().train({});
    assert.deepEqual([files("runs").length, files("models").length], [1, 1]);
  });

  it("is one at a time from the call on", async () => {
    const first = training().train({});
    await assert.rejects(training().train({}), /"End model of .*" is already running\. Wait for it, or cancel it/);
    const { record } = await first;
    assert.deepEqual(files("runs"), [`${record.id}.json`]);
  });

  it("ends with the project, and does not begin any more", async () => {
    const held = training();
    const cut = assert.rejects(held.train({}), isCancelled);
    await test.session.close(test.config);
    await cut;
    await assert.rejects(held.train({}), isCancelled);
    assert.equal(await held.retrain(run), false);
    assert.equal(existsSync(test.path(".lf-lens/runs")), false);
  });

  it("is taken up again when the project is opened, and is not repeated for the same question", async () => {
    const { record } = await training().train({});
    await test.session.close(test.config);
    await test.session.open(test.config);
    assert.deepEqual([test.project().endModel?.id, test.project().endModel?.stale], [record.id, false]);
    assert.equal((await training().evaluate({})).record.id, record.id);
    assert.notEqual((await training().evaluate({ gold: "none" })).record.id, record.id);
  });

  it("falls back to the run before where the newest model is damaged, and passes over a record that cannot be read", async () => {
    const { record } = await training().train({});
    await training().train({ gold: "none" });
    const newest = test.path(`.lf-lens/models/${files("models")[1]!}`);
    writeFileSync(newest, readFileSync(newest).subarray(0, 100));
    writeFileSync(test.path(".lf-lens/runs/99999999-broken.json"), "{");
    await test.session.reload();
    assert.equal(test.project().endModel?.id, record.id);
    rmSync(test.path(`.lf-lens/models/${record.id}.lfmodel`));
    await test.session.reload();
    assert.equal(test.project().endModel, undefined);
    await assert.rejects(training().predict({ out: test.path("p.csv"), format: "csv" }), /no end model yet\. Train one first/);
  });
});
