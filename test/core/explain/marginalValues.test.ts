import assert from "node:assert/strict";
import { syntheticVotes } from "../../../bench/generator";
import { majorityVote } from "../../../src/core/labelModel/majorityVote";
import { predictLabels } from "../../../src/core/labelModel/predict";
import { sem } from "../../../src/core/labelModel/sem";
import { buildPatterns, goldCounts, rowLabels } from "../../../src/core/patterns/patterns";
import type { VoteMatrix } from "../../../src/core/statistics/votes";
import { marginalValues } from "../../../src/core/explain/marginalValues";
import { matrixOf } from "../matrices";

describe("marginalValues", () => {
  it("counts what each LF adds to majority vote", () => {
    //                         a b c   gold
    const matrix = matrixOf(["s . .   s", "s s .   s", "h . h   s", ". . h   h"]);
    const index = buildPatterns(matrix);
    const parameters = majorityVote.fit(index.table);
    const input = { model: majorityVote, patterns: index.table, parameters, gold: goldCounts(index, matrix.gold) };
    const values = marginalValues(input).map(({ lf, coverage, accuracy }) => ({ lf, coverage, accuracy }));
    assert.deepEqual(values, [
      // Without a: row 0 has no vote, and counts as half right; rows 1 and 2 keep their labels.
      { lf: 0, coverage: 0.25, accuracy: 0.125 },
      // Without b nothing changes.
      { lf: 1, coverage: 0, accuracy: 0 },
      // Without c: row 3 has no vote.
      { lf: 2, coverage: 0.25, accuracy: 0.125 },
    ]);
  });

  it("has no accuracy without gold, and may be asked for some LFs", () => {
    const { table } = buildPatterns(matrixOf(["s h .   .", "s s .   ."]));
    const [value, ...rest] = marginalValues({ model: sem, patterns: table, parameters: sem.fit(table) }, [1]);
    assert.equal(rest.length, 0);
    assert.deepEqual(Object.keys(value!).sort(), ["certainty", "coverage", "lf"]);
  });

  it("agrees with fitting from scratch on the other LFs", () => {
    const votes = syntheticVotes(2000, 8, 2);
    const index = buildPatterns(votes);
    const accuracyOf = (matrix: VoteMatrix): number => {
      const own = buildPatterns(matrix);
      const labels = rowLabels(own, predictLabels(sem.predictProba(sem.fit(own.table), own.table), own.table));
      return labels.reduce((sum, label, row) => sum + (label === -1 ? 0.5 : Number(label === matrix.gold[row])), 0) / matrix.rows;
    };
    const values = marginalValues({
      model: sem,
      patterns: index.table,
      parameters: sem.fit(index.table),
      gold: goldCounts(index, votes.gold),
    });
    for (const { lf, accuracy } of values) {
      const slow = accuracyOf(votes) - accuracyOf({ ...votes, columns: votes.columns.filter((_, j) => j !== lf) });
      assert.ok(Math.abs(accuracy! - slow) <= 0.002, `LF ${lf}: ${accuracy}, from scratch ${slow}`);
    }
  });
});
