// Promised: what lies in a project's folder proves nothing: a job that came with it is not run, sent, asked for or ended until the user agrees
// to it on this machine, and what was agreed to is what is sent.
import assert from "node:assert/strict";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { agree, readAgreement } from "../../../src/jobs/agree";
import { cancelJob, pauseJob, resumeJob, submitJob } from "../../../src/jobs/control";
import type { JobRecord } from "../../../src/jobs/job";
import { followJob, refreshJob } from "../../../src/jobs/runner";
import { evaluateTuned } from "../../../src/jobs/tuned/evaluateTuned";
import { readEvaluations } from "../../../src/jobs/tuned/evaluations";
import { planEvaluation } from "../../../src/jobs/tuned/plan";
import { planVotes } from "../../../src/jobs/tuned/planVotes";
import { userStateFolder } from "../../../src/files/userState";
import { startOpenAi } from "../../jobs/servers/openaiServer";
import { services } from "../../jobs/services";
import { gold, tunedJob } from "../../jobs/tuned/tunedWorld";
import { newFolder, newWorld, stateIn, type World } from "../../jobs/world";

/** The same jobs in another folder of another user: what a clone, an archive or a copy brings. */
function copyOf({ folder }: World): World {
  const copy = newFolder();
  cpSync(join(folder, "jobs"), join(copy, "jobs"), { recursive: true });
  return newWorld({ folder: copy });
}
const recordPath = ({ tools }: World, id: string): string => join(tools.store.folder(id), "job.json");

/** What somebody else may do to a record. */
function forge(world: World, id: string, change: (job: JobRecord) => JobRecord): void {
  const path = recordPath(world, id);
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, "utf8")) as JobRecord)));
}
const refusal = /was not agreed to on this machine, or was changed since\. Nothing was run or sent\./;

describe("a job that came with its folder", function () {
  this.timeout(60_000);

  for (const [name, start] of Object.entries(services))
    it(`${name}: is asked for by nobody, whatever is wanted of it, and its record stays as it is`, async () => {
      const { server, parts } = await start();
      const pending = newWorld();
      const { id } = await pending.add(parts);
      const running = newWorld();
      const sent = await running.submit(parts);
      server.seen.length = 0;
      for (const [world, job, acts] of [
        [copyOf(pending), id, [followJob, submitJob, resumeJob, cancelJob, pauseJob]],
        [copyOf(running), sent.id, [followJob, resumeJob, cancelJob, pauseJob]],
      ] as const) {
        const { tools } = world;
        const record = readFileSync(recordPath(world, job), "utf8");
        for (const act of acts) await assert.rejects(act(job, tools), refusal);
        assert.equal((await refreshJob(job, tools)).id, job);
        await assert.rejects(planEvaluation(job, gold, {}, tools), refusal);
        await assert.rejects(planVotes(job, { ...gold, idColumn: "id", dataRows: 10 }, {}, tools), refusal);
        assert.equal(readFileSync(recordPath(world, job), "utf8"), record);
      }
      assert.deepEqual(server.seen, []);
    });

  it("runs no command, in any way", async () => {
    const world = newWorld();
    const trace = join(world.folder, "trace");
    const { id } = await world.add({
      provider: { id: "command", command: [process.execPath, "-e", `require("fs").writeFileSync(${JSON.stringify(trace)}, "")`] },
    });
    const copy = copyOf(world);
    for (const act of [followJob, submitJob, resumeJob, cancelJob]) await assert.rejects(act(id, copy.tools), refusal);
    assert.equal(existsSync(trace), false);
  });

  it("is the same job only where it lies: a copy beside it is none of it", async () => {
    const server = await startOpenAi();
    const world = newWorld();
    const { id } = await world.add({ provider: { id: "openai", baseUrl: server.baseUrl } });
    renameSync(join(world.folder, "jobs"), join(world.folder, "moved"));
    mkdirSync(join(world.folder, "jobs"));
    cpSync(join(world.folder, "moved", id), join(world.folder, "jobs", id), { recursive: true });
    assert.equal(await world.tools.store.isAgreed(id), true);
    cpSync(join(world.folder, "moved", id), join(world.folder, "jobs", "another-name"), { recursive: true });
    const { jobs, unreadable } = await world.tools.store.list();
    assert.deepEqual([jobs.map((job) => job.id), unreadable.map((one) => one.id)], [[id], ["another-name"]]);
  });

  it("starts from the beginning once the user agrees to it, under a key of its own", async () => {
    const server = await startOpenAi();
    const world = newWorld();
    const original = await world.add({ provider: { id: "openai", baseUrl: server.baseUrl } });
    const copy = copyOf(world);
    forge(copy, original.id, (job) => ({
      ...job,
      uploads: { ...job.uploads, training: { tried: true, ref: "file-of-somebody" } },
      filesReady: true,
    }));
    const request = await readAgreement(original.id, copy.tools);
    assert.match(
      request.summary.text,
      /^This job came with its folder; nobody agreed to it on this machine\. If you do, it starts\.\n.*are sent to 127\.0\.0\.1/,
    );
    assert.deepEqual(server.seen, []);
    await assert.rejects(agree(request, "another hash", copy.tools), /Read the summary again/);
    const agreed = await agree(request, request.summary.hash, copy.tools);
    assert.notEqual(agreed.key, original.key);
    const job = await followJob(original.id, copy.tools);
    assert.equal(job.state, "succeeded");
    assert.equal(server.files[0]!.text, readFileSync(join(world.folder, "training.jsonl"), "utf8"));
    assert.equal(server.jobs[0]!.body.training_file, "file-1");
    assert.equal(await world.tools.store.isAgreed(original.id), true, "the original is its owner's still");
  });

  it("that runs at its provider is followed and ended only once the user agrees to that very job", async () => {
    const server = await startOpenAi();
    server.script = ["running"];
    const world = newWorld();
    const { id, remoteId } = await world.submit({ provider: { id: "openai", baseUrl: server.baseUrl } });
    const copy = copyOf(world);
    const request = await readAgreement(id, copy.tools);
    assert.match(
      request.summary.text,
      new RegExp(`it is job ${remoteId} of OpenAI-compatible service .*\\n.*with your key, and cancels it when you say so`),
    );
    forge(copy, id, (job) => ({ ...job, remoteId: "ftjob-of-somebody" }));
    await assert.rejects(agree(request, request.summary.hash, copy.tools), /changed meanwhile/);
    forge(copy, id, (job) => ({ ...job, remoteId: remoteId! }));
    await agree(request, request.summary.hash, copy.tools);
    assert.equal((await cancelJob(id, copy.tools)).cancelSent, true);
    assert.equal(server.jobs[0]!.status, "cancelled");
  });
});

