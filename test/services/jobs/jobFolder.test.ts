// A project's jobs as the editor works with them, against a loopback server: they outlive whoever follows them, and are made once.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JobView } from "../../../src/protocol/jobsPanel";
import { openJobFolder, type JobFolder } from "../../../src/services/jobs/jobFolder";
import { openJobs, type TicketInput } from "../../../src/services/jobs/jobs";
import { KEY, startOpenAi, type OpenAiServer } from "../../jobs/servers/openaiServer";
import { newFolder, newWorld, stateIn } from "../../jobs/world";

interface Followed {
  readonly folder: JobFolder;
  readonly problems: string[];
  /** The first job once it is as asked. */
  readonly until: (is: (job: JobView) => boolean) => Promise<JobView>;
}

const opened: JobFolder[] = [];
afterEach(() => opened.splice(0).forEach((folder) => folder.dispose()));

function open(root: string, key: () => string | undefined = () => KEY): Followed {
  const listeners = new Set<() => void>();
  const problems: string[] = [];
  const folder = openJobFolder(root, {
    state: stateIn(root),
    secret: () => Promise.resolve(key()),
    log: (problem) => problems.push(problem),
    onChange: () => listeners.forEach((listener) => listener()),
  });
  opened.push(folder);
  return {
    folder,
    problems,
    until: (is) =>
      new Promise((resolve) => {
        const check = (): void => {
          const [job] = folder.jobs;
          if (job && is(job)) resolve(job);
        };
        listeners.add(check);
        check();
      }),
  };
}

/** A project's folder with a job that was agreed to. */
async function start({ folder }: Followed, server: OpenAiServer, examples: string, more: Partial<TicketInput> = {}): Promise<string> {
  const proposal = await folder.propose({
    provider: { id: "openai", baseUrl: server.baseUrl },
    baseModel: "gpt-4o-mini",
    training: join(examples, "training.jsonl"),
    ...more,
  });
  return folder.start(proposal, proposal.summary.hash);
}

const succeeded = ({ state }: JobView): boolean => state === "succeeded";

