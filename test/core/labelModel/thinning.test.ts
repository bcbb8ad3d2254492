import assert from "node:assert/strict";
import { syntheticVotes } from "../../../bench/generator";
import type { PatternTable } from "../../../src/core/patterns/patternTable";
import { patternKeys, thinPatterns } from "../../../src/core/labelModel/thinning";
import { buildPatterns } from "../../../src/core/patterns/patterns";

const votes = syntheticVotes(20_000, 12, 3);
const { table } = buildPatterns(votes);
const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

/** The kept patterns and what they stand for, as text: "votes: rows". */
const keptOf = (patterns: PatternTable, limit: number): string[] => {
  const { kept, weights } = thinPatterns(patterns, patterns.counts, limit, false);
  return Array.from(
    kept,
    (p, i) => `${patterns.votes.subarray(p * patterns.lfs, (p + 1) * patterns.lfs).join()}: ${weights[i]!.toFixed(6)}`,
  ).sort();
};

describe("thinPatterns", () => {
  it("keeps every pattern that has rows and votes, if they are few enough", () => {
    const few: PatternTable = { size: 3, lfs: 1, labels: 2, votes: Int16Array.of(0, -1, 1), counts: Float64Array.of(4, 5, 0) };
    assert.deepEqual(thinPatterns(few, few.counts, 3, false), { kept: Int32Array.of(0), weights: Float64Array.of(4), silentRows: 5 });
    assert.deepEqual([...thinPatterns(few, few.counts, 3, true).kept], [0, 1]);
  });

  it("keeps about as many as asked, standing for all rows, and each large one as it is", () => {
    const { kept, weights, silentRows } = thinPatterns(table, table.counts, 2000, false);
    assert.ok(Math.abs(kept.length - 2000) < 150, `${kept.length} patterns`);
    const rows = sum(weights) + silentRows;
    assert.ok(Math.abs(rows - votes.rows) < 0.03 * votes.rows, `${rows} rows`);
    const least = Math.min(...weights);
    kept.forEach((p, i) => assert.ok(weights[i] === least || weights[i] === table.counts[p]));
    table.counts.forEach((count, p) => {
      const silent = table.votes.subarray(p * table.lfs, (p + 1) * table.lfs).every((vote) => vote < 0);
      if (count > least && !silent) assert.ok(kept.includes(p), `pattern ${p} of ${count} rows is lost`);
    });
  });

  it("keeps each LF's votes as they are, within what chance explains", () => {
    const { kept, weights } = thinPatterns(table, table.counts, 2000, false);
    for (let j = 0; j < table.lfs; j++) {
      const all = votes.columns[j]!.filter((vote) => vote >= 0).length;
      const thin = sum(Array.from(kept, (p, i) => (table.votes[p * table.lfs + j]! >= 0 ? weights[i]! : 0)));
      assert.ok(Math.abs(thin - all) < 0.15 * all, `LF ${j}: ${thin} votes, not ${all}`);
    }
  });

  it("chooses the same patterns for every order of rows, LFs and labels", () => {
    const turn = (column: Int16Array): Int16Array => column.map((vote) => (vote < 0 ? vote : (vote + 1) % 3));
    const changed = buildPatterns({ ...votes, columns: votes.columns.map((column) => turn(column).reverse()).reverse() }).table;
    const back = { ...changed, votes: new Int16Array(changed.votes.length) };
    for (let p = 0; p < changed.size; p++) {
      for (let j = 0; j < changed.lfs; j++) {
        const vote = changed.votes[p * changed.lfs + j]!;
        back.votes[p * changed.lfs + changed.lfs - 1 - j] = vote < 0 ? vote : (vote + 2) % 3;
      }
    }
    assert.deepEqual(keptOf(back, 2000), keptOf(table, 2000));
  });
});

describe("patternKeys", () => {
  it("are spread evenly", () => {
    const keys = patternKeys(table);
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = keys.filter((key) => Math.floor(key * 10) === tenth).length / keys.length;
      assert.ok(Math.abs(share - 0.1) < 0.02, `${share} of the keys are in tenth ${tenth}`);
    }
  });
});
