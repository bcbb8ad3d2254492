import assert from "node:assert/strict";
import { submitJob } from "../../src/jobs/control";
import type { JobRecord } from "../../src/jobs/job";
import { followJob } from "../../src/jobs/runner";
import { chatLines } from "../../src/jobs/chatRecord";
import { hasOpenAiSpec } from "./servers/openaiSpec";
import type { Fault, Reply } from "./servers/loopback";
import { startOpenAi } from "./servers/openaiServer";
import { isAt, services, type SayError, type Service, type ServiceStep } from "./services";
import { examples, newWorld, validationExamples, type World } from "./world";

const states = (job: JobRecord): string[] => job.history.map(({ state }) => state);
const messages = (job: JobRecord): string[] => job.log.map(({ message }) => message);

/** What a user sees of a job at its end, however it got there. */
const outcome = ({ key, state, tunedModel, log, metrics, checkpoints, trainedTokens, problem }: JobRecord): object => ({
  state,
  // Some name what they make by the job's key, which no two jobs share.
  tunedModel: tunedModel?.replace(key, "KEY"),
  log: log.map(({ message }) => message),
  metrics,
  checkpoints,
  trainedTokens,
  problem,
});

describe("a job at a service", function () {
  this.timeout(60_000);

  before(function () {
    if (!hasOpenAiSpec) console.log("      (without ../shared/openai the servers are not held to OpenAI's published specification)");
  });

  for (const [name, start] of Object.entries(services)) {
    it(`${name}: is uploaded, made, followed and finished, with its log, losses and model`, async () => {
      const { server, parts, path, counts } = await start();
      const world = newWorld();
      const { id } = await world.submit(parts);
      const job = await followJob(id, world.tools);
      assert.deepEqual(states(job), path);
      assert.deepEqual(
        server.files.map(({ text }) => text),
        [chatLines(examples), chatLines(validationExamples)],
      );
      assert.equal(server.jobs.length, 1);
      assert.match(job.tunedModel!, new RegExp(`${server.jobs[0]!.id}|${job.key}`));
      assert.equal(job.trainedTokens, counts ? 4200 : undefined);
      assert.ok(job.metrics.length >= 2 && job.metrics.every(({ trainLoss }) => trainLoss! > 0));
      assert.equal(job.checkpoints.length >= 1, counts);
    });

    for (const fault of ["lost request", "lost reply", "cut reply"] as const)
      it(`${name}: a ${fault} at any one step changes nothing in the end`, async () => {
        const clean = await followFaulty(start, () => undefined);
        const runs = clean.seen.map((_, step) => followFaulty(start, (index) => (index === step ? fault : undefined)));
        for (const [step, run] of (await Promise.all(runs)).entries()) {
          assert.deepEqual([run.jobs, run.files], [1, 2], `${fault} at ${clean.seen[step]}`);
          assert.deepEqual(run.outcome, clean.outcome, `${fault} at ${clean.seen[step]}`);
        }
      });
  }

  async function followFaulty(start: (typeof services)[string], fault: (index: number) => Fault | undefined) {
    const { server, parts } = await start();
    server.fault = (_, index) => fault(index);
    const world = newWorld();
    const { id } = await world.add(parts);
    const job = await followJob(id, world.tools);
    return { seen: [...server.seen], jobs: server.jobs.length, files: server.files.length, outcome: outcome(job) };
  }
});

/** Files are there, the job is not: some services have said so by then. */
const PREPARED = "pending or validating";
/** An error in the service's own words. */
const error =
  (...said: Parameters<SayError>) =>
  (service: Service): Reply =>
    service.error(...said);

interface Case {
  readonly what: string;
  /** The step that goes wrong, how, and how often. */
  readonly at: ServiceStep;
  readonly fault: "lost request" | "lost reply" | "the file is rejected" | ((service: Service) => Reply);
  readonly times: number;
  /** State and problem when the command gives up or the user has to act. */
  readonly stops?: { readonly state: string; readonly problem: RegExp };
  /** The job's end, after `resume` where it had stopped. */
  readonly ends: string;
  readonly problem?: RegExp;
}

