// Promised: the editor starts nothing that came with a folder, shows it for what it is, and leaves alone what a newer LF Lens made.
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openJobFolder, type JobFolder } from "../../../src/services/jobs/jobFolder";
import { KEY, startOpenAi } from "../../jobs/servers/openaiServer";
import { newFolder, newWorld, stateIn } from "../../jobs/world";

describe("the editor", function () {
  this.timeout(60_000);
  const opened: JobFolder[] = [];
  afterEach(() => opened.splice(0).forEach((folder) => folder.dispose()));

  it("starts nothing on opening, shows what came as not agreed to, and goes on after a yes", async () => {
    const server = await startOpenAi();
    const world = newWorld();
    const { id } = await world.add({ provider: { id: "openai", baseUrl: server.baseUrl } });
    const root = newFolder();
    cpSync(join(world.folder, "jobs"), join(root, ".lf-jobs"), { recursive: true });
    let told: () => void = () => {};
    const folder = openJobFolder(root, {
      ...{ state: stateIn(root), secret: () => Promise.resolve(KEY), log: assert.fail },
      onChange: () => told(),
    });
    opened.push(folder);
    await folder.load();
    await folder.look(id);
    folder.retry();
    const [shown] = folder.jobs;
    assert.deepEqual(
      [shown!.stateText, shown!.actions, shown!.notAgreed],
      ["pending, not agreed to on this machine", ["agree", "remove"], true],
    );
    assert.deepEqual(server.seen, []);
    const request = await folder.readAgreement(id);
    const ended = new Promise<void>((resolve) => {
      told = () => void (folder.jobs[0]?.ended === true && resolve());
    });
    await folder.agree(request, request.summary.hash);
    await ended;
    assert.deepEqual([folder.jobs[0]!.state, server.jobs.length], ["succeeded", 1]);
  });

  it("deletes such a job without asking its provider", async () => {
    const server = await startOpenAi();
    const world = newWorld();
    const { id } = await world.submit({ provider: { id: "openai", baseUrl: server.baseUrl } });
    const root = newFolder();
    cpSync(join(world.folder, "jobs"), join(root, ".lf-jobs"), { recursive: true });
    server.seen.length = 0;
    const folder = openJobFolder(root, { state: stateIn(root), secret: () => Promise.resolve(KEY), log: assert.fail, onChange: () => {} });
    opened.push(folder);
    await folder.load();
    await folder.remove(id);
    assert.deepEqual([folder.jobs, server.seen], [[], []]);
  });

  it("shows a job that a newer LF Lens made, and leaves it alone", async () => {
    const world = newWorld();
    const { id } = await world.add({ provider: { id: "openai" } });
    const root = newFolder();
    cpSync(join(world.folder, "jobs"), join(root, ".lf-jobs"), { recursive: true });
    const path = join(root, ".lf-jobs", id, "job.json");
    const newer = JSON.stringify({ ...(JSON.parse(readFileSync(path, "utf8")) as object), priority: "high" });
    const folder = openJobFolder(root, { state: stateIn(root), secret: () => Promise.resolve(KEY), log: () => {}, onChange: () => {} });
    opened.push(folder);
    await folder.load();
    assert.deepEqual([folder.jobs.length, folder.unreadable], [1, []]);
    // The newer one writes it while this window is open; the next window finds it so.
    writeFileSync(path, newer);
    await folder.look(id);
    assert.deepEqual([folder.jobs, folder.unreadable.length], [[], 1]);
    await folder.load();
    for (const act of ["cancel", "pause", "resume", "remove", "readAgreement"] as const)
      await assert.rejects(folder[act](id), /made by a newer LF Lens\. It is left as it is/);
    assert.deepEqual(folder.jobs, []);
    assert.deepEqual(
      folder.unreadable.map((one) => [one.id, one.isNewer]),
      [[id, true]],
    );
    assert.equal(readFileSync(path, "utf8"), newer);
  });
});
