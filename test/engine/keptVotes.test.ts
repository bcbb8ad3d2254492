// A model's votes in a file of columns: on the sample and on all rows, with rows that were not asked about, and with files that are wrong.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { packVotes, type VoteColumns } from "../../src/core/data/keptVotes";
import { runBesideGood, sampleRows, startTestEngine, type TestEngine } from "./testEngine";

const lfFile = `import { votes } from "lf-lens";
import table from "./endModel.votes.json";
export const endModel = votes("id", table, { threshold: 0.9 });
`;

describe("an LF of kept votes", function () {
  this.timeout(60_000);
  let engine: TestEngine;
  before(async () => (engine = await startTestEngine({ rows: sampleRows, columns: { id: "id", gold: "gold" } })));
  after(() => engine.close());

  /** Writes the file of votes, and gives the JSON file that names it. */
  function keep(columns: VoteColumns, file = "models/endModel.lfvotes"): string {
    const bytes = packVotes(columns, (text) => Buffer.from(text));
    engine.write(file, "");
    writeFileSync(engine.path(file), bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return JSON.stringify({ labels: ["HAM", "SPAM"], file, rows: columns.keys.length, sha256 });
  }
  const run = (json: string): ReturnType<typeof runBesideGood> =>
    runBesideGood(engine, { "endModel.lf.ts": lfFile, "endModel.votes.json": json });

  it("votes as they say; a row that has none was not asked about, one below the threshold abstains", async () => {
    const json = keep({ keys: ["a", "b", "c"], votes: [1, 0, -1], probabilities: [0.99, 0.5, 0] });
    const { votes, faults, results } = await run(json);
    assert.deepEqual([votes["endModel"], faults, results.get("endModel")?.notAsked], ["S---", [], 1]);
    const all = await engine.client.measure({
      files: ["endModel.lf.ts"].map((name) => ({ path: engine.path(name) })),
      labelModel: { kind: "majority" },
    });
    assert.deepEqual([all.lfs.map(({ name }) => name), all.notAsked, all.summary.lfs[0]?.votes], [["endModel"], [1], 1]);
  });

  it("votes on what is new after an update, and follows ids, not places", async () => {
    const { votes, results } = await run(keep({ keys: ["x", "d", "a"], votes: [1, 0, 1], probabilities: [1, 1, 1] }));
    assert.deepEqual([votes["endModel"], results.get("endModel")?.notAsked], ["S--H", 2]);
  });

  it("says which file is wrong and what to do, and the other LFs run", async () => {
    const json = keep({ keys: ["a", "b"], votes: [0, 1], probabilities: [1, 1] }, "models/bad.lfvotes");
    const place = engine.path("models/bad.lfvotes");
    for (const [damage, problem] of [
      [() => writeFileSync(place, "LFVOTES1 torn"), /models\/bad\.lfvotes was changed or is damaged\. Restore the file of votes/],
      [() => writeFileSync(place, ""), /models\/bad\.lfvotes was changed or is damaged/],
    ] as const) {
      damage();
      const { problems } = await run(json);
      assert.match(problems.join("\n"), problem);
    }
    const missing = await run(json.replace("bad.lfvotes", "gone.lfvotes"));
    assert.match(
      missing.problems.join("\n"),
      /models\/gone\.lfvotes is missing\. Restore the file of votes, or use the model as an LF again/,
    );
    const outside = await run(json.replace("models/bad.lfvotes", "../outside.lfvotes"));
    assert.match(outside.problems.join("\n"), /\.\.\/outside\.lfvotes (is missing|lies outside the project)/);
  });
});
