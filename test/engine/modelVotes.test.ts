// A model's votes in a JSON file beside an LF: run by the real worker, and run again exactly when the file changes.
import assert from "node:assert/strict";
import { runBesideGood, sampleRows, startTestEngine, type TestEngine } from "./testEngine";

const lfFile = `import { votes } from "lf-lens";
import table from "./endModel.votes.json";
export const endModel = votes("id", table, { threshold: 0.9 });
`;
const tableOf = (probability: number): string =>
  JSON.stringify({ labels: ["HAM", "SPAM"], keys: ["a", "b", "c"], votes: [1, 0, 1], probabilities: [0.99, probability, 0.5] });

describe("an LF of a model's votes", function () {
  this.timeout(60_000);
  let engine: TestEngine;
  before(async () => (engine = await startTestEngine({ rows: sampleRows, columns: { id: "id", gold: "gold" } })));
  after(() => engine.close());

  it("votes as the table beside it says, and anew when the table changes", async () => {
    const first = await runBesideGood(engine, { "endModel.lf.ts": lfFile, "endModel.votes.json": tableOf(0.95) });
    assert.deepEqual(first.faults, []);
    assert.equal(first.votes["endModel"], "SH--");
    const key = (outcome: typeof first): string | undefined => outcome.plan.lfs.find(({ name }) => name === "endModel")?.key;
    const second = await runBesideGood(engine, { "endModel.lf.ts": lfFile, "endModel.votes.json": tableOf(0.8) });
    assert.equal(second.votes["endModel"], "S---");
    assert.notEqual(key(first), key(second));
  });
});