describe("a record that was changed by somebody else", () => {
  const changes: Record<string, (job: JobRecord) => JobRecord> = {
    "another job at the provider": (job) => ({ ...job, remoteId: "ftjob-of-somebody" }),
    "the wish to cancel": (job) => ({ ...job, cancelRequested: true }),
    "another address": (job) => ({ ...job, ticket: { ...job.ticket, provider: { id: "openai", baseUrl: "http://127.0.0.1:9/v1" } } }),
    "another base model": (job) => ({ ...job, ticket: { ...job.ticket, baseModel: "gpt-expensive" } }),
    "other data": (job) => ({ ...job, files: { training: { ...job.files.training, sha256: "0".repeat(64) } } }),
    "another uploaded file": (job) => ({ ...job, uploads: { ...job.uploads, training: { tried: true, ref: "file-of-somebody" } } }),
    "no job at the provider": ({ remoteId: _, ...job }) => ({ ...job, state: "pending" }),
  };
  for (const [what, change] of Object.entries(changes))
    it(`(${what}) is not followed any more`, async () => {
      const server = await startOpenAi();
      server.script = ["running"];
      const world = newWorld();
      const { id } = await world.submit({ provider: { id: "openai", baseUrl: server.baseUrl } });
      server.seen.length = 0;
      forge(world, id, change);
      await assert.rejects(followJob(id, world.tools), refusal);
      await assert.rejects(cancelJob(id, world.tools), refusal);
      assert.deepEqual(server.seen, []);
    });

  it("is found out when an older record is put back, too", async () => {
    const server = await startOpenAi();
    server.script = ["running"];
    const world = newWorld();
    const { id } = await world.add({ provider: { id: "openai", baseUrl: server.baseUrl } });
    const early = readFileSync(recordPath(world, id), "utf8");
    await submitJob(id, world.tools);
    writeFileSync(recordPath(world, id), early);
    await assert.rejects(followJob(id, world.tools), refusal);
    assert.equal(server.jobs.length, 1);
  });
});

describe("the bytes of a job", () => {
  const tricks: Record<string, (path: string, world: World) => void> = {
    "changed after the yes": (path) => appendFileSync(path, '{"messages": []}\n'),
    "changed to as many others": (path) => writeFileSync(path, "x".repeat(statSync(path).size)),
    "a link to a secret": (path, { folder }) => {
      writeFileSync(join(folder, "secret"), "a private key");
      rmSync(path);
      symlinkSync(join(folder, "secret"), path);
    },
    "a link to the very same bytes": (path, { folder }) => {
      renameSync(path, join(folder, "same"));
      symlinkSync(join(folder, "same"), path);
    },
    "a folder": (path) => {
      rmSync(path);
      mkdirSync(path);
    },
    gone: (path) => rmSync(path),
  };
  for (const [name, start] of Object.entries(services))
    for (const [what, trick] of Object.entries(tricks))
      it(`${name}: are not sent if they are ${what}`, async () => {
        const { server, parts } = await start();
        const world = newWorld();
        const { id } = await world.add(parts);
        trick(world.tools.store.dataPath(id, "training"), world);
        await assert.rejects(followJob(id, world.tools), /training\.jsonl: .*, so it is not what you agreed to\. Nothing of it was sent/);
        assert.deepEqual(server.files, []);
        assert.equal((await world.tools.store.read(id)).state, "pending");
      });

  it("are checked once more before a command is run on them", async () => {
    const world = newWorld();
    const trace = join(world.folder, "trace");
    const { id } = await world.add({
      provider: { id: "command", command: [process.execPath, "-e", `require("fs").writeFileSync(${JSON.stringify(trace)}, "")`] },
    });
    await world.tools.store.update(id, (job) => job);
    const { store } = world.tools;
    const tools = {
      ...world.tools,
      // Between "uploaded" and the start.
      onChange: (job: JobRecord) => {
        if (job.filesReady) appendFileSync(store.dataPath(id, "validation"), "\n");
      },
    };
    await assert.rejects(followJob(id, tools), /validation\.jsonl: .*not what you agreed to/);
    assert.equal(existsSync(trace), false);
  });
});

