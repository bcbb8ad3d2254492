import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cancelJob } from "../../../src/jobs/control";
import type { TrainLocally } from "../../../src/jobs/providers/local/provider";
import { identify } from "../../../src/files/processes";
import { followJob, refreshJob } from "../../../src/jobs/runner";
import { newWorld } from "../world";

const local = { provider: { id: "local" }, baseModel: "end model", hyperparameters: { seed: 7 } };

describe("a job on this machine", () => {
  it("trains on the examples, shows its progress and leaves the model", async () => {
    const given: unknown[] = [];
    const train: TrainLocally = (examples, { hyperparameters, output }, onProgress) => {
      given.push(examples.training.length, examples.validation.length, hyperparameters);
      onProgress({ done: 1, total: 2, point: { step: 1, trainLoss: 0.7 } });
      onProgress({ done: 2, total: 2, point: { step: 2, trainLoss: 0.4, validLoss: 0.5 }, message: "converged" });
      return Promise.resolve({ model: `${output}/model.bin` });
    };
    const world = newWorld({ train });
    const job = await world.submit(local);
    assert.deepEqual(given, [12, 1, { seed: 7 }]);
    assert.equal(job.state, "succeeded");
    assert.equal(job.tunedModel, `${world.tools.store.folder(job.id)}/output/model.bin`);
    assert.deepEqual([job.progress, job.metrics.length, job.log.map(({ message }) => message)], [{ done: 2, total: 2 }, 2, ["converged"]]);
  });

  it("that cannot train says why", async () => {
    const world = newWorld({ train: () => Promise.reject(new Error("Only one label has examples.")) });
    const job = await world.submit(local);
    assert.deepEqual([job.state, job.problem], ["failed", "Only one label has examples."]);
  });

  it("ends when it is cancelled", async () => {
    let stopped = false;
    const train: TrainLocally = (_, __, ___, signal) =>
      new Promise((_, reject) =>
        signal.addEventListener("abort", () => {
          stopped = true;
          reject(new Error("stopped"));
        }),
      );
    const world = newWorld({ train });
    const { id } = await world.add(local);
    await followJob(id, world.tools, { until: ({ state }) => state === "running" });
    await cancelJob(id, world.tools);
    assert.deepEqual([(await followJob(id, world.tools)).state, stopped], ["cancelled", true]);
  });

  it("is started again when the process that trained it is gone", async () => {
    const forever = newWorld({ train: () => new Promise(() => {}) });
    const { id } = await forever.add(local);
    await followJob(id, forever.tools, { until: ({ state }) => state === "running" });

    const next = newWorld({ folder: forever.folder, train: () => Promise.resolve({ model: "model.bin" }) });
    const job = await followJob(id, next.tools);
    assert.deepEqual(
      job.history.map(({ state }) => state),
      ["pending", "running", "pending", "succeeded"],
    );
  });

  it("of another process is left to it: seen as running, and ended by it when that is asked for here", async () => {
    const world = newWorld({ train: () => new Promise(() => {}) });
    const { id } = await world.add(local);
    await followJob(id, world.tools, { until: ({ state }) => state === "running" });
    const owner = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    writeFileSync(join(world.tools.store.folder(id), "owner.json"), JSON.stringify(await identify(owner.pid!)));

    const outside = newWorld({ folder: world.folder });
    assert.equal((await refreshJob(id, outside.tools)).state, "running");
    const asked = await cancelJob(id, outside.tools);
    assert.deepEqual([asked.state, asked.cancelSent], ["running", true]);
    owner.kill();
    await once(owner, "exit");
    assert.equal((await followJob(id, outside.tools)).state, "cancelled");
  });

  it("is refused where nothing can train", async () => {
    const job = await newWorld().submit(local);
    assert.deepEqual([job.state, /cannot be trained from here/.test(job.problem!)], ["failed", true]);
  });
});
