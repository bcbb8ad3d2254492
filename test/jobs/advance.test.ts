import assert from "node:assert/strict";
import fc from "fast-check";
import { isFinal } from "../../src/protocol/jobs";
import { advance, type JobEvent } from "../../src/jobs/advance";
import { jobRecordSchema, newJob, type JobRecord } from "../../src/jobs/job";
import type { Observation } from "../../src/jobs/provider";
import { parseTicket } from "../../src/jobs/ticket";
import { NOW } from "./now";

const ticket = parseTicket({ provider: { id: "openai" }, baseModel: "gpt-4o-mini", training: "training.jsonl" });
const file = { sha256: "abc", bytes: 1, examples: 12, tokens: 100 };
const fresh = (): JobRecord =>
  newJob({ ticket, files: { training: file }, estimate: { known: false, reason: "x" }, summary: { text: "x", hash: "y" } }, NOW);

const seen = (state: Observation["state"], more: Partial<Observation> = {}): JobEvent => ({
  type: "observed",
  observation: { state, log: [], logComplete: true, metrics: [], checkpoints: [], ...more },
});
const entry = (id: string, at: number): Observation["log"][number] => ({ id, at, level: "info", message: id });
const run = (events: readonly JobEvent[]): JobRecord => events.reduce((job, event, index) => advance(job, event, NOW + index), fresh());

describe("a job's states", () => {
  const path: Record<string, [JobEvent[], string[]]> = {
    "from the first request to success": [
      [
        { type: "uploading", role: "training" },
        { type: "uploaded", role: "training", ref: "file-1" },
        { type: "filesReady" },
        { type: "creating" },
        { type: "created", remoteId: "job-1" },
        seen("validating"),
        seen("queued"),
        seen("running"),
        seen("running"),
        seen("succeeded"),
      ],
      ["pending", "validating", "queued", "running", "succeeded"],
    ],
    "back from unknown to what it was": [
      [
        { type: "created", remoteId: "job-1" },
        seen("queued"),
        { type: "unreachable", problem: "no answer" },
        { type: "unreachable", problem: "no answer" },
        { type: "cancelSent" },
      ],
      ["pending", "queued", "unknown", "queued"],
    ],
    "from unknown straight to its end": [
      [seen("running"), { type: "unreachable", problem: "no answer" }, seen("failed", { problem: "out of memory" })],
      ["pending", "running", "unknown", "running", "failed"],
    ],
    "pending while the user has to act first": [[{ type: "blocked", problem: "no key" }], ["pending"]],
    "unknown when the key is lost on the way": [
      [{ type: "created", remoteId: "job-1" }, seen("running"), { type: "blocked", problem: "no key" }],
      ["pending", "running", "unknown"],
    ],
    "pending again when the process that trained it is gone": [
      [{ type: "created", remoteId: "job-1" }, seen("running"), { type: "lost" }],
      ["pending", "running", "pending"],
    ],
  };
  for (const [what, [events, states]] of Object.entries(path))
    it(what, () =>
      assert.deepEqual(
        run(events).history.map(({ state }) => state),
        states,
      ),
    );

  it("keeps the problem until the provider answers", () => {
    const troubled = run([{ type: "created", remoteId: "job-1" }, seen("running"), { type: "unreachable", problem: "no answer" }]);
    assert.equal(troubled.problem, "no answer");
    assert.equal(advance(troubled, seen("running"), NOW).problem, undefined);
  });

  it("merges logs by time and losses by step, each once", () => {
    const job = run([
      seen("running", { log: [entry("a", 10), entry("c", 30)], metrics: [{ step: 2, trainLoss: 0.5 }] }),
      seen("running", {
        log: [entry("c", 30), entry("b", 20), entry("c", 30)],
        metrics: [
          { step: 2, validLoss: 0.6 },
          { step: 1, trainLoss: 0.9 },
        ],
      }),
    ]);
    assert.deepEqual(
      job.log.map(({ id }) => id),
      ["a", "b", "c"],
    );
    assert.deepEqual(job.metrics, [
      { step: 1, trainLoss: 0.9 },
      { step: 2, trainLoss: 0.5, validLoss: 0.6 },
    ]);
  });

  it("waits three times for the rest of a finished job's log, then finishes and says so", () => {
    const partial = seen("succeeded", { logComplete: false });
    const states = [1, 2, 3, 4].map((times) => run([seen("running"), ...Array.from({ length: times }, () => partial)]));
    assert.deepEqual(
      states.map(({ state }) => state),
      ["running", "running", "running", "succeeded"],
    );
    assert.match(states[3]!.log[0]!.message, /could not be read to its end/);
  });

  it("whatever happens in whatever order: ends stay, times run forward, log entries are unique, the record stays valid", () => {
    const observed = fc.record({
      state: fc.constantFrom<Observation["state"]>("validating", "queued", "running", "succeeded", "failed", "cancelled"),
      ids: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }),
      logComplete: fc.boolean(),
    });
    const event: fc.Arbitrary<JobEvent> = fc.oneof(
      observed.map(({ state, ids, logComplete }) => seen(state, { logComplete, log: ids.map((id) => entry(String(id), id)) })),
      fc.constantFrom<JobEvent>(
        { type: "uploading", role: "training" },
        { type: "uploadLost", role: "training" },
        { type: "uploaded", role: "training", ref: "file-1" },
        { type: "checkingFiles" },
        { type: "filesReady" },
        { type: "creating" },
        { type: "created", remoteId: "job-1" },
        { type: "duplicatesChecked" },
        { type: "unreachable", problem: "no answer" },
        { type: "blocked", problem: "no key" },
        { type: "failed", problem: "refused" },
        { type: "cancelRequested" },
        { type: "cancelSent" },
        { type: "cancelled" },
        { type: "paused" },
        { type: "resumed" },
        { type: "lost" },
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(event, fc.integer({ min: -100, max: 100 })), { maxLength: 40 }), (steps) => {
        let job = fresh();
        for (const [next, shift] of steps) {
          const after = advance(job, next, NOW + shift);
          if (isFinal(job.state)) assert.equal(after, job);
          if (job.state === "unknown" && after.state !== "unknown" && next.type !== "observed" && next.type !== "lost")
            assert.ok(
              after.history.slice(job.history.length).some(({ state }) => state === job.formerState) ||
                isFinal(after.state) ||
                next.type === "checkingFiles",
            );
          job = after;
        }
        const times = job.history.map(({ at }) => at);
        assert.deepEqual(
          times,
          [...times].sort((a, b) => a - b),
        );
        assert.equal(new Set(job.log.map(({ id }) => id)).size, job.log.length);
        assert.deepEqual(jobRecordSchema.parse(JSON.parse(JSON.stringify(job))), JSON.parse(JSON.stringify(job)));
      }),
    );
  });
});
