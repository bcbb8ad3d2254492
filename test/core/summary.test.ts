import assert from "node:assert/strict";
import fc from "fast-check";
import { createSummary, readSummary, replaceLf } from "../../src/core/statistics/liveSummary";
import { summarize } from "../../src/core/statistics/liveSummary";
import type { VoteMatrix } from "../../src/core/statistics/votes";
import { randomMatrix, sixBySix, someColumn, someMatrix } from "./matrices";
import { slowSummary } from "./slowStatistics";

const check = (matrix: VoteMatrix): void => assert.deepEqual(summarize(matrix), slowSummary(matrix));

describe("summarize", () => {
  it("counts what one can count by eye", () => {
    assert.deepEqual(summarize(sixBySix), {
      rows: 6,
      goldRows: 5,
      lfs: [
        { votes: 3, overlaps: 3, conflicts: 1, correct: 2, incorrect: 1, polarity: [0, 1] },
        { votes: 3, overlaps: 3, conflicts: 1, correct: 1, incorrect: 2, polarity: [0, 1] },
        { votes: 2, overlaps: 2, conflicts: 0, correct: 0, incorrect: 1, polarity: [0, 1] },
        { votes: 1, overlaps: 0, conflicts: 0, correct: 1, incorrect: 0, polarity: [0] },
        { votes: 1, overlaps: 1, conflicts: 0, correct: 0, incorrect: 0, polarity: [1] },
        { votes: 0, overlaps: 0, conflicts: 0, correct: 0, incorrect: 0, polarity: [] },
      ],
      set: { covered: 5, overlaps: 4, conflicts: 1 },
    });
  });

  it("agrees with counting row by row on any matrix", () => fc.assert(fc.property(someMatrix, check)));

  it("agrees beyond the rows that are counted at a time, for an odd number of rows and hundreds of labels", () => {
    check(randomMatrix(5001, 9, 2));
    check(randomMatrix(4097, 5, 700));
  });

  it("takes columns that are cut out of a larger buffer", () => {
    const whole = randomMatrix(101, 4, 3);
    const cut = (column: Int16Array): Int16Array => column.subarray(1, 100);
    check({ ...whole, rows: 99, columns: whole.columns.map(cut), gold: cut(whole.gold) });
  });

  it("never has more conflicts than overlaps, nor more overlaps than votes", () =>
    fc.assert(
      fc.property(someMatrix, (matrix) => {
        const { lfs, set, rows, goldRows } = summarize(matrix);
        assert.ok(rows >= set.covered && set.covered >= set.overlaps && set.overlaps >= set.conflicts);
        for (const lf of lfs) {
          assert.ok(lf.votes >= lf.overlaps && lf.overlaps >= lf.conflicts);
          assert.ok(lf.correct + lf.incorrect <= Math.min(lf.votes, goldRows));
        }
      }),
    ));
});

/** What may happen to a project's LFs, drawn as fractions so that they fit any number of LFs. */
const someChange = (rows: number, labels: number): fc.Arbitrary<{ where: number; column: Int16Array }> =>
  fc.record({
    where: fc.double({ min: 0, max: 0.999, noNaN: true }),
    column: someColumn(rows, labels),
  });

const someHistory = someMatrix.chain((matrix) =>
  fc.record({ matrix: fc.constant(matrix), changes: fc.array(someChange(matrix.rows, matrix.labels), { maxLength: 8 }) }),
);

describe("a live summary", () => {
  it("stays equal to a fresh one while LFs are changed", () =>
    fc.assert(
      fc.property(someHistory, ({ matrix, changes }) => {
        const live = createSummary(matrix);
        for (const change of changes) {
          if (live.columns.length > 0) replaceLf(live, Math.floor(change.where * live.columns.length), change.column);
          assert.deepEqual(readSummary(live), slowSummary({ ...matrix, columns: live.columns }));
        }
      }),
    ));

  it("leaves the votes it was given untouched", () => {
    const before = structuredClone(sixBySix);
    const live = createSummary(sixBySix);
    replaceLf(live, 0, Int16Array.of(0, 0, 0, 0, 0, 0));
    assert.deepEqual(sixBySix, before);
  });

  it("moves the others' overlaps and conflicts when one LF changes its mind on one row", () => {
    const live = createSummary(sixBySix);
    replaceLf(live, 5, Int16Array.of(-1, -1, 1, -1, 1, -1)); // f now says SPAM on rows 2 and 4
    const { lfs, set } = readSummary(live);
    assert.deepEqual(
      lfs.map(({ overlaps, conflicts }) => [overlaps, conflicts]),
      [
        [3, 2],
        [3, 2],
        [2, 1],
        [1, 1],
        [1, 0],
        [2, 2],
      ],
    );
    assert.deepEqual(set, { covered: 5, overlaps: 5, conflicts: 3 });
  });
});
