// Promised: a lock is held by exactly one, and by nobody who is dead: not by a process id that is somebody else's now, not by a container that
// is gone. Whoever waits says for whom.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { followJob } from "../../../src/jobs/runner";
import { startOpenAi } from "../../jobs/servers/openaiServer";
import { newWorld } from "../../jobs/world";
import { holderOf, tryLock, underLock } from "../../../src/files/lock";

describe("a lock", function () {
  this.timeout(30_000);
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lf lens [lock] "));
    path = join(folder, "x.lock");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A lock as this process would write it, but for some of what it says. */
  async function leave(
    change: (owner: { process: { pid: number; started: string }; machine: string; thread: number }) => void,
  ): Promise<void> {
    const release = await tryLock(path);
    const owner = JSON.parse(readFileSync(path, "utf8")) as Parameters<typeof change>[0];
    await release!();
    change(owner);
    writeFileSync(path, JSON.stringify({ ...owner, id: "left behind" }));
  }
  const age = (seconds: number): void => utimesSync(path, Date.now() / 1000 - seconds, Date.now() / 1000 - seconds);

  it("is had by one at a time, and by the next when it is given back", async () => {
    const release = await tryLock(path);
    assert.equal(await tryLock(path), undefined);
    await release!();
    assert.deepEqual(readdirSync(folder), []);
    assert.ok(await tryLock(path));
  });

  it("of a dead process is taken away", async () => {
    await leave((owner) => (owner.process.pid = spawnSync(process.execPath, ["-e", ""]).pid));
    assert.ok(await tryLock(path));
  });

  it("whose process id is another process's now is taken away: the start time tells them apart", async () => {
    const other = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
    try {
      await leave((owner) => (owner.process = { pid: other.pid!, started: "another time" }));
      assert.ok(await tryLock(path));
    } finally {
      other.kill("SIGKILL");
    }
  });

  it("with this very process's id is taken away if this process does not hold it, as after a restart in a container", async () => {
    await leave(() => {});
    assert.ok(await tryLock(path));
  });

  it("of another machine or container holds while it is touched, and no longer", async () => {
    await leave((owner) => {
      owner.machine = "far-away 0";
      owner.process.pid = 1;
    });
    assert.equal(await tryLock(path), undefined);
    assert.equal(await holderOf(path), "process 1 of another machine or container (far-away)");
    age(60);
    assert.ok(await tryLock(path));
  });

  it("of which nothing can be read holds for a while: somebody may be about to write it", async () => {
    for (const text of ["", "4711", "{"]) {
      writeFileSync(path, text);
      assert.equal(await tryLock(path), undefined);
      age(60);
      await (await tryLock(path))!();
    }
  });

  it("is not taken from another thread of this process", async () => {
    const source = `require("tsx/cjs"); const { tryLock } = require(${JSON.stringify(require.resolve("../../../src/files/lock"))});
      tryLock(${JSON.stringify(path)}).then((release) => require("node:worker_threads").parentPort.postMessage(release !== undefined));
      setInterval(() => {}, 1000);`;
    const worker = new Worker(source, { eval: true });
    try {
      assert.deepEqual(await once(worker, "message"), [true]);
      assert.equal(await tryLock(path), undefined);
    } finally {
      await worker.terminate();
    }
  });

  it("that was left behind goes to exactly one of many who come at once", async () => {
    for (let round = 0; round < 20; round++) {
      await leave((owner) => (owner.process.started = "another time"));
      const got = (await Promise.all(Array.from({ length: 8 }, () => tryLock(path)))).filter((release) => release !== undefined);
      assert.ok(got.length <= 1, `${got.length} have it`);
      for (const release of got) await release();
      rmSync(path, { force: true });
    }
  });

  it("says after a second who holds it, and gives up in the end, naming the file", async () => {
    const release = await tryLock(path);
    const said: string[] = [];
    const wait = underLock(path, () => Promise.resolve(), { ms: 1500, onWait: (holder) => said.push(holder) });
    await assert.rejects(wait, new RegExp(`x\\.lock is held by process ${process.pid}\\. Try again`));
    assert.deepEqual(said, [`process ${process.pid}`]);
    await release!();
  });

  it("on a job is waited for aloud, and not at all once its owner is dead", async () => {
    const server = await startOpenAi();
    const world = newWorld();
    const said: string[] = [];
    const tools = { ...world.tools, onBusy: (text: string) => said.push(text) };
    const { id } = await world.add({ provider: { id: "openai", baseUrl: server.baseUrl } });
    path = join(world.tools.store.folder(id), "submit.lock");
    const release = await tryLock(path);
    const stop = new AbortController();
    const waiting = followJob(
      id,
      { ...tools, onBusy: (text) => (tools.onBusy(text), stop.abort(new Error("enough"))) },
      { signal: stop.signal },
    );
    await assert.rejects(waiting, /enough/);
    assert.deepEqual(said, [`Job ${id}: process ${process.pid} works on it. Waiting for that.`]);
    await release!();
    await leave((owner) => (owner.process.started = "another time"));
    assert.equal((await followJob(id, tools)).state, "succeeded");
    assert.equal(said.length, 1);
  });
});
