import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openJobStore } from "../../src/jobs/store";
import { newWorld } from "./world";

const parts = { provider: { id: "openai" } };

describe("the job store", () => {
  it("keeps the record and the very bytes that were agreed to, out of git", async () => {
    const world = newWorld();
    const job = await world.add(parts);
    const source = readFileSync(join(world.folder, "training.jsonl"));
    writeFileSync(join(world.folder, "training.jsonl"), "changed later");
    assert.deepEqual(readFileSync(world.tools.store.dataPath(job.id, "training")), source);
    assert.deepEqual(await world.tools.store.read(job.id), job);
    assert.match(readFileSync(join(world.folder, "jobs", ".gitignore"), "utf8"), /^\*$/m);
    assert.deepEqual(readdirSync(world.tools.store.folder(job.id)).sort(), ["job.json", "training.jsonl", "validation.jsonl"]);
  });

  const damages: Record<string, (text: string) => string> = {
    "cut off": (text) => text.slice(0, 100),
    "no JSON": () => "once upon a time",
    "another form": () => '{"version": 1, "id": "x"}',
    empty: () => "",
  };
  for (const [what, damage] of Object.entries(damages))
    it(`sets a damaged record (${what}) aside, reports it, and shows the others`, async () => {
      const world = newWorld();
      const [bad, good] = [await world.add(parts), await world.add(parts)];
      const path = join(world.tools.store.folder(bad.id), "job.json");
      const broken = damage(readFileSync(path, "utf8"));
      writeFileSync(path, broken);
      const { jobs, damaged } = await world.tools.store.list();
      assert.deepEqual(
        jobs.map(({ id }) => id),
        [good.id],
      );
      assert.equal(damaged.length, 1);
      assert.match(damaged[0]!, /job\.json: the job's record is damaged .* set aside as .*job\.damaged-\w+\.json/);
      const aside = readdirSync(world.tools.store.folder(bad.id)).find((name) => name.includes("damaged"))!;
      assert.equal(readFileSync(join(world.tools.store.folder(bad.id), aside), "utf8"), broken);
      assert.deepEqual((await world.tools.store.list()).damaged, []);
    });

  it("loses no change when many are made at once", async () => {
    const world = newWorld();
    const { id } = await world.add(parts);
    const stores = [world.tools.store, openJobStore(join(world.folder, "jobs"), (text) => text)];
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => stores[n % 2]!.update(id, (job) => ({ ...job, createTried: job.createTried + 1 }))),
    );
    assert.equal((await world.tools.store.read(id)).createTried, 20);
  });

  it("says what to do about a job that is not there, and takes no path for an id", async () => {
    const { tools } = newWorld();
    await assert.rejects(
      tools.store.read("20260101-000000-abcdef12"),
      /There is no job "20260101-000000-abcdef12" here\. The list of jobs shows those that are\./,
    );
    assert.throws(() => tools.store.folder("../../etc"), /is no job id/);
    assert.deepEqual(await tools.store.list(), { jobs: [], damaged: [] });
  });

  it("skips folders that are no jobs", async () => {
    const world = newWorld();
    await world.add(parts);
    mkdirSync(join(world.folder, "jobs", "notes"));
    assert.equal((await world.tools.store.list()).jobs.length, 1);
  });
});
