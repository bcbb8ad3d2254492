// Promised: the terminal asks as the editor does: a job that came with its folder is carried out by no command before its user agrees, and a
// job that was agreed to in one is followed by the other.
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chatLines } from "../../../src/jobs/chatRecord";
import { openJobFolder } from "../../../src/services/jobs/jobFolder";
import { startOpenAi } from "../../jobs/servers/openaiServer";
import { runFinetune, writeProject } from "../../jobs/tuned/finetuneCli";
import { tunedJob } from "../../jobs/tuned/tunedWorld";
import { examples, newFolder, newWorld, stateIn } from "../../jobs/world";

describe("lf-lens finetune on jobs that came with their folder", function () {
  this.timeout(120_000);

  it("sends nothing by wait, resume, cancel, show, evaluate or use, and goes on after agree --yes", async () => {
    const { world, server, job } = await tunedJob();
    writeFileSync(join(world.folder, "training.jsonl"), chatLines(examples));
    const pending = await world.add({ provider: { id: "openai", baseUrl: server.baseUrl } });
    const copy = newWorld({ folder: newFolder() });
    cpSync(join(world.folder, "jobs"), join(copy.folder, "jobs"), { recursive: true });
    writeProject(copy);
    server.seen.length = 0;

    const listed = await runFinetune(copy, ["list"]);
    assert.match(listed.out, new RegExp(`^${pending.id}  pending, not agreed to on this machine`, "m"));
    for (const command of ["wait", "resume", "cancel", "pause"]) {
      const { code, err } = await runFinetune(copy, [command, pending.id]);
      assert.equal(code, 1, command);
      assert.match(err, new RegExp(`was not agreed to on this machine.*\`lf-lens finetune agree ${pending.id}\``), command);
    }
    for (const command of ["evaluate", "use"]) {
      const { code, err } = await runFinetune(copy, [command, job.id, "--project", copy.folder, "--yes"]);
      assert.equal(code, 1, command);
      assert.match(err, /was not agreed to on this machine/, command);
    }
    assert.match((await runFinetune(copy, ["show", pending.id])).out, /State: +pending, not agreed to on this machine/);
    const asked = await runFinetune(copy, ["agree", pending.id]);
    assert.equal(asked.code, 1);
    assert.match(asked.out, /^This job came with its folder; .*\n.*the files below are sent to 127\.0\.0\.1:\d+ and kept there/);
    assert.match(asked.err, /Nothing was run or sent\. Add --yes to agree to exactly this\./);
    assert.deepEqual(server.seen, []);

    assert.equal((await runFinetune(copy, ["agree", pending.id, "--yes"])).code, 0);
    assert.deepEqual(server.seen, []);
    assert.equal((await runFinetune(copy, ["wait", pending.id])).code, 0);
    assert.equal(server.files.at(-1)!.text, readFileSync(join(world.folder, "validation.jsonl"), "utf8"));
  });

  it("follows a job that was agreed to in the editor", async () => {
    const server = await startOpenAi();
    server.script = ["succeeded"];
    const world = newWorld();
    const editor = openJobFolder(world.folder, {
      state: stateIn(world.folder),
      secret: () => Promise.resolve(undefined),
      log: assert.fail,
      onChange: () => {},
    });
    try {
      const proposal = await editor.propose({
        ...{ provider: { id: "openai", baseUrl: server.baseUrl }, baseModel: "gpt-4o-mini" },
        training: join(world.folder, "training.jsonl"),
      });
      const id = await editor.start(proposal, proposal.summary.hash);
      editor.dispose();
      const { code, err } = await runFinetune(world, ["wait", id, "--jobs", join(world.folder, ".lf-jobs")]);
      assert.equal(code, 0, err);
    } finally {
      editor.dispose();
    }
    assert.equal(server.jobs.length, 1);
  });
});