describe("jobs of a project", function () {
  this.timeout(60_000);
  let root: string;
  let server: OpenAiServer;
  beforeEach(async () => {
    root = newWorld({ folder: newFolder() }).folder;
    server = await startOpenAi();
  });

  it("are followed to their end, with all that views show", async () => {
    const editor = open(root);
    await start(editor, server, root);
    const job = await editor.until(succeeded);
    assert.equal(job.tunedModel, "ft:gpt-4o-mini:org::ftjob-1");
    assert.deepEqual(
      job.metrics.map(({ step }) => step),
      [1, 2, 3, 4, 5, 6],
    );
    assert.deepEqual(job.actions, ["remove"]);
    assert.match(job.costText, /^unknown: no dated price/);
  });

  it("are not those that are just being made or removed", async () => {
    const editor = open(root);
    for (const name of [".new-1", ".removed-1"]) await editor.folder.look(name);
    assert.deepEqual([editor.folder.jobs, editor.folder.unreadable], [[], []]);
  });

  it("offer to evaluate and to use a model that can be asked: the job says how a row becomes a prompt", async () => {
    const editor = open(root);
    await start(editor, server, root, { task: { prompt: "{{text}}" } });
    assert.deepEqual((await editor.until(succeeded)).actions, ["evaluate", "useAsLf", "remove"]);
  });

  it("go on in the next window where the last one was closed in mid-job, and no second job is made", async () => {
    const first = open(root);
    await start(first, server, root);
    await first.until(({ state }) => state === "running");
    first.folder.dispose();
    const second = open(root);
    await second.folder.load();
    await second.until(succeeded);
    assert.equal(server.jobs.length, 1);
  });

  it("may be followed by two windows at once, from before the first request on", async () => {
    const [first, second] = [open(root), open(root)];
    await start(first, server, root);
    await second.folder.load();
    await Promise.all([first.until(succeeded), second.until(succeeded)]);
    assert.equal(server.jobs.length, 1);
    assert.deepEqual([...first.problems, ...second.problems], []);
  });

  it("are cancelled by one window for all", async () => {
    server.script = ["running"];
    const [first, second] = [open(root), open(root)];
    const id = await start(first, server, root);
    await first.until(({ state }) => state === "running");
    await second.folder.load();
    await second.folder.cancel(id);
    await Promise.all([first, second].map(({ until }) => until(({ state }) => state === "cancelled")));
    assert.equal(server.seen.filter((request) => request.endsWith("/cancel")).length, 1);
  });

  it("pause and go on, where the provider can", async () => {
    server.script = ["running"];
    const editor = open(root);
    const id = await start(editor, server, root);
    const running = await editor.until(({ actions }) => actions.includes("pause"));
    assert.deepEqual(running.actions, ["pause", "cancel"]);
    await editor.folder.pause(id);
    assert.deepEqual((await editor.until(({ paused }) => paused)).actions, ["resume", "cancel"]);
    await editor.folder.resume(id);
    await editor.until(({ paused }) => !paused);
  });

  it("wait for the user where there is no right key, and go on once there is", async () => {
    let key: string | undefined = "sk-wrong-0123456789abcdef";
    const editor = open(root, () => key);
    await start(editor, server, root);
    const waiting = await editor.until(({ actions }) => actions.includes("retry"));
    assert.deepEqual(waiting.actions, ["setKey", "retry", "cancel"]);
    assert.match(waiting.problem!, /key/);
    key = KEY;
    editor.folder.retry();
    await editor.until(succeeded);
    assert.equal(server.jobs.length, 1);
  });

  it("are deleted with their data, but not before they have ended", async () => {
    server.script = ["running"];
    const editor = open(root);
    const id = await start(editor, server, root);
    await editor.until(({ state }) => state === "running");
    await assert.rejects(editor.folder.remove(id), /Cancel it first/);
    await editor.folder.cancel(id);
    const { folder } = await editor.until(({ ended }) => ended);
    await editor.folder.remove(id);
    assert.deepEqual(editor.folder.jobs, []);
    assert.throws(() => readFileSync(join(folder, "job.json")), /ENOENT/);
  });

  it("report a damaged record and keep the others", async () => {
    const editor = open(root);
    await start(editor, server, root);
    await editor.until(succeeded);
    mkdirSync(join(root, ".lf-jobs/broken"));
    writeFileSync(join(root, ".lf-jobs/broken/job.json"), "{");
    const next = open(root);
    await next.folder.load();
    assert.equal(next.folder.jobs.length, 1);
    assert.match(next.problems.join(), /broken.*is damaged/);
  });

  it("say before anything is made what a provider takes, and whether it does", () => {
    const { folder } = open(root);
    assert.match(folder.offer({ id: "cohere" }).refusal!, /no longer accepts jobs.*15 September 2025/);
    const offer = folder.offer({ id: "openai" });
    assert.deepEqual([offer.lastDay, offer.secret], ["2027-01-06", { name: { provider: "openai" }, required: true }]);
    assert.match(offer.check({ epochs: 99 })[0]!, /epochs is 99: OpenAI takes 1 to 50/);
    assert.throws(() => folder.offer({ id: "azure", endpoint: "http://example.org" }), /https only/);
  });
});

describe("jobs of a workspace", () => {
  it("load their code only when a project has jobs, or somebody asks", async () => {
    const [empty, full] = [newFolder(), newFolder()];
    mkdirSync(join(full, ".lf-jobs"));
    let loads = 0;
    const load = (): { openJobFolder: typeof openJobFolder } => {
      loads++;
      return { openJobFolder };
    };
    const jobs = openJobs({ load, secret: () => Promise.resolve(undefined), log: assert.fail });
    jobs.watch([empty]);
    assert.equal(loads, 0);
    jobs.watch([empty, full]);
    assert.equal(loads, 1);
    assert.deepEqual((await jobs.of(empty)).jobs, []);
    assert.equal(loads, 2);
    jobs.dispose();
  });
});
