// 500 edits, some of them hostile, leave nothing behind: no thread, no handle, no memory.
import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { startTestSession, type TestSession } from "../services/testSession";

const CYCLES = 500;
/** By then caches are full and code is compiled. */
const WARM = 150;

describe("a long session", function () {
  this.timeout(300_000);
  let test: TestSession;
  before(async () => {
    test = startTestSession();
    await test.session.open(test.config);
  });
  after(() => test.close());

  /** An LF whose votes tell the cycle's remainder, beside what the cycle does wrong. */
  function text(cycle: number): string {
    const wrong = cycle % 10 === 3 ? `throw new Error("cycle ${cycle}");` : cycle % 10 === 7 ? `console.log(${cycle});` : "";
    const exits = cycle % 100 === 99 ? `import { exit } from "node:process";\nexport const gone = lf(() => exit(1) as never);` : "";
    return `import { lf } from "lf-lens";\n${exits}
export const a = lf((row) => (Number(row.id) <= ${cycle % 5} ? "A" : null));
export const b = lf(() => { ${wrong} return "B"; });`;
  }

  const shows = (cycle: number): boolean => {
    const [a, b] = [test.lf("a"), test.lf("b")];
    return (
      a?.summary?.votes === cycle % 5 &&
      b?.summary?.votes === (cycle % 10 === 3 ? 0 : 5) &&
      !a.stale &&
      !b.stale &&
      test.project().phase === "ready"
    );
  };

  /** What the process holds on to, once what is not held has been collected. */
  function held(): { heapMb: number; handles: string[] } {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    collect();
    return {
      heapMb: process.memoryUsage().heapUsed / 2 ** 20,
      handles: process.getActiveResourcesInfo().filter((kind) => /Worker|MessagePort|FSReq|Process|Pipe/.test(kind)),
    };
  }

  it(`holds after ${CYCLES} edits what it held after ${WARM}`, async () => {
    const edit = async (cycle: number): Promise<void> => {
      test.type("letters.lf.ts", text(cycle));
      await test.until(() => shows(cycle));
    };
    for (let cycle = 0; cycle < WARM; cycle++) await edit(cycle);
    const before = held();
    for (let cycle = WARM; cycle < CYCLES; cycle++) await edit(cycle);
    const after = held();
    assert.ok(after.heapMb < before.heapMb + 8, `the heap grew from ${before.heapMb} to ${after.heapMb} MB`);
    assert.ok(after.handles.length <= before.handles.length + 1, `${before.handles.join()} became ${after.handles.join()}`);
    assert.equal(test.session.snapshot.projects.length, 1);
  });
});
