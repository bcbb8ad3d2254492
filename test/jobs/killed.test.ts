import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { followJob } from "../../src/jobs/runner";
import { startOpenAi } from "./servers/openaiServer";
import { newWorld } from "./world";

/** Where the process that makes the job is killed with -9: at which request, before or after the server did its work. */
const cases: [string, "before" | "after"][] = [
  ["POST /v1/files", "before"],
  ["POST /v1/files", "after"],
  ["POST /v1/fine_tuning/jobs", "before"],
  ["POST /v1/fine_tuning/jobs", "after"],
  ["GET /v1/fine_tuning/jobs/ftjob-1", "after"],
];

describe("a job whose host is killed", function () {
  this.timeout(60_000);

  for (const [at, when] of cases)
    it(`${when} ${at}: goes on in the next one, with nothing made twice`, async () => {
      const server = await startOpenAi();
      const world = newWorld();
      const parts = { provider: { id: "openai", baseUrl: server.baseUrl } };
      const { id } = await world.add(parts);
      const host = fork(join(__dirname, "followInChild.ts"), [world.folder, id], { execArgv: ["--import", "tsx"], stdio: "inherit" });
      const dead = once(host, "exit");
      let killed = false;
      server.fault = async ({ method, path }) => {
        if (killed || `${method} ${path}` !== at) return undefined;
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
      assert.deepEqual([server.files.length, server.jobs.length, job.log.length], [2, 1, 10]);
    });
});
