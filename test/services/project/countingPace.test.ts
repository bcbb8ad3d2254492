// While the results of many LFs arrive, their votes are counted now and then; once all are here, at once.
import assert from "node:assert/strict";
import type { LfResult } from "../../../src/protocol/engine";
import type { LfEntry, ProjectState } from "../../../src/services/project/state";
import { createVoteAnalysis } from "../../../src/services/project/voteAnalysis";

const rows = 20_000;
const info = { sample: { rows, gold: new Int16Array(rows).fill(-1), splits: new Uint8Array(rows), ids: [] } };
const entry = (lf: number, isDone: boolean): LfEntry => {
  const result = {
    name: `lf${lf}`,
    key: `${lf}`,
    votes: new Int16Array(rows),
    faults: [],
    faultRows: new Uint32Array(),
    ms: 1,
  } as unknown as LfResult;
  return { site: { name: `lf${lf}` }, stale: false, ...(isDone ? { result } : {}) } as unknown as LfEntry;
};

describe("counting votes while results arrive", () => {
  it("waits between two counts, and counts all votes once the last result is here", async () => {
    let state = { lfs: [], info, config: { labels: ["A"], labelModel: {} } } as unknown as ProjectState;
    const counted: number[] = [];
    const analysis = createVoteAnalysis({
      analyst: { analyse: () => new Promise(() => {}) } as never,
      state: () => state,
      tell: ({ numbers }) => void (numbers && counted.push(numbers.summary.lfs.filter(({ votes }) => votes > 0).length)),
      warn: (_what, error) => assert.fail(String(error)),
    });
    const lfs = 200;
    for (let done = 1; done <= lfs; done++) {
      state = { ...state, lfs: Array.from({ length: lfs }, (_, lf) => state.lfs[lf] ?? entry(lf, false)) };
      state = { ...state, lfs: state.lfs.map((one, lf) => (lf === done - 1 ? entry(lf, true) : one)) };
      analysis.changed();
      analysis.count();
      await Promise.resolve();
    }
    analysis.close();
    assert.equal(counted.at(-1), lfs, "the last result is counted at once");
    assert.ok(counted.length < lfs / 2, `${counted.length} counts for ${lfs} results`);
  });
});
