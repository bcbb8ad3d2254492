import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { followJob } from "../../src/jobs/runner";
import { isAt, services, type ServiceStep } from "./services";
import { newWorld } from "./world";

/** Where the process that makes the job is killed with -9: at which request, before or after the server did its work. */
const cases: [ServiceStep, "before" | "after"][] = [
  ["upload", "before"],
  ["upload", "after"],
  ["create", "before"],
  ["create", "after"],
  ["look", "after"],
];

for (const [name, start] of Object.entries(services))
  describe(`a job at ${name} whose host is killed`, function () {
    this.timeout(60_000);

    for (const [step, when] of cases)
      it(`${when} ${step}: goes on in the next one, with nothing made twice`, async () => {
        const service = await start();
        const { server, parts } = service;
        const world = newWorld();
        const { id } = await world.add(parts);
        const host = fork(join(__dirname, "followInChild.ts"), [world.folder, id], { execArgv: ["--import", "tsx"], stdio: "inherit" });
        const dead = once(host, "exit");
        let killed = false;
        server.fault = async (request) => {
          if (killed || !isAt(service, step, request)) return undefined;
          killed = true;
          host.kill("SIGKILL");
          await dead;
          return when === "before" ? "lost request" : "lost reply";
        };
        const [, signal] = (await dead) as [number | null, string | null];
        assert.equal(signal, "SIGKILL");
        assert.equal((await world.tools.store.list()).jobs.length, 1);

        const job = await followJob(id, newWorld({ folder: world.folder }).tools);
        assert.equal(job.state, "succeeded");
        assert.deepEqual([server.files.length, server.jobs.length], [2, 1]);
        assert.equal(new Set(job.log.map((entry) => entry.id)).size, job.log.length);
      });
  });
