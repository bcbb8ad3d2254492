import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chatLines } from "../../src/jobs/chatRecord";
import { prepareJob, type Proposal } from "../../src/jobs/prepare";
import { addJob, followJob } from "../../src/jobs/runner";
import { NOW } from "./now";
import { examples, newWorld, type World } from "./world";

const prepare = (world: World, parts: Record<string, unknown>): Promise<Proposal> => {
  const ticket = world.ticket(parts);
  return prepareJob(ticket, world.tools.provider(ticket), world.tools.clock);
};
const openai = { provider: { id: "openai" }, hyperparameters: { epochs: 3, seed: 7 }, suffix: "comments" };

describe("consent", () => {
  it("is to a text that says what is sent, to whom, and what it costs", async () => {
    const world = newWorld();
    const task = { system: "Classify.", prompt: "{{author}}: {{text}}" };
    const { summary } = await prepare(world, { ...openai, task });
    const lines = summary.text.split("\n");
    assert.equal(lines[0], "OpenAI: the files below are sent to api.openai.com and kept there.");
    assert.equal(lines[1], 'Model: gpt-4o-mini, supervised, suffix "comments"');
    assert.equal(lines[2], "Training: 12 examples, 1,305 bytes, 234 tokens");
    assert.match(lines[3]!, /^Validation: 1 example, 96 bytes, 14 tokens$/);
    assert.equal(lines[4], "Columns: author, text");
    assert.equal(lines[5], "Settings: epochs 3, seed 7, baseUrl https://api.openai.com/v1");
    assert.match(lines[6]!, /^Cost: less than 0\.01 USD \(3\.00 USD per million tokens; .*April 2026\)$/);
    assert.match(lines[7]!, /^Closing: the last day is 2027-01-06\. OpenAI closes fine-tuning/);
    assert.equal(lines.at(-2), "Warnings: 1");
    assert.match(lines.at(-1)!, /training\.jsonl: 12 examples are accepted, but 50 or more are advised/);
  });

  it("says which rows are not among the examples", async () => {
    const { summary } = await prepare(newWorld(), { ...openai, notUsed: "3 of 15 rows: 3 without a label" });
    assert.ok(summary.text.split("\n").includes("Rows not used: 3 of 15 rows: 3 without a label"));
  });

  it("says that nothing leaves the machine where nothing does", async () => {
    const { summary } = await prepare(newWorld(), { provider: { id: "local" } });
    assert.match(summary.text, /^This machine: nothing leaves this machine\./);
  });

  const changes: Record<string, (world: World) => Record<string, unknown>> = {
    "a changed example": (world) => {
      writeFileSync(join(world.folder, "training.jsonl"), chatLines(examples).replace("number 5", "number 6"));
      return openai;
    },
    "another model": () => ({ ...openai, baseModel: "gpt-4o" }),
    "another host": () => ({ ...openai, provider: { id: "openai", baseUrl: "https://x.example/v1" } }),
    "another price": () => ({ ...openai, pricePerMillion: 99 }),
  };
  for (const [what, change] of Object.entries(changes))
    it(`does not reach further than what it was given to: ${what}`, async () => {
      const world = newWorld();
      const agreed = await prepare(world, openai);
      const other = await prepare(world, change(world));
      await assert.rejects(addJob(other, agreed.summary.hash, world.tools), /is not what was agreed to/);
      assert.deepEqual((await world.tools.store.list()).jobs, []);
    });

  it("is on record, with the text", async () => {
    const world = newWorld();
    const agreed = await prepare(world, openai);
    const job = await addJob(agreed, agreed.summary.hash, world.tools);
    assert.deepEqual(job.consent, { at: NOW, summary: agreed.summary.text, hash: agreed.summary.hash });
  });

  it("cannot make a job of examples with errors", async () => {
    const world = newWorld();
    writeFileSync(join(world.folder, "training.jsonl"), "{}\n");
    const proposal = await prepare(world, openai);
    await assert.rejects(addJob(proposal, proposal.summary.hash, world.tools), /The job cannot be made: messages: .*\(and 1 more\)/);
  });
});

describe("services that end", () => {
  const day = (text: string, shift = 0): number => Date.parse(text) - NOW + shift;

  it("OpenAI is used to its last day, and refuses from the next on", async () => {
    const world = newWorld();
    world.tools.clock.jump = day("2027-01-06T23:59:59Z");
    await world.tools.clock.sleep(0);
    assert.match((await prepare(world, openai)).summary.text, /Closing: the last day is 2027-01-06/);
    world.tools.clock.jump = 1000;
    await world.tools.clock.sleep(0);
    await assert.rejects(
      prepare(world, openai),
      /OpenAI no longer accepts jobs\. OpenAI closes fine-tuning.* The last day was 2027-01-06\. Pick another provider\./,
    );
  });

  it("a job that was agreed to in time, but not sent in time, is not sent", async () => {
    const world = newWorld();
    const { id } = await world.add(openai);
    world.tools.clock.jump = day("2027-01-07T00:00:00Z");
    await world.tools.clock.sleep(0);
    const job = await followJob(id, world.tools);
    assert.equal(job.state, "failed");
    assert.match(job.problem!, /The last day was 2027-01-06/);
  });

  const retired: Record<string, RegExp> = {
    mistral: /Mistral no longer accepts jobs\. .*deprecated its fine-tuning API.*found so on 20 November 2026/,
    cohere: /Cohere no longer accepts jobs\. .*retired all fine-tuning on 15 September 2025/,
    databricks: /Databricks .* no longer accepts jobs\. .*removed it on 14 August 2026.*AI Runtime/,
  };
  for (const [id, message] of Object.entries(retired))
    it(`${id} refuses with reason and date`, () => assert.rejects(prepare(newWorld(), { provider: { id } }), message));

  it("a compatible endpoint of the user's own does not end", async () => {
    const world = newWorld();
    world.tools.clock.jump = day("2030-01-01");
    await world.tools.clock.sleep(0);
    const { summary } = await prepare(world, { provider: { id: "openai", baseUrl: "https://x.example/v1" } });
    assert.doesNotMatch(summary.text, /Closing/);
  });
});
