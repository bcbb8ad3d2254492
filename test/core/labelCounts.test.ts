import assert from "node:assert/strict";
import fc from "fast-check";
import { countByLabel, countLabels } from "../../src/core/labelCounts";
import { summarize } from "../../src/core/liveSummary";
import { sixBySix, someMatrix } from "./matrices";
import { plainRows } from "./slowStatistics";

describe("countByLabel", () => {
  it("counts what one can count by eye", () => {
    // LF a votes SPAM on rows 0 and 1 (gold SPAM) and HAM on row 2 (gold SPAM)
    assert.deepEqual(countByLabel(sixBySix)[0], {
      votes: Uint32Array.of(1, 2),
      correct: Uint32Array.of(0, 2),
      incorrect: Uint32Array.of(1, 0),
    });
    assert.deepEqual(countLabels(sixBySix.gold, 2), Uint32Array.of(2, 3));
  });

  it("agrees with counting row by row, and its labels sum to the summary", () =>
    fc.assert(
      fc.property(someMatrix, (matrix) => {
        const rows = plainRows(matrix);
        const { lfs } = summarize(matrix);
        const sum = (counts: Uint32Array): number => counts.reduce((total, count) => total + count, 0);
        countByLabel(matrix).forEach((counts, lf) => {
          const { votes, correct, incorrect } = counts;
          assert.deepEqual([sum(votes), sum(correct), sum(incorrect)], [lfs[lf]!.votes, lfs[lf]!.correct, lfs[lf]!.incorrect]);
          for (const label of lfs[lf]!.polarity) {
            const mine = rows.filter((row) => row.votes[lf] === label);
            assert.equal(votes[label], mine.length);
            assert.equal(correct[label], mine.filter(({ gold }) => gold === label).length);
          }
        });
      }),
    ));
});
