// Promised: job records and tickets that nobody wrote are refused in words for the user, whatever is in them: reading changes nothing, and
// nothing counts as agreed to.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAgreements } from "../../src/jobs/agreements";
import { newJob } from "../../src/jobs/job";
import { openJobStore } from "../../src/jobs/store";
import { parseTicket } from "../../src/jobs/ticket";
import { changed, drawn, fuzzRounds } from "./fuzz";

const ROUNDS = fuzzRounds(300);

describe("job records and tickets that nobody wrote", () => {
  const input = {
    provider: { id: "openai", baseUrl: "http://127.0.0.1:9/v1" },
    baseModel: "m",
    training: "t.jsonl",
    task: { prompt: "{{text}}" },
  };
  const file = { sha256: "0".repeat(64), bytes: 1, examples: 1, tokens: 1 };
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "lf lens [fuzz] "))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("are read or refused in words, never agreed to, and stay as they are", async () => {
    const random = drawn(7);
    const job = newJob(
      { ticket: parseTicket(input), files: { training: file }, estimate: { known: false, reason: "x" }, summary: { text: "x", hash: "x" } },
      Date.parse("2026-11-21T09:00:00Z"),
    );
    const jobs = join(root, "jobs");
    const store = openJobStore(jobs, (text) => text, openAgreements(join(root, "state")));
    const texts = new Map<string, string>();
    for (let round = 0; round < ROUNDS; round++) {
      const id = `job-${round}`;
      const whole = JSON.stringify(changed({ ...job, id }, random));
      const text = random() < 0.2 ? whole.slice(0, random() * whole.length) : whole;
      mkdirSync(join(jobs, id), { recursive: true });
      writeFileSync(join(jobs, id, "job.json"), text);
      texts.set(id, text);
    }
    const found = await store.list();
    assert.equal(found.jobs.length + found.unreadable.length, ROUNDS);
    assert.ok(found.jobs.length > ROUNDS / 50 && found.unreadable.length > ROUNDS / 2, "both kinds are tried");
    for (const { message, id } of found.unreadable) assert.match(message, new RegExp(`${id}.*(damaged|made by a newer LF Lens)`));
    for (const { id } of found.jobs) assert.equal(await store.isAgreed(id), false);
    for (const [id, text] of texts) {
      assert.deepEqual(readdirSync(join(jobs, id)), ["job.json"]);
      assert.equal(readFileSync(join(jobs, id, "job.json"), "utf8"), text);
    }
  });

  it("are tickets or are refused with what is wrong", () => {
    const random = drawn(11);
    let right = 0;
    for (let round = 0; round < ROUNDS; round++) {
      try {
        const { provider } = parseTicket(changed(input, random));
        right++;
        if ("baseUrl" in provider) assert.match(provider.baseUrl, /^(https:|http:\/\/127)/);
      } catch (error) {
        assert.match((error as Error).message, /^The job ticket is not right\.\n/);
      }
    }
    assert.ok(right > 0 && right < ROUNDS, "both kinds are tried");
  });
});
