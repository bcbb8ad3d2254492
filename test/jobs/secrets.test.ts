import assert from "node:assert/strict";
import type { JobRecord } from "../../src/jobs/job";
import { followJob } from "../../src/jobs/runner";
import { keepSecrets } from "../../src/jobs/secrets";
import { jobSnapshot } from "../../src/jobs/snapshot";
import type { Reply } from "./servers/loopback";
import { KEY } from "./servers/openaiServer";
import { isAt, services } from "./services";
import { newWorld } from "./world";

describe("keys", () => {
  for (const [name, start] of Object.entries(services)) {
    it(`${name}: get into no record, log, error or snapshot, even where the service says them`, async () => {
      const service = await start();
      const { server, parts } = service;
      const world = newWorld();
      let events = 0;
      server.fault = (request) => (!isAt(service, "events", request) || events++ > 0 ? undefined : service.entry(`key ${KEY}`));
      const told: JobRecord[] = [];
      const job = await followJob((await world.add(parts)).id, { ...world.tools, onChange: (now) => told.push(now) });
      assert.ok(job.log.some(({ message }) => message === "key [key]"));
      assert.ok(!JSON.stringify([job, told.map((one) => jobSnapshot(one))]).includes(KEY));
      assert.ok(!world.allText().includes(KEY));
    });

    it(`${name}: are taken out of the error that stops a job`, async () => {
      const { server, parts, error } = await start();
      const echo = (status: number): Reply => error(status, `The key ${KEY} may not do this.`, status === 401 ? "invalid_api_key" : null);
      server.fault = ({ method }) => (method === "POST" ? echo(400) : undefined);
      const world = newWorld();
      const job = await followJob((await world.add(parts)).id, world.tools);
      assert.match(job.problem!, /The key \[key\] may not do this/);
      server.fault = () => echo(401);
      const other = await world.add(parts);
      await assert.rejects(followJob(other.id, world.tools), (error: Error) => !`${error.message}${error.stack}`.includes(KEY));
      assert.ok(!world.allText().includes(KEY));
    });
  }

  it("are asked for by provider and host, so that no host is sent another's", async () => {
    const asked: string[] = [];
    const wanted: string[] = [];
    for (const start of Object.values(services)) {
      const { server, parts, credential } = await start();
      wanted.push(credential);
      const secret = ({ provider, host }: { provider: string; host?: string }): Promise<string> => {
        asked.push(`${provider} ${host?.replace(/:\d+$/, "") ?? "own"}`);
        return Promise.resolve(KEY);
      };
      const world = newWorld({ secret });
      await followJob((await world.add(parts)).id, world.tools);
      assert.ok(server.jobs.length === 1);
    }
    assert.deepEqual([...new Set(asked)], wanted);
  });

  it("that are missing stop the job before any request, with advice", async () => {
    const { server, parts } = await services["azure"]!();
    const world = newWorld({ secret: () => Promise.resolve(undefined) });
    const { id } = await world.add(parts);
    await assert.rejects(
      followJob(id, world.tools),
      /There is no key for Azure OpenAI at 127\.0\.0\.1:\d+\. Set one, then resume the job\./,
    );
    assert.deepEqual(server.seen, []);
    assert.equal((await world.tools.store.read(id)).state, "pending");
  });

  it("are known to be keys in any text once they were given out", async () => {
    const secrets = keepSecrets(({ provider }) => Promise.resolve(`  ${provider}-key-1  `));
    assert.equal(secrets.redact("together-key-1"), "together-key-1");
    assert.equal(await secrets.get({ provider: "together" }), "together-key-1");
    assert.equal(secrets.redact("a together-key-1 b together-key-1"), "a [key] b [key]");
  });
});
