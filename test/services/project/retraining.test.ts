// The end model trained again in the background after a save, by the real engine, as the editor asks for it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { trainingRecordSchema, type TrainingRecord } from "../../../src/protocol/endModel";
import type { ProjectSnapshot } from "../../../src/protocol/snapshot";
import type { Trained } from "../../../src/services/project/training";
import { reviewFiles } from "../../cli/reviewProject";
import { startTestSession, type TestSession } from "../testSession";

const LFS = reviewFiles()["words.lf.ts"]!;
const SECONDS = 90;

const isRetraining = ({ tasks }: ProjectSnapshot): boolean => tasks.some(({ kind }) => kind === "retrain");

describe("retraining", function () {
  this.timeout(180_000);
  let test: TestSession;
  let first: TrainingRecord;
  let seen: ProjectSnapshot[];

  beforeEach(async () => {
    test = startTestSession(reviewFiles());
    await test.session.open(test.config);
    ({ record: first } = await test.session.training(test.root).train({}));
    test.retrains = true;
    seen = [];
    test.session.onChange(({ projects }) => seen.push(projects[0]!));
  });
  afterEach(() => test.close());

  const records = (): TrainingRecord[] =>
    readdirSync(test.path(".lf-lens/runs"))
      .sort()
      .map((name) => trainingRecordSchema.parse(JSON.parse(readFileSync(test.path(`.lf-lens/runs/${name}`), "utf8"))));
  const upToDate = ({ endModel, phase }: ProjectSnapshot): boolean => phase === "ready" && endModel?.stale === false;
  const isLearned = async (): Promise<void> => {
    await test.until((now) => now.endModel?.id !== first.id && upToDate(now) && !isRetraining(now), SECONDS);
  };
  const rest = async (): Promise<void> => test.until(({ phase, endModel }) => phase === "ready" && endModel?.stale === true, SECONDS);
  const begins = async (): Promise<void> => test.until(isRetraining, SECONDS);

  it("follows a save that changes votes, and the numbers of the model before are marked until it has", async () => {
    test.save("words.lf.ts", LFS.replace('"awful"', '["awful", "dreadful"]'));
    await isLearned();
    const during = seen.filter(isRetraining);
    assert.ok(during.length > 0);
    assert.deepEqual(new Set(during.map(({ endModel }) => `${endModel?.id} ${endModel?.stale}`)), new Set([`${first.id} true`]));
    assert.ok(seen.every(({ tasks }) => tasks.every(({ kind }) => kind === "retrain")));

    const [, second] = records();
    assert.deepEqual([second!.background, second!.training.mixtureFrom], [true, first.id]);
    assert.deepEqual(second!.training.mixture, first.training.mixture);
    assert.notDeepEqual(second!.trainedOn.versions, first.trainedOn.versions);
    assert.ok(second!.evaluation.rows.covered > first.evaluation.rows.covered);
    assert.ok(second!.training.metrics.test!.accuracy! > 0.9, String(second!.training.metrics.test?.accuracy));
  });

  it("is ended by a newer change, learns that one, and leaves one run and one model", async () => {
    test.save("words.lf.ts", LFS.replace('"awful"', '"dreadful"'));
    await begins();
    test.save("words.lf.ts", LFS.replace('"awful"', '"nasty"'));
    await isLearned();
    test.save("words.lf.ts", LFS.replace('"awful"', '"boring"'));
    await test.until((now) => !upToDate(now), SECONDS);
    await isLearned();
    assert.deepEqual(
      records().map(({ background }) => background === true),
      [false, true],
    );
    assert.equal(readdirSync(test.path(".lf-lens/models")).length, 2);
  });

  it("waits for text to be saved", async () => {
    test.type("words.lf.ts", LFS.replace('"awful"', '"dreadful"'));
    await rest();
    assert.equal(isRetraining(test.project()), false);
    test.save("words.lf.ts", LFS.replace('"awful"', '"dreadful"'));
    await isLearned();
  });

  it("gives way to what the user asks for", async () => {
    test.save("words.lf.ts", LFS.replace('"awful"', '"dreadful"'));
    await begins();
    const { record } = await test.session.training(test.root).train({});
    assert.equal(test.project().endModel?.id, record.id);
    await test.until(upToDate, SECONDS);
    assert.deepEqual(
      records().map(({ id, background }) => [id, background]),
      [first, record].map(({ id }) => [id, undefined]),
    );
  });

  it("does not begin beside what the user asks for", async () => {
    let asked: Promise<Trained> | undefined;
    test.session.onChange(({ projects: [now] }) => {
      if (now?.phase === "ready" && now.endModel?.stale) asked ??= test.session.training(test.root).train({});
    });
    test.save("words.lf.ts", LFS.replace('"awful"', '"dreadful"'));
    await test.until(() => asked !== undefined, SECONDS);
    const { record } = await asked!;
    await test.until(upToDate, SECONDS);
    assert.deepEqual([test.project().endModel?.id, isRetraining(test.project())], [record.id, false]);
    assert.deepEqual(
      records().map(({ id, background }) => [id, background]),
      [first, record].map(({ id }) => [id, undefined]),
    );
  });

  it("stays ended once the user has cancelled it, until the next save", async () => {
    test.save("words.lf.ts", LFS.replace('"awful"', '"dreadful"'));
    await begins();
    await test.session.tasks(test.root).cancel();
    await test.until((now) => !isRetraining(now), SECONDS);
    assert.deepEqual([records().length, test.project().endModel?.stale], [1, true]);
    assert.equal(readdirSync(test.path(".lf-lens/models")).length, 1);
    test.save("words.lf.ts", LFS.replace('"awful"', '"nasty"'));
    await isLearned();
  });

  it("does nothing where it is not wanted, and nothing where an LF file does not compile", async () => {
    test.retrains = false;
    test.save("words.lf.ts", LFS.replace('"awful"', '"dreadful"'));
    await rest();
    test.retrains = true;
    test.save("words.lf.ts", `${LFS}export const broken = keyword("GOOD",`);
    await test.until(({ problems, phase }) => problems.length > 0 && phase === "ready", SECONDS);
    assert.deepEqual([seen.filter(isRetraining).length, records().length], [0, 1]);
  });
});
