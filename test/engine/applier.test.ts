// What is collected over all rows, batch by batch and part by part, is what one look at all of them would give.
import assert from "node:assert/strict";
import { startTestEngine } from "./testEngine";

describe("LFs on all rows", function () {
  this.timeout(60_000);

  it("have as many kinds of faults however many batches there are, and every row is in one", async () => {
    // Three batches of rows, each of which fails with a message of its own.
    const rows = Array.from({ length: 20_000 }, (_, i) => ({ id: `r${i}`, text: i % 20 ? "good" : "bad" }));
    const engine = await startTestEngine({ rows, columns: { id: "id" }, limits: { lfMs: 60_000 } });
    try {
      const path = engine.write(
        "bad.lf.ts",
        `import { lf } from "lf-lens";\nexport const bad = lf((row) => {\n  if (row.text === "bad") throw new Error(String(row.id));\n  return "HAM";\n});`,
      );
      const { faults, summary } = await engine.client.measure({ files: [{ path }], labelModel: { kind: "majority" } });
      const own = faults[0]!;
      assert.equal(summary.lfs[0]!.votes, 19_000);
      assert.equal(own.length, 21, "20 kinds, and all others as one");
      assert.deepEqual(
        own.map((fault) => fault.rows),
        [980, ...Array.from({ length: 20 }, () => 1)],
      );
      assert.match(own[0]!.message, /^Other faults: there are more than 20 different ones\.$/);
      assert.deepEqual(
        own.slice(1).map(({ message }) => message),
        Array.from({ length: 20 }, (_, i) => `r${20 * i}`),
      );
    } finally {
      await engine.close();
    }
  });
});
