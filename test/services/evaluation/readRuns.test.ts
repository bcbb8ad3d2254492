// A project's runs are read from its folder, newest first; one that cannot be read is named and hides no other.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Seal } from "../../../src/files/seal";
import { sealJson } from "../../../src/services/sealedJson";
import { runsFolder } from "../../../src/services/endModel/trainingStore";
import { readRuns } from "../../../src/services/evaluation/readRuns";
import { olderRun, run } from "./trainingRun";

const seal: Seal = (text) => Promise.resolve(`seal of ${text}`);

describe("runs on disk", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "lf-lens-runs-"));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it("are none before the first training", async () => {
    assert.deepEqual(await readRuns(root), { records: [], tuned: [], unreadable: [] });
  });

  it("come newest first, whole, and without those that cannot be read, which are named with the reason", async () => {
    await mkdir(runsFolder(root), { recursive: true });
    const write = (name: string, text: string): Promise<void> => writeFile(join(runsFolder(root), name), text);
    await write("a.json", await sealJson(olderRun, seal));
    await write("b.json", await sealJson(run, seal));
    await write("cut.json", JSON.stringify(run).slice(0, 1000));
    await write("future.json", JSON.stringify({ ...run, version: 2 }));
    await write("notes.txt", "no record");
    const { records, unreadable } = await readRuns(root, seal);
    assert.deepEqual(records, [run, olderRun]);
    assert.equal(unreadable.length, 2);
    assert.match(unreadable[0]!, /cut\.json is not a training record .*Delete it, or train again\./);
    assert.match(unreadable[1]!, /future\.json .*version: /);
  });
});
