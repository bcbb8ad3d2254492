import assert from "node:assert/strict";
import { createWatchdog, type Verdict, type Watchdog } from "../../src/engine/watchdog";
import type { Step } from "../../src/engine/workerApi";

const step: Step = { number: 1, kind: "lf", run: 1, lf: { name: "a", key: "k", file: "/a", line: 1, column: 1, endLine: 1, evidence: [] } };

/** A watchdog, its verdicts, and the next of them. */
function watched(
  lfMs: number,
  rowMs: number,
): { watchdog: Watchdog; position: Int32Array; verdicts: Verdict[]; next: () => Promise<Verdict> } {
  const position = new Int32Array(2);
  const verdicts: Verdict[] = [];
  let told: (verdict: Verdict) => void = () => {};
  const watchdog = createWatchdog({ lfMs, rowMs, memoryMb: 2_048 }, position, (verdict) => {
    verdicts.push(verdict);
    told(verdict);
  });
  return { watchdog, position, verdicts, next: () => new Promise((resolve) => (told = resolve)) };
}

describe("watchdog", () => {
  it("takes no time in which its own thread was busy for an LF's", async () => {
    const { watchdog, next } = watched(400, 400);
    watchdog.step(step);
    const verdict = next();
    const busySince = performance.now();
    for (const end = busySince + 900; performance.now() < end;);
    const idleSince = performance.now();
    const { kind, ...found } = await verdict;
    assert.equal(kind, "time");
    // Of the busy 900 ms it counts one look at most (100 ms): it goes on for most of the limit after that.
    assert.ok(performance.now() - idleSince > 250, `ended ${performance.now() - idleSince} ms after the thread was free again`);
    assert.ok("ms" in found && found.ms >= 400);
  });

  it("lets an LF take its time as long as its rows go on, up to its own limit", async () => {
    const { watchdog, position, next } = watched(300, 100);
    watchdog.step(step);
    // Each turn of the loop is a row: the look comes between two turns, whatever else the machine does.
    let over = false;
    const goOn = (): void => {
      position[0]!++;
      if (!over) setImmediate(goOn);
    };
    goOn();
    const verdict = await next();
    over = true;
    assert.ok(verdict.kind === "time" && !verdict.onRow && verdict.ms >= 300 && verdict.row > 0);
  });

  it("says nothing of steps that have ended", async () => {
    const { watchdog, verdicts } = watched(20, 20);
    watchdog.step(step);
    watchdog.step(null);
    assert.equal(watchdog.current(), undefined);
    // Another that allows ten times as much has looked more often than it takes by the time it speaks.
    const later = watched(200, 200);
    later.watchdog.step(step);
    await later.next();
    assert.deepEqual(verdicts, []);
  });

  it("puts what an earlier step left behind on that step, not on the one that it interrupts", async () => {
    const { watchdog, position, next } = watched(60, 30);
    watchdog.step(step);
    watchdog.step({ ...step, number: 2 });
    position[1] = 1;
    assert.deepEqual([watchdog.current()?.step.number, watchdog.current()?.late], [1, true]);
    const verdict = await next();
    assert.deepEqual([verdict.step.number, verdict.late], [1, true]);
  });
});
