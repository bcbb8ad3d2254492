import assert from "node:assert/strict";
import { setImmediate as breathe } from "node:timers/promises";
import { cancelJob, pauseJob, resumeJob } from "../../src/jobs/control";
import { followJob } from "../../src/jobs/runner";
import { startOpenAi, type OpenAiServer } from "./servers/openaiServer";
import { isAt, services } from "./services";
import { newWorld, type World } from "./world";

const openai = async (): Promise<{ server: OpenAiServer; parts: Record<string, unknown>; world: World }> => {
  const server = await startOpenAi();
  return { server, parts: { provider: { id: "openai", baseUrl: server.baseUrl } }, world: newWorld() };
};

describe("cancel", () => {
  it("before anything was sent: nothing is sent", async () => {
    const { server, parts, world } = await openai();
    const { id } = await world.add(parts);
    assert.equal((await cancelJob(id, world.tools)).state, "cancelled");
    assert.deepEqual(server.seen, []);
  });

  for (const [name, start] of Object.entries(services))
    for (const step of ["upload", "file", "create", "look", "events"] as const)
      for (const lost of [false, true])
        it(`at ${name} while ${step} is on its way${lost ? ", whose reply is lost" : ""}: the job ends cancelled, none goes on at the provider`, async () => {
          const service = await start();
          const { server, parts, cancelled } = service;
          const world = newWorld();
          const { id } = await world.add(parts);
          let cancel: Promise<unknown> | undefined;
          server.fault = async (request) => {
            if (!isAt(service, step, request) || cancel) return undefined;
            cancel = cancelJob(id, newWorld({ folder: world.folder }).tools);
            // On a clock that never waits the job would be over before the wish is on disk.
            while (!(await world.tools.store.read(id)).cancelRequested) await breathe();
            return lost ? "lost reply" : undefined;
          };
          const job = await followJob(id, world.tools);
          await cancel;
          assert.equal(job.state, "cancelled");
          assert.ok(server.jobs.length <= 1);
          assert.deepEqual(
            server.jobs.filter(({ status }) => status !== cancelled),
            [],
          );
        });

  it("that comes after the end: the job stays what it is", async () => {
    const { parts, world } = await openai();
    const { id } = await world.submit(parts);
    await followJob(id, world.tools);
    assert.equal((await cancelJob(id, world.tools)).state, "succeeded");
  });

  it("that the job's success overtakes: it succeeded, and the history says that the cancel came too late", async () => {
    const { server, parts, world } = await openai();
    const { id } = await world.submit(parts);
    server.script = ["succeeded"];
    server.fault = ({ path }) => {
      if (path.endsWith("/cancel")) server.jobs[0]!.status = "succeeded";
      return undefined;
    };
    await cancelJob(id, world.tools);
    const job = await followJob(id, world.tools);
    assert.equal(job.state, "succeeded");
    assert.equal(job.history.at(-1)!.note, "finished before the cancel reached it");
  });

  it("of a job that the provider does not know any more: it is over", async () => {
    const { server, parts, world } = await openai();
    const { id } = await world.submit(parts);
    server.jobs.length = 0;
    assert.equal((await cancelJob(id, world.tools)).state, "cancelled");
  });

  it("while the provider cannot be reached: the wish is kept, and carried out on contact", async () => {
    const { server, parts, world } = await openai();
    const { id } = await world.submit(parts);
    server.fault = () => "lost request";
    const waiting = await cancelJob(id, world.tools);
    assert.deepEqual([waiting.state, waiting.cancelRequested, server.jobs[0]!.status], ["unknown", true, "validating_files"]);
    server.fault = () => undefined;
    assert.equal((await followJob(id, world.tools)).state, "cancelled");
  });

  for (const [name, start] of Object.entries(services))
    it(`of a running job at ${name}`, async () => {
      const { server, parts, cancelled } = await start();
      const world = newWorld();
      const { id } = await world.submit(parts);
      await cancelJob(id, world.tools);
      assert.equal((await followJob(id, world.tools)).state, "cancelled");
      assert.deepEqual(
        server.jobs.map(({ status }) => status),
        [cancelled],
      );
    });
});

describe("pause and resume", () => {
  it("hold a job at its provider and let it go on", async () => {
    const { server, parts, world } = await openai();
    const { id } = await world.submit(parts);
    assert.equal((await pauseJob(id, world.tools)).paused, true);
    assert.equal(server.jobs[0]!.paused, true);
    assert.equal((await resumeJob(id, world.tools)).paused, false);
    assert.equal((await followJob(id, world.tools)).state, "succeeded");
  });

  it("says so where a provider cannot pause", async () => {
    const { parts } = await services["together"]!();
    const world = newWorld();
    const { id } = await world.submit(parts);
    await assert.rejects(pauseJob(id, world.tools), /Together AI cannot pause a job\. Cancel it, or let it run\./);
  });

  it("says so of a job that has ended or was never sent", async () => {
    const { parts, world } = await openai();
    const { id } = await world.add(parts);
    await assert.rejects(pauseJob(id, world.tools), /is not at its provider yet/);
    await cancelJob(id, world.tools);
    await assert.rejects(pauseJob(id, world.tools), /has ended: cancelled/);
  });
});
