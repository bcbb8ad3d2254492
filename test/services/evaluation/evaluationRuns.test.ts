// The runs on record follow the disk, once somebody has asked for them.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEvaluationRuns, type EvaluationRuns } from "../../../src/services/evaluation/evaluationRuns";

describe("the runs on record", () => {
  let root: string;
  let record: string;
  let runs: EvaluationRuns;
  let tell: () => void = () => {};
  const told = (): Promise<void> => new Promise((resolve) => (tell = resolve));

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "lf-lens-runs-"));
    record = join(root, ".lf-lens", "runs", "20261121-090000-abcdef12.json");
    await mkdir(join(record, ".."), { recursive: true });
    await writeFile(record, "{ no JSON");
    runs = createEvaluationRuns(root, () => tell());
  });
  afterEach(() => rm(root, { recursive: true }));

  it("are read when they are first looked at", async () => {
    const read = told();
    assert.deepEqual(runs.known.unreadable, []);
    await read;
    assert.equal(runs.known.unreadable.length, 1);
  });

  it("are read again when one of their files changes, and for no other file", async () => {
    assert.equal((await runs.read()).unreadable.length, 1);
    await rm(record);
    tell = () => assert.fail("read for a file that is none of theirs");
    for (const other of ["rows.json", ".lf-jobs/1/job.json", ".lf-lens/runs/1.txt"]) runs.changedOnDisk(join(root, other));
    const read = told();
    runs.changedOnDisk(record);
    await read;
    assert.deepEqual(runs.known.unreadable, []);
    const again = told();
    runs.changedOnDisk(join(root, ".lf-jobs", "20261121-090000-abc", "evaluation-test.json"));
    await again;
  });

  it("are not read for a change before anybody has looked", async () => {
    let readings = 0;
    tell = () => readings++;
    runs.changedOnDisk(record);
    await runs.read();
    assert.equal(readings, 1);
  });
});
