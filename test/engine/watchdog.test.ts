import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { createWatchdog, type Overrun } from "../../src/engine/watchdog";
import type { Step } from "../../src/engine/workerApi";

const step: Step = { kind: "lf", run: 1, lf: { name: "a", key: "k", file: "/a", line: 1, column: 1, endLine: 1, evidence: [] } };

describe("watchdog", function () {
  // It measures time: on a machine that does much else at once a single run proves nothing.
  this.retries(2);
  it("takes no time in which its own thread was busy for an LF's", async () => {
    const overruns: Overrun[] = [];
    const watchdog = createWatchdog({ lfMs: 400, rowMs: 400 }, new Int32Array(1), (overrun) => overruns.push(overrun));
    watchdog.step(step);
    for (const end = performance.now() + 900; performance.now() < end;);
    await delay(60);
    assert.deepEqual(overruns, []);
    watchdog.step(null);
  });

  it("lets an LF take its time as long as its rows go on, up to its own limit", async () => {
    const overruns: Overrun[] = [];
    const position = new Int32Array(1);
    const watchdog = createWatchdog({ lfMs: 300, rowMs: 100 }, position, (overrun) => overruns.push(overrun));
    watchdog.step(step);
    const rows = setInterval(() => position[0]!++, 10);
    while (overruns.length === 0) await delay(10);
    clearInterval(rows);
    assert.equal(overruns[0]!.onRow, false);
    assert.ok(overruns[0]!.ms > 300 && overruns[0]!.row > 0);
  });

  it("says nothing of steps that have ended", async () => {
    const watchdog = createWatchdog({ lfMs: 20, rowMs: 20 }, new Int32Array(1), () => assert.fail());
    watchdog.step(step);
    watchdog.step(null);
    assert.equal(watchdog.current(), null);
    await delay(80);
  });
});