const cases: readonly Case[] = [
  {
    what: "a bad key",
    at: "upload",
    fault: error(401, "Incorrect API key provided.", "invalid_api_key"),
    times: 1,
    stops: { state: "pending", problem: /Incorrect API key provided\. Check the (key|credential|token) .* then resume the job/ },
    ends: "succeeded",
  },
  {
    what: "a key that is revoked while the job runs",
    at: "look",
    fault: error(401, "Incorrect API key provided.", "invalid_api_key"),
    times: 1,
    stops: { state: "unknown", problem: /Incorrect API key provided\. Check the (key|credential|token)/ },
    ends: "succeeded",
  },
  {
    what: "no credit left",
    at: "create",
    fault: error(429, "You exceeded your current quota.", "insufficient_quota"),
    times: 1,
    stops: { state: PREPARED, problem: /quota\. (Check|Request|Add) .*, then resume/ },
    ends: "succeeded",
  },
  {
    what: "429 with Retry-After",
    at: "create",
    fault: error(429, "Slow down.", "rate_limit", { "retry-after": "77" }),
    times: 2,
    ends: "succeeded",
  },
  { what: "a service that is down for an hour", at: "look", fault: error(503, "Overloaded."), times: 20, ends: "succeeded" },
  { what: "a network that is away while the file goes up", at: "upload", fault: "lost request", times: 6, ends: "succeeded" },
  { what: "a network that is away while the job is made", at: "create", fault: "lost reply", times: 1, ends: "succeeded" },
  {
    what: "a file that fails the service's validation",
    at: "file",
    fault: "the file is rejected",
    times: 1,
    stops: { state: "failed", problem: /rejects the file: (Line 3 is no chat|INVALID_FORMAT)\./ },
    ends: "failed",
    problem: /rejects the file/,
  },
  {
    what: "a ticket that the service refuses",
    at: "create",
    fault: error(400, "Model gpt-4o-mini is not available for fine-tuning.", "model_not_available"),
    times: 1,
    stops: { state: "failed", problem: /Model gpt-4o-mini is not available.*make a new job/ },
    ends: "failed",
    problem: /not available/,
  },
  {
    what: "a job that the key does not see",
    at: "look",
    fault: error(404, "Could not find fine tune.", "not_found"),
    times: 1,
    stops: { state: "unknown", problem: /Could not find.*deleted there, or/ },
    ends: "succeeded",
  },
];

for (const [name, start] of Object.entries(services))
  describe(`faults of a service: ${name}`, function () {
    this.timeout(60_000);

    for (const { what, at, fault, times, stops, ends, problem } of cases)
      it(`${what}: says so, loses nothing and makes nothing twice`, async () => {
        const service = await start();
        const { server, parts, rejectedFile } = service;
        if (fault === "the file is rejected" && !rejectedFile) return;
        const reply = typeof fault === "function" ? fault(service) : fault === "the file is rejected" ? rejectedFile : fault;
        let left = times;
        server.fault = (request) => (isAt(service, at, request) && left-- > 0 ? reply : undefined);
        const world = newWorld();
        const { id } = await world.add(parts);
        let job = await followJob(id, world.tools).catch(() => world.tools.store.read(id));
        if (stops) {
          assert.ok(stops.state === PREPARED ? ["pending", "validating"].includes(job.state) : job.state === stops.state, job.state);
          assert.match(job.problem!, stops.problem);
          job = await followJob(id, world.tools);
        }
        assert.equal(job.state, ends);
        if (problem) assert.match(job.problem!, problem);
        else assert.equal(job.problem, undefined);
        assert.equal(server.jobs.length, ends === "succeeded" ? 1 : 0);
        assert.equal((await world.tools.store.list()).jobs.length, 1);
        if (typeof reply === "object" && reply.headers?.["retry-after"])
          assert.equal(world.tools.clock.slept.filter((ms) => ms === 77_000).length, times);
      });

    for (const [how, jump] of [
      ["back by a day", -86_400_000],
      ["ahead by a month", 30 * 86_400_000],
    ] as const)
      it(`a clock that jumps ${how} at every wait: the job ends as ever, and its history runs forward`, async () => {
        const { parts } = await start();
        const world = newWorld();
        world.tools.clock.jump = jump;
        const job = await followJob((await world.add(parts)).id, world.tools);
        assert.equal(job.state, "succeeded");
        const times = job.history.map(({ at }) => at);
        assert.deepEqual(
          times,
          [...times].sort((a, b) => a - b),
        );
        assert.ok(world.tools.clock.slept.every((ms) => ms >= 0 && ms <= 300_000));
      });

    it("events that break off or cannot be read: the job ends, with all its log or a word that some is missing", async () => {
      for (const [fault, whole] of [
        ["cut reply", true],
        [error(500, "No log today."), false],
      ] as const) {
        const service = await start();
        const { server, parts } = service;
        const reply = typeof fault === "function" ? fault(service) : fault;
        let reads = 0;
        server.fault = (request) => (isAt(service, "events", request) && (!whole || reads++ % 10 === 1) ? reply : undefined);
        const world = newWorld();
        const job = await followJob((await world.add(parts)).id, world.tools);
        assert.equal(job.state, "succeeded");
        assert.equal(messages(job).includes("The provider's log could not be read to its end; entries may be missing."), !whole);
        assert.equal(new Set(messages(job)).size, job.log.length);
      }
    });
  });