describe("what is taken for the product's own work", () => {
  it("is no process that somebody else wrote down: it is not ended", async () => {
    const world = newWorld({ realTime: true });
    const { id } = await world.submit({ provider: { id: "command", command: [process.execPath, "-e", "setInterval(() => {}, 1000)"] } });
    const path = join(world.tools.store.folder(id), "process.json");
    const own = readFileSync(path, "utf8");
    const { pid } = JSON.parse(own) as { pid: number };
    writeFileSync(path, JSON.stringify({ ...(JSON.parse(own) as object), pid: process.pid }));
    await assert.rejects(cancelJob(id, world.tools), /does not come from LF Lens on this machine: the process that it names is left alone/);
    assert.doesNotThrow(() => process.kill(pid, 0));
    writeFileSync(path, own);
    assert.equal((await cancelJob(id, world.tools)).cancelSent, true);
  });

  it("are no answers that somebody else wrote down: they are asked for", async () => {
    const { world, server, job } = await tunedJob();
    const path = join(world.tools.store.folder(job.id), "answers.jsonl");
    const plan = await planEvaluation(job.id, gold, {}, world.tools);
    await evaluateTuned(plan, plan.summary.hash, world.tools);
    const lines = readFileSync(path, "utf8").trim().split("\n");
    const forged = lines.map((line) => JSON.stringify({ ...(JSON.parse(line) as object), text: "HAM" }));
    writeFileSync(path, `${forged.join("\n")}\n`);
    const right = lines.filter((line, n) => line === forged[n]).length;
    const again = await planEvaluation(job.id, gold, {}, world.tools);
    assert.equal(again.open, lines.length - right);
    assert.match(
      again.summary.text,
      new RegExp(`Not used: ${lines.length - right} kept answers that LF Lens did not write on this machine\\.`),
    );
    server.asked.length = 0;
    await evaluateTuned(again, again.summary.hash, world.tools);
    assert.equal(server.asked.length, again.open);
  });

  it("are no figures that somebody else wrote down: they are shown as not measured here", async () => {
    const { world, job } = await tunedJob();
    const plan = await planEvaluation(job.id, gold, {}, world.tools);
    await evaluateTuned(plan, plan.summary.hash, world.tools);
    const folder = world.tools.store.folder(job.id);
    const found = (): ReturnType<typeof readEvaluations> => readEvaluations(folder, assert.fail, world.tools.seal);
    assert.equal((await found())[0]!.elsewhere, undefined);
    const path = join(folder, `evaluation-${gold.split}.json`);
    writeFileSync(path, readFileSync(path, "utf8").replace(/"trainedOn": \d+/, '"trainedOn": 9'));
    assert.deepEqual(
      (await found()).map(({ trainedOn, elsewhere }) => [trainedOn, elsewhere]),
      [[9, true]],
    );
  });

  it("is nothing in a folder that a link leads to", async () => {
    const world = newWorld();
    const { id } = await world.add({ provider: { id: "openai" } });
    const folder = world.tools.store.folder(id);
    renameSync(folder, join(world.folder, "elsewhere"));
    symlinkSync(join(world.folder, "elsewhere"), folder);
    const { jobs, unreadable } = await world.tools.store.list();
    assert.deepEqual([jobs, unreadable.map(({ message }) => /its folder is a link/.test(message))], [[], [true]]);
  });

  it("is kept where only the user can read it, outside of every project", () => {
    assert.equal(userStateFolder({ XDG_STATE_HOME: "/x/state" }, "linux"), join("/x/state", "lf-lens"));
    assert.match(userStateFolder({}, "linux"), /\.local.state.lf-lens$/);
    assert.match(userStateFolder({ XDG_STATE_HOME: "relative" }, "darwin"), /Library.Application Support.lf-lens$/);
    assert.equal(userStateFolder({ LOCALAPPDATA: "C:\\x" }, "win32"), join("C:\\x", "lf-lens"));
  });

  it("is written for the user alone", async function () {
    if (process.platform === "win32") this.skip();
    const world = newWorld();
    await world.add({ provider: { id: "openai" } });
    await world.tools.seal("x");
    const state = stateIn(world.folder);
    assert.deepEqual([statSync(state).mode & 0o777, statSync(join(state, "jobs")).mode & 0o777], [0o700, 0o700]);
    assert.equal(statSync(join(state, "seal.key")).mode & 0o777, 0o600);
  });
});
