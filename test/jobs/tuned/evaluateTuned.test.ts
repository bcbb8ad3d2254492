import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chatLines } from "../../../src/jobs/chatRecord";
import { evaluateTuned } from "../../../src/jobs/tuned/evaluateTuned";
import { readEvaluations } from "../../../src/jobs/tuned/evaluations";
import { planEvaluation, type EvaluationChoices } from "../../../src/jobs/tuned/plan";
import { type GoldRows } from "../../../src/jobs/tuned/goldRows";
import { renderPrompt } from "../../../src/llm/promptTemplate";
import type { TunedEvaluation } from "../../../src/protocol/tunedModel";
import { startAzure, KEY } from "../servers/openaiServer";
import { startTogether } from "../servers/togetherServer";
import { newWorld, type World } from "../world";
import { followJob } from "../../../src/jobs/runner";
import { answer, gold, task, tunedJob } from "./tunedWorld";

async function evaluate({ tools }: World, id: string, choices: EvaluationChoices = {}): Promise<TunedEvaluation> {
  const plan = await planEvaluation(id, gold, choices, tools);
  return evaluateTuned(plan, plan.summary.hash, tools);
}

describe("evaluating a tuned model", () => {
  it("sends nothing before the yes, and says what would be sent, to whom and at what cost", async () => {
    const { world, server, job } = await tunedJob();
    const { summary, open } = await planEvaluation(job.id, gold, {}, world.tools);
    assert.equal(open, 20);
    assert.match(
      summary.text,
      /prompts made from the rows below are sent to 127\.0\.0\.1:\d+\. Gold is not among them\.\nRows: 10 of 10 rows of test with gold\nColumns: text\nBase model: gpt-4o-mini, 10 requests, 2\d\d tokens sent, at most 160 answered\nTuned model: ft:gpt-4o-mini:org::ftjob-1, 10 requests, 2\d\d tokens sent, at most 160 answered\nCost: unknown: no dated price/,
    );
    const prices = { basePrice: { input: 1000, output: 0 }, tunedPrice: { input: 0, output: 1000 } };
    const priced = await planEvaluation(job.id, gold, prices, world.tools);
    assert.match(priced.summary.text, /Cost: at most 0\.[34]\d USD \(the prices that you gave\)/);
    await assert.rejects(evaluateTuned(priced, summary.hash, world.tools), /not what was agreed to/);
    assert.deepEqual(server.seen, []);
  });

  it("asks both models the same rows by the ticket's template, and counts what each gets right", async () => {
    const { world, server, job } = await tunedJob();
    const evaluation = await evaluate(world, job.id, { basePrice: { input: 1, output: 10 } });
    assert.equal(server.asked.length, 20);
    assert.deepEqual(server.asked.find(({ model }) => model === "gpt-4o-mini")?.messages, [
      { role: "system", content: "Answer SPAM or HAM." },
      { role: "user", content: "Comment: number 0" },
    ]);
    const { base, tuned } = evaluation;
    assert.deepEqual([base.figures.n, base.figures.accuracy, tuned.figures.accuracy], [10, 0.5, 0.8]);
    // Gold HAM, SPAM; an answer that is no label stands in no column.
    assert.deepEqual(
      [base.figures.confusion, tuned.figures.confusion],
      [
        [
          [1, 4],
          [0, 4],
        ],
        [
          [4, 0],
          [1, 4],
        ],
      ],
    );
    assert.ok(Math.abs(tuned.figures.macroF1! - (8 / 10 + 8 / 9) / 2) < 1e-12, String(tuned.figures.macroF1));
    assert.deepEqual(
      [base.noLabel, tuned.noLabel],
      [
        { rows: 0, first: [] },
        { rows: 1, first: ["This is surely SPAM, or else HAM"] },
      ],
    );
    assert.deepEqual(base.unanswered, { rows: 1, first: [{ id: "t2", reason: "I cannot help with that." }] });
    assert.deepEqual([base.tokens, base.usd, tuned.usd], [{ input: 200, output: 20 }, 0.0004, null]);
    assert.deepEqual(evaluation.regressions, [{ id: "t4", text: "Comment: number 4", gold: "HAM", base: "HAM", tuned: "SPAM" }]);
    assert.deepEqual(
      evaluation.gains.map(({ id }) => id),
      ["t2", "t5", "t7", "t9"],
    );
    // Five rows differ, one of them for the worse: 2 (1 + 5) / 32.
    assert.ok(Math.abs(evaluation.pValue - 0.375) < 1e-9);
    assert.deepEqual(await readEvaluations(world.tools.store.folder(job.id), assert.fail, world.tools.seal), [evaluation]);
  });

  it("asks nothing twice, and only what is new of more rows", async () => {
    const { world, server, job } = await tunedJob();
    const few = await planEvaluation(job.id, { ...gold, rows: gold.rows.slice(0, 4) }, {}, world.tools);
    await evaluateTuned(few, few.summary.hash, world.tools);
    const first = await evaluate(world, job.id);
    assert.equal(server.asked.length, 20);
    const again = await planEvaluation(job.id, gold, {}, world.tools);
    assert.match(again.summary.text, /^Every answer is kept already: nothing is sent\./);
    assert.deepEqual({ ...(await evaluate(world, job.id)), at: "" }, { ...first, at: "" });
    assert.equal(server.asked.length, 20);
  });

  it("says on how many of the rows the job was trained", async () => {
    const { world, job } = await tunedJob();
    const learned = gold.rows
      .slice(0, 3)
      .map(({ cells }) => ({ messages: [...renderPrompt(task, cells), { role: "assistant", content: "HAM" }] }));
    writeFileSync(world.tools.store.dataPath(job.id, "training"), chatLines(learned));
    const { summary } = await planEvaluation(job.id, gold, {}, world.tools);
    assert.match(summary.text, /Warning: the job was trained on 3 of these rows/);
    assert.equal((await evaluate(world, job.id)).trainedOn, 3);
  });

  it("waits as it is told to after 429, and longer each time after 500 and lost replies", async () => {
    const { world, server, job } = await tunedJob();
    const faults = [
      {
        status: 429,
        body: { error: { message: "Slow down.", type: "requests", code: null, param: null } },
        headers: { "retry-after": "7" },
      },
      { status: 500, body: { error: { message: "Oops.", type: "server_error", code: null, param: null } } },
      "lost request" as const,
      "lost reply" as const,
      "cut reply" as const,
    ];
    server.fault = () => faults.shift();
    const { tuned } = await evaluate(world, job.id);
    assert.equal(tuned.figures.accuracy, 0.8);
    assert.equal(world.tools.clock.slept.filter((ms) => ms === 7000).length, 1);
    assert.equal(faults.length, 0);
  });

  it("gives up on a server that stays away, keeps the answers, and goes on from there", async () => {
    const { world, server, job } = await tunedJob();
    server.fault = (_, index) => (index >= 6 ? "lost request" : undefined);
    await assert.rejects(evaluate(world, job.id), /could not be reached/);
    assert.equal(server.asked.length, 6);
    server.fault = () => undefined;
    assert.equal((await evaluate(world, job.id)).tuned.figures.accuracy, 0.8);
    assert.equal(server.asked.length, 20);
  });

  for (const [status, code, message, problem] of [
    [401, "invalid_api_key", `Incorrect API key provided: ${KEY}.`, /answered 401: Incorrect API key provided: \[key\]\. Check the key/],
    [429, "insufficient_quota", "You exceeded your quota.", /answered 429: You exceeded your quota\. Check the account's credit/],
    [404, "model_not_found", "The model does not exist.", /answered 404: The model does not exist\. Check the models' names/],
  ] as const)
    it(`ends at once with what to do after ${status} ${code}, no key in it`, async () => {
      const { world, server, job } = await tunedJob();
      server.fault = () => ({ status, body: { error: { message, type: "invalid_request_error", code, param: null } } });
      await assert.rejects(evaluate(world, job.id), problem);
      assert.ok(server.seen.length <= 4, "nothing is tried again");
      assert.ok(!world.allText().includes(KEY));
    });

  for (const [what, status, code, message, reason] of [
    [
      "a prompt that Azure's filter stops",
      400,
      "content_filter",
      "The response was filtered.",
      /answered 400: The response was filtered\./,
    ],
    ["a prompt too long for the model", 400, "context_length_exceeded", "Too long.", /answered 400: Too long\./],
    ["one that a service without codes finds too long", 422, null, "Exceeds the maximum context length.", /maximum context length/],
  ] as const)
    it(`goes on with the other rows after ${what}: that row is named, counted as wrong, and not asked again`, async () => {
      const { world, server, job } = await tunedJob();
      server.fault = ({ body }) =>
        /number 6"/.test(body.toString())
          ? { status, body: { error: { message, type: "invalid_request_error", code, param: "prompt" } } }
          : undefined;
      const { base, tuned } = await evaluate(world, job.id);
      assert.equal(server.asked.length, 18);
      assert.deepEqual([tuned.figures.n, tuned.figures.accuracy, tuned.noLabel.rows], [10, 0.7, 1]);
      assert.deepEqual([tuned.unanswered.rows, tuned.unanswered.first[0]!.id, base.unanswered.rows], [1, "t6", 2]);
      assert.match(tuned.unanswered.first[0]!.reason, reason);
      assert.equal((await planEvaluation(job.id, gold, {}, world.tools)).open, 0);
    });

  it("counts an answer that its service cut off for its content as none", async () => {
    const { world, server, job } = await tunedJob();
    server.finish = ({ messages }) => (messages.at(-1)!.content.endsWith("number 0") ? "content_filter" : "stop");
    const { tuned } = await evaluate(world, job.id);
    assert.deepEqual(tuned.unanswered, { rows: 1, first: [{ id: "t0", reason: "The service's content filter held the answer back." }] });
    assert.equal(tuned.figures.accuracy, 0.7);
  });

  it("keeps no key that an answer repeats", async () => {
    const { world, server, job } = await tunedJob();
    server.answer = () => `Your key is ${KEY}`;
    const { tuned } = await evaluate(world, job.id);
    assert.deepEqual(tuned.noLabel, { rows: 10, first: ["Your key is [key]"] });
    assert.ok(!world.allText().includes(KEY));
  });

  it("can be ended by the user, and goes on with what is missing", async () => {
    const { world, server, job } = await tunedJob();
    const stop = new AbortController();
    const plan = await planEvaluation(job.id, gold, {}, world.tools);
    const onProgress = (done: number): void => (done === 5 ? stop.abort(new Error("Enough.")) : undefined);
    await assert.rejects(evaluateTuned(plan, plan.summary.hash, world.tools, { signal: stop.signal, onProgress }), /Enough\./);
    const { open } = await planEvaluation(job.id, gold, {}, world.tools);
    assert.ok(open > 0 && open <= 15, String(open));
    const before = server.asked.length;
    await evaluate(world, job.id);
    assert.equal(server.asked.length - before, open);
  });

  it("goes on after its process was killed: only what is missing is asked", async function () {
    this.timeout(60_000);
    const { world, server, job } = await tunedJob();
    const child = fork(join(__dirname, "evaluateInChild.ts"), [world.folder, job.id], { execArgv: ["--import", "tsx"], stdio: "inherit" });
    const dead = once(child, "exit");
    server.fault = async (_, index) => {
      if (index !== 9) return index > 9 ? "lost request" : undefined;
      child.kill("SIGKILL");
      await dead;
      return "lost reply";
    };
    const [, signal] = (await dead) as [number | null, string | null];
    assert.equal(signal, "SIGKILL");
    server.fault = () => undefined;
    // The machine may stop in the middle of a line, too.
    appendFileSync(join(world.tools.store.folder(job.id), "answers.jsonl"), '{"question":"ab');
    const { open } = await planEvaluation(job.id, gold, {}, world.tools);
    assert.ok(open >= 11 && open < 20, String(open));
    const before = server.asked.length;
    const { tuned } = await evaluate(newWorld({ folder: world.folder }), job.id);
    assert.deepEqual([tuned.figures.accuracy, server.asked.length - before], [0.8, open]);
    const lines = readFileSync(join(world.tools.store.folder(job.id), "answers.jsonl"), "utf8")
      .trimEnd()
      .split("\n");
    assert.equal(lines.length, 21);
    assert.equal((await planEvaluation(job.id, gold, {}, world.tools)).open, 0);
  });

  it("refuses what cannot be evaluated, and says why", async () => {
    const { world, job } = await tunedJob();
    const plan = (changed: Partial<GoldRows>): Promise<unknown> => planEvaluation(job.id, { ...gold, ...changed }, {}, world.tools);
    await assert.rejects(plan({ goldColumn: "text" }), /sends the gold column "text"/);
    await assert.rejects(
      plan({ rows: [{ id: "1", gold: 0, cells: { words: "a" } }] }),
      /names the column "text"\. The project's data has: words\./,
    );
    const change = (parts: object): Promise<unknown> => world.tools.store.update(job.id, (one) => ({ ...one, ...parts }));
    const { task: _, ...bare } = job.ticket;
    await change({ ticket: bare });
    await assert.rejects(plan({}), /its ticket has no "task"/);
    await change({ ticket: { ...job.ticket, provider: { id: "local" } } });
    await assert.rejects(plan({}), /an end model of this machine, which answers no prompts/);
    await change({ ticket: job.ticket, state: "failed" });
    await assert.rejects(plan({}), /has no tuned model: its state is failed/);
  });

  it("asks Azure's deployments by their names", async () => {
    const server = await startAzure();
    server.answer = answer;
    server.script = ["succeeded"];
    const world = newWorld();
    const { id } = await world.submit({ provider: { id: "azure", endpoint: server.origin }, task });
    await followJob(id, world.tools);
    const { base, tuned } = await evaluate(world, id, { base: "base-deployment", tuned: "ft:deployment" });
    assert.deepEqual([base.figures.accuracy, tuned.figures.accuracy], [0.5, 0.8]);
    assert.ok(server.seen.includes("POST /openai/deployments/base-deployment/chat/completions"));
  });

  it("asks Together's chat completions", async () => {
    const server = await startTogether();
    server.answer = answer;
    server.script = ["completed"];
    const world = newWorld();
    const { id } = await world.submit({ provider: { id: "together", baseUrl: server.baseUrl }, task });
    await followJob(id, world.tools);
    const { base, tuned } = await evaluate(world, id, { tuned: "ft:endpoint" });
    assert.deepEqual([base.figures.accuracy, tuned.figures.accuracy], [0.5, 0.8]);
  });
});
