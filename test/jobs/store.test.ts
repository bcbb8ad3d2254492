import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openAgreements } from "../../src/jobs/agreements";
import { openJobStore } from "../../src/jobs/store";
import { newWorld, stateIn } from "./world";

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

  const damages: Record<string, readonly [damage: (text: string) => string, reason: string, message: RegExp]> = {
    "cut off": [(text) => text.slice(0, 100), "notJson", /the job's record is damaged: it is not JSON/],
    "no JSON": [() => "once upon a time", "notJson", /the job's record is damaged: it is not JSON/],
    empty: [() => "", "notJson", /the job's record is damaged: it is not JSON/],
    "another form": [() => '{"version": 1, "id": "x"}', "damaged", /the job's record is damaged .* left as it is/],
    "a later version": [() => '{"version": 2}', "newer", /made by a newer LF Lens\. It is left as it is/],
    "one key more": [(text) => text.replace("{", '{ "mood": "good",'), "newer", /made by a newer LF Lens\. It is left as it is/],
    "one key more inside": [(text) => text.replace('"ticket": {', '"ticket": { "mood": "good",'), "newer", /made by a newer LF Lens/],
  };
  for (const [what, [damage, reason, message]] of Object.entries(damages))
    it(`reports a record that it cannot read (${what}), shows the others, and changes nothing by reading`, async () => {
      const world = newWorld();
      const [bad, good] = [await world.add(parts), await world.add(parts)];
      const folder = world.tools.store.folder(bad.id);
      const broken = damage(readFileSync(join(folder, "job.json"), "utf8"));
      writeFileSync(join(folder, "job.json"), broken);
      const before = readdirSync(folder).sort();
      for (let round = 0; round < 2; round++) {
        const { jobs, unreadable } = await world.tools.store.list();
        assert.deepEqual(
          jobs.map(({ id }) => id),
          [good.id],
        );
        assert.deepEqual(
          unreadable.map((one) => [one.id, one.reason]),
          [[bad.id, reason]],
        );
        assert.match(unreadable[0]!.message, message);
      }
      assert.deepEqual([readdirSync(folder).sort(), readFileSync(join(folder, "job.json"), "utf8")], [before, broken]);

      await assert.rejects(
        world.tools.store.update(bad.id, (job) => ({ ...job, paused: true })),
        message,
      );
      const aside = readdirSync(folder).find((name) => name.includes("damaged"));
      assert.equal(aside !== undefined, reason === "notJson", "only what nobody can read is set aside, by a change");
      assert.equal(readFileSync(join(folder, aside ?? "job.json"), "utf8"), broken);
    });

  it("loses no change when many are made at once", async () => {
    const world = newWorld();
    const { id } = await world.add(parts);
    const stores = [world.tools.store, openJobStore(join(world.folder, "jobs"), (text) => text, openAgreements(stateIn(world.folder)))];
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
    assert.throws(() => tools.store.folder("../../etc"), /is not a job id/);
    assert.deepEqual(await tools.store.list(), { jobs: [], unreadable: [] });
  });

  it("skips folders that are no jobs", async () => {
    const world = newWorld();
    await world.add(parts);
    mkdirSync(join(world.folder, "jobs", "notes"));
    assert.equal((await world.tools.store.list()).jobs.length, 1);
  });
});
