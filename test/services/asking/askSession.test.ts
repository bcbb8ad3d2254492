// Asking in a session that somebody types in: the numbers follow the answers, and no other LF runs.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CancelledError } from "../../../src/protocol/cancelled";
import { systemClock } from "../../../src/net/clock";
import { askModels } from "../../../src/services/asking/askModels";
import { startChat, type ChatServer } from "../../llm/chatServer";
import { letterFiles, startTestSession, type TestSession } from "../testSession";

describe("asking in a session", function () {
  this.timeout(60_000);
  let test: TestSession;
  let server: ChatServer;
  let state: string;
  beforeEach(async () => {
    server = await startChat();
    server.answer = (text) => (text.startsWith("b") ? "B" : "A");
    state = mkdtempSync(join(tmpdir(), "lf-ask-"));
    const config = JSON.parse(letterFiles["lf.config.json"]) as object;
    const endpoints = { local: { baseUrl: server.baseUrl, model: "smol", concurrency: 1 } };
    test = startTestSession(
      { ...letterFiles, "lf.config.json": JSON.stringify({ ...config, endpoints }), "prompt.lf.ts": PROMPT },
      ".",
      undefined,
      state,
    );
    await test.session.open(test.config);
  });
  afterEach(async () => {
    await test.close();
    rmSync(state, { recursive: true, force: true });
  });
  const PROMPT = `import { prompt } from "lf-lens";
export const first = prompt({ endpoint: "local", template: "{{text}}" });
export const other = prompt({ endpoint: "local", template: "other {{text}}" });
`;
  const tools = () => ({ secret: () => Promise.resolve(undefined), state, clock: systemClock, random: () => 1 });
  const ask = async (lf: string, rows: number): ReturnType<TestSession["session"]["ask"]> => {
    const plan = await test.session.planAsking(test.root, { lf, rows });
    return test.session.ask(test.root, (hooks) => askModels(plan, tools(), hooks));
  };

  it("shows what was answered, and runs only the LF that was asked", async () => {
    assert.deepEqual([test.lf("first").asked, test.lf("first").notAsked], [{ answered: 0, noLabel: 0 }, 5]);
    const before = test.project().lastRun!.run;
    const report = await ask("first", 2);
    assert.deepEqual([report.asked, report.lfs], [2, [{ name: "first", rows: 2, answered: 2 }]]);
    await test.until(({ lastRun }) => lastRun!.run > before && test.lf("first").asked?.answered === 2);
    assert.equal(test.project().lastRun!.lfs, 1);
    assert.deepEqual([test.lf("first").notAsked, test.lf("first").summary?.votes, test.lf("other").notAsked], [3, 2, 5]);
    // The rest, and then the votes are whole: a run finds nothing to do.
    assert.equal((await ask("first", 5)).asked, 3);
    await test.until(() => test.lf("first").notAsked === undefined);
    assert.deepEqual([test.lf("first").summary?.votes, test.lf("first").summary?.correct], [5, 2]);
    await test.session.run();
    assert.equal(test.project().lastRun!.lfs, 0);
  });

  it("is a task that can be cancelled, and keeps what came", async () => {
    server.answer = async () => {
      if (server.paid.length === 1) await test.session.tasks(test.root).cancel(({ kind }) => kind === "ask");
      return "A";
    };
    await assert.rejects(ask("first", 5), CancelledError);
    await test.until(() => test.lf("first").asked?.answered === 1);
    assert.deepEqual(test.project().tasks, []);
  });

  it("refuses a second asking, an LF that asks nobody, and one that there is not", async () => {
    let second: Promise<unknown> | undefined;
    server.answer = () => {
      second ??= ask("other", 1).catch((error: Error) => error.message);
      return "A";
    };
    await ask("first", 1);
    assert.match(String(await second), /is already running/);
    await assert.rejects(ask("a", 5), /a asks no model about these rows/);
    await assert.rejects(ask("nobody", 5), /There is no LF "nobody"/);
  });
});