describe("what becomes of a job", () => {
  for (const [name, start] of Object.entries(services))
    it(`${name}: a job that fails there says why`, async () => {
      const { server, parts, running, failed, why } = await start();
      server.script = [running, running, running, failed];
      const world = newWorld();
      const job = await followJob((await world.add(parts)).id, world.tools);
      assert.equal(job.state, "failed");
      assert.match(job.problem!, why);
    });

  it("shows a job as unknown after three failures, and as what it was on contact", async () => {
    const server = await startOpenAi();
    server.script = ["running", "running", "running", "succeeded"];
    let left = 5;
    server.fault = ({ path, method }) =>
      method === "GET" && path.endsWith("/ftjob-1") && server.jobs[0]!.looks === 2 && left-- > 0 ? "lost request" : undefined;
    const world = newWorld();
    const job = await followJob((await world.add({ provider: { id: "openai", baseUrl: server.baseUrl } })).id, world.tools);
    assert.deepEqual(states(job), ["pending", "running", "unknown", "running", "succeeded"]);
    assert.match(job.history.find(({ state }) => state === "unknown")!.note!, /could not be reached/);
  });

  it("gives up on a command's patience, keeps the job and goes on with it later", async () => {
    const server = await startOpenAi();
    server.fault = () => "lost request";
    const world = newWorld();
    const stuck = await world.submit({ provider: { id: "openai", baseUrl: server.baseUrl } });
    assert.deepEqual([stuck.state, stuck.remoteId, server.seen.length], ["unknown", undefined, 4]);
    assert.match(stuck.problem!, /could not be reached/);
    server.fault = () => undefined;
    assert.equal((await submitJob(stuck.id, world.tools)).state, "pending");
    assert.equal(server.jobs.length, 1);
  });

  it("reads the same log from pages that break off, come twice or stop short", async () => {
    const clean = await followedLog(() => undefined);
    assert.equal(clean.length, 24, "created, queued, running, 20 steps, succeeded");
    assert.equal(new Set(clean).size, 24);
    let pages = 0;
    const empty: Reply = { status: 200, body: { object: "list", data: [], has_more: true } };
    assert.deepEqual(await followedLog((path) => (path.endsWith("/events") && pages++ % 10 === 1 ? "cut reply" : undefined)), clean);
    assert.deepEqual(await followedLog((path) => (path.endsWith("/events") && pages++ % 10 === 1 ? empty : undefined)), clean);
  });

  it("finishes a job whose log cannot be read, and says that entries may be missing", async () => {
    const log = await followedLog((path) =>
      path.endsWith("/events") ? { status: 500, body: { error: { message: "No log today." } } } : undefined,
    );
    assert.deepEqual(log, ["The provider's log could not be read to its end; entries may be missing."]);
  });

  async function followedLog(fault: (path: string) => Fault | undefined): Promise<string[]> {
    const server = await startOpenAi();
    Object.assign(server, { steps: 20, pageSize: 3 });
    server.fault = ({ path }) => fault(path);
    const world = newWorld();
    const job = await followJob((await world.add({ provider: { id: "openai", baseUrl: server.baseUrl } })).id, world.tools);
    assert.equal(job.state, "succeeded");
    return messages(job);
  }
});

describe("one job only", () => {
  const openai = async () => {
    const server = await startOpenAi();
    return { server, parts: { provider: { id: "openai", baseUrl: server.baseUrl } } };
  };

  it("when several follow the same job at once", async () => {
    const { server, parts } = await openai();
    const world = newWorld();
    const { id } = await world.add(parts);
    const others: World[] = [world, newWorld({ folder: world.folder }), newWorld({ folder: world.folder })];
    const ends = await Promise.all(others.map(({ tools }) => followJob(id, tools)));
    assert.deepEqual(
      ends.map(({ state }) => state),
      ["succeeded", "succeeded", "succeeded"],
    );
    assert.deepEqual([server.files.length, server.jobs.length], [2, 1]);
    assert.equal(new Set(messages(ends[0]!)).size, ends[0]!.log.length);
  });

  it("when the job that a lost reply was about is listed only later: the second one is cancelled", async () => {
    const { server, parts } = await openai();
    server.slowLists = true;
    server.fault = ({ method, path }) => {
      if (method !== "POST" || path !== "/v1/fine_tuning/jobs") return undefined;
      if (server.jobs.length === 1) server.slowLists = false;
      return server.jobs.length === 0 ? "lost reply" : undefined;
    };
    const world = newWorld();
    const job = await followJob((await world.add(parts)).id, world.tools);
    assert.equal(job.state, "succeeded");
    assert.deepEqual(
      server.jobs.map(({ id, status }) => [id === job.remoteId, status]),
      [
        [false, "cancelled"],
        [true, "succeeded"],
      ],
    );
  });

  it("and every request that makes something carries the same key", async () => {
    const { server, parts } = await openai();
    const world = newWorld();
    const job = await world.submit(parts);
    const [made] = server.jobs;
    assert.equal(made!.headers.get("idempotency-key"), job.key);
    assert.deepEqual(made!.body["metadata"], { lf_lens_job: job.key });
  });
});
