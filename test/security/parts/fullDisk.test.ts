// Promised: a full disk while a job is made: a plain message, and nothing is left behind.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { explainFullDisk } from "../../../src/files/diskFull";
import { tryLock } from "../../../src/files/lock";
import { openAgreements } from "../../../src/jobs/agreements";
import { prepareJob } from "../../../src/jobs/prepare";
import { addJob } from "../../../src/jobs/runner";
import { openJobStore } from "../../../src/jobs/store";
import { newFolder, newWorld, stateIn } from "../../jobs/world";

describe("a full disk", function () {
  this.timeout(30_000);
  let disk: string;
  before(function () {
    disk = join(newFolder(), "disk");
    mkdirSync(disk);
    // A disk of its own, as small as it gets. That takes rights that not everybody has.
    const made = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]);
    if (made.status !== 0) {
      console.log("      left out: no disk of its own can be made here");
      this.skip();
    }
  });
  after(() => void spawnSync("umount", [disk]));
  const fill = (): void => {
    const { bavail, bsize } = statfsSync(disk);
    if (bavail > 0) writeFileSync(join(disk, "full"), Buffer.alloc(bavail * bsize));
  };

  it("makes no job, says what, where and how much is free, and leaves no file", async () => {
    const world = newWorld();
    const root = join(disk, "jobs");
    mkdirSync(root);
    const store = openJobStore(root, (text) => text, openAgreements(stateIn(world.folder)));
    const ticket = world.ticket({ provider: { id: "openai" } });
    const proposal = await prepareJob(ticket, world.tools.provider(ticket), world.tools.clock);
    fill();
    await assert.rejects(
      addJob(proposal, proposal.summary.hash, { ...world.tools, store }),
      (error: Error) =>
        error.message.startsWith("The job could not be made; nothing was sent.") &&
        error.message.includes(`The folder ${root}: the disk is full (0.0 MB free, 0.0 MB needed). Make room, then try again.`),
    );
    assert.deepEqual(
      readdirSync(root).filter((name) => name !== ".gitignore"),
      [],
    );
    assert.deepEqual(readdirSync(join(stateIn(world.folder), "jobs")), [], "nothing counts as agreed to that is not there");
  });

  it("leaves no lock file", async () => {
    fill();
    const path = join(disk, "x.lock");
    await assert.rejects(tryLock(path), { code: "ENOSPC" });
    assert.equal(existsSync(path), false);
  });
});

describe("an error of the disk", () => {
  it("is said in plain words if it is full, and left as it is if not", async () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    const { message } = (await explainFullDisk(full, newFolder(), "It was not done.", 3 * 2 ** 20)) as Error;
    assert.match(
      message,
      /^It was not done\. The folder .*: the disk is full \(\d+\.\d MB free, 3\.0 MB needed\)\. Make room, then try again\.$/,
    );
    const other = Object.assign(new Error("x"), { code: "EACCES" });
    assert.equal(await explainFullDisk(other, "/", "It was not done."), other);
  });
});
