// Promised: a training command gets what programs need to run and what its ticket names, and nothing else of the environment: no keys.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { prepareJob } from "../../../src/jobs/prepare";
import { followJob } from "../../../src/jobs/runner";
import { providerOf } from "../../../src/services/jobs/jobChoices";
import { newWorld, type World } from "../../jobs/world";

const secrets = {
  OPENAI_API_KEY: "sk-proj-0123456789abcdefghij",
  HF_TOKEN: "hf_0123456789ABCDEFGHIJ",
  LF_LENS_API_KEY: "lf-0123456789ABCDEFGH",
};

describe("a training command's environment", function () {
  this.timeout(60_000);
  const before = { ...process.env };
  beforeEach(() => void Object.assign(process.env, secrets));
  afterEach(() => {
    for (const name of Object.keys(secrets)) delete process.env[name];
    Object.assign(process.env, before);
  });

  const dump =
    'require("fs").writeFileSync(process.argv[1] + "/env.json", JSON.stringify(process.env)); console.log("token " + process.env.HF_TOKEN)';
  const parts = (env?: string[]): Record<string, unknown> => ({
    provider: { id: "command", command: [process.execPath, "-e", dump, "{output}"], ...(env ? { env } : {}) },
  });
  const seen = ({ tools }: World, id: string): Record<string, string> =>
    JSON.parse(readFileSync(join(tools.store.folder(id), "output", "env.json"), "utf8")) as Record<string, string>;

  it("holds no key, but the way to programs and to the user's files", async () => {
    const world = newWorld({ realTime: true });
    const job = await followJob((await world.add(parts())).id, world.tools);
    assert.equal(job.state, "succeeded", job.problem);
    const env = seen(world, job.id);
    assert.deepEqual(
      Object.keys(secrets).filter((name) => name in env),
      [],
    );
    assert.deepEqual([env["PATH"], env["HOME"]], [process.env["PATH"], process.env["HOME"]]);
    assert.match(job.consent.summary, /It gets no environment variables but those that programs need to run/);
  });

  it("holds what the ticket names, the summary says so, and what the program says of it is taken out of the record", async () => {
    const world = newWorld({ realTime: true });
    const ticket = world.ticket(parts(["HF_TOKEN"]));
    const { summary } = await prepareJob(ticket, world.tools.provider(ticket), world.tools.clock);
    assert.match(summary.text, /Of your environment it gets HF_TOKEN, and what programs need to run/);
    const job = await followJob((await world.add(parts(["HF_TOKEN"]))).id, world.tools);
    const env = seen(world, job.id);
    assert.deepEqual([env["HF_TOKEN"], env["OPENAI_API_KEY"]], [secrets.HF_TOKEN, undefined]);
    assert.deepEqual(
      job.log.map(({ message }) => message),
      ["token [key]"],
    );
    assert.ok(!readFileSync(join(world.tools.store.folder(job.id), "job.json"), "utf8").includes(secrets.HF_TOKEN));
  });

  it("waits for the user where a variable is not set, and takes no list of values for names", async () => {
    const world = newWorld({ realTime: true });
    const { id } = await world.add(parts(["LF_LENS_TEST_NOT_SET"]));
    await assert.rejects(
      followJob(id, world.tools),
      /is to get LF_LENS_TEST_NOT_SET, which is not set here\. Set it, then resume the job\./,
    );
    assert.equal((await world.tools.store.read(id)).state, "pending");
    assert.throws(() => world.ticket(parts(["HF_TOKEN=secret"])), /Write names of environment variables, such as HF_TOKEN/);
  });

  it("is chosen in the editor with the command", () => {
    const answers = { command: { command: '{"command": ["python3", "train.py"], "env": ["HF_TOKEN"]}' } };
    assert.deepEqual(providerOf({ provider: "command", answers }, "/root"), {
      ...{ id: "command", command: ["python3", "train.py"], env: ["HF_TOKEN"], folder: "/root" },
    });
  });
});
