import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { createWatchdog, type Verdict } from "../../src/engine/watchdog";
import type { Step } from "../../src/engine/workerApi";

const step: Step = { number: 1, kind: "lf", run: 1, lf: { name: "a", key: "k", file: "/a", line: 1, column: 1, endLine: 1, evidence: [] } };

describe("watchdog", function () {
  // It measures time: on a machine that does much else at once a single run proves nothing.
  this.retries(2);
  it("takes no time in which its own thread was busy for an LF's", async () => {
    const overruns: Verdict[] = [];
    const watchdog = createWatchdog({ lfMs: 400, rowMs: 400, memoryMb: 2_048 }, new Int32Array(2), (overrun) => overruns.push(overrun));
    watchdog.step(step);
    for (const end = performance.now() + 900; performance.now() < end;);
    await delay(60);
    assert.deepEqual(overruns, []);
    watchdog.step(null);
  });

  it("lets an LF take its time as long as its rows go on, up to its own limit", async () => {
    const overruns: Verdict[] = [];
    const position = new Int32Array(2);
    const watchdog = createWatchdog({ lfMs: 300, rowMs: 100, memoryMb: 2_048 }, position, (overrun) => overruns.push(overrun));
    watchdog.step(step);
    const rows = setInterval(() => position[0]!++, 10);
    while (overruns.length === 0) await delay(10);
    clearInterval(rows);
    const [overrun] = overruns;
    assert.ok(overrun?.kind === "time" && !overrun.onRow && overrun.ms > 300 && overrun.row > 0);
  });

  it("says nothing of steps that have ended", async () => {
    const watchdog = createWatchdog({ lfMs: 20, rowMs: 20, memoryMb: 2_048 }, new Int32Array(2), () => assert.fail());
    watchdog.step(step);
    watchdog.step(null);
    assert.equal(watchdog.current(), undefined);
    await delay(80);
  });

  it("puts what an earlier step left behind on that step, not on the one that it interrupts", async () => {
    const overruns: Verdict[] = [];
    const position = new Int32Array(2);
    const watchdog = createWatchdog({ lfMs: 60, rowMs: 30, memoryMb: 2_048 }, position, (overrun) => overruns.push(overrun));
    watchdog.step(step);
    watchdog.step({ ...step, number: 2 });
    position[1] = 1;
    assert.deepEqual([watchdog.current()?.step.number, watchdog.current()?.late], [1, true]);
    while (overruns.length === 0) await delay(10);
    assert.deepEqual([overruns[0]!.step.number, overruns[0]!.late], [1, true]);
  });
});
