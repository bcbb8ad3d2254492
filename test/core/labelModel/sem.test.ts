import assert from "node:assert/strict";
import { syntheticVotes } from "../../../bench/generator";
import { predictLabels } from "../../../src/core/labelModel/predict";
import { sem } from "../../../src/core/labelModel/sem";
import { buildPatterns, goldCounts, rowLabels } from "../../../src/core/patterns/patterns";
import type { VoteMatrix } from "../../../src/core/statistics/votes";
import { matrixOf } from "../matrices";

/** Repeats lines of letters (see matrixOf): "20 x s s ." */
const rowsOf = (...groups: [number, string][]): VoteMatrix =>
  matrixOf(groups.flatMap(([count, line]) => new Array<string>(count).fill(`${line} .`)));

const fitted = (matrix: VoteMatrix, options = {}) => {
  const { table } = buildPatterns(matrix);
  return { table, parameters: sem.fit(table, options) };
};

describe("SEM", () => {
  // a, b and c agree on 90 rows; d contradicts them on 40 of its 50 votes.
  const badFourth = rowsOf([40, "s s s ."], [40, "h h h s"], [10, "s s s s"], [10, ". . . ."]);

  it("finds out which LF is bad from the others' votes", () => {
    const { parameters } = fitted(badFourth);
    const [a, b, c, d] = sem.precision(parameters);
    for (const good of [a, b, c]) assert.ok(good! > 0.9, `precision ${good}`);
    assert.ok(d! < 0.6, `precision ${d}`);
  });

  it("labels by the weight of votes, not their number", () => {
    const twoAgainstOne = rowsOf(
      [300, "s s s . ."],
      [300, "h h h . ."],
      [60, "s . . h h"],
      [60, "h . . s s"],
      [200, ". s s s s"],
      [200, ". h h h s"],
    );
    const { parameters, table } = fitted(twoAgainstOne);
    const weights = sem.explain(parameters, Int16Array.of(1, 1, 1, 1, 1)).votes.map(({ logOdds }) => logOdds);
    assert.ok(weights.every((weight) => weight > 0));
    assert.ok(weights[1]! > weights[3]!, "b agrees with more LFs than d");
    assert.equal(predictLabels(sem.predictProba(parameters, table), table)[0], 1);
  });

  it("explains by log-odds that sum to the margin", () => {
    const { parameters } = fitted(badFourth, { balance: [0.3, 0.7] });
    const pattern = Int16Array.of(0, 0, 0, 1);
    const table = { size: 1, lfs: 4, labels: 2, votes: pattern, counts: Float64Array.of(1) };
    const [ham, spam] = sem.predictProba(parameters, table);
    const { label, votes } = sem.explain(parameters, pattern);
    assert.equal(label, 0);
    const margin = votes.reduce((sum, { logOdds }) => sum + logOdds, Math.log(0.3 / 0.7));
    assert.ok(Math.abs(margin - Math.log(ham! / spam!)) < 1e-9);
  });

  it("draws one LF towards an accuracy of .8, however many rows there are", () => {
    // Nothing contradicts a lone LF: without shrinkage it would be taken for perfect.
    for (const rows of [100, 100_000]) {
      const { table } = buildPatterns(rowsOf([1, "s"], [1, "h"]));
      const [precision] = sem.precision(sem.fit({ ...table, counts: Float64Array.of(rows, rows) }));
      assert.ok(Math.abs(precision! - 0.8) < 0.001, `${rows} rows: ${precision}`);
    }
  });

  it("takes a given balance, and refuses one that is none", () => {
    const { parameters } = fitted(rowsOf([10, "s h"], [10, "h s"]), { balance: [0.9, 0.1] });
    assert.deepEqual(parameters.prior, [0.9, 0.1]);
    for (const balance of [[1], [0.5, 0.6], [-0.5, 1.5], [NaN, 1]])
      assert.throws(() => fitted(badFourth, { balance }), /class balance must be 2 shares/);
  });

  it("estimates the balance once 20 LFs vote several labels", () => {
    const rare = (lfs: number) => sem.fit(buildPatterns(syntheticVotes(3000, lfs, 2)).table).prior[1]!;
    assert.equal(rare(19), 0.5);
    assert.ok(Math.abs(rare(20) - 1 / 3) < 0.05, `${rare(20)} of the rows have label 1`);
  });

  it("holds gold rows to their label", () => {
    // a and b always disagree: nothing but gold can tell that a is right.
    const dispute = { ...rowsOf([30, "s h"], [30, "h s"]), gold: new Int16Array(60).fill(-1).fill(1, 0, 5).fill(0, 30, 35) };
    const index = buildPatterns(dispute);
    const lastRows = (options: { gold?: Float64Array }) => {
      const proba = sem.predictProba(sem.fit(index.table, options), index.table);
      const labels = rowLabels(index, predictLabels(proba, index.table));
      return [labels[29], labels[59]];
    };
    assert.deepEqual(lastRows({}), [-1, -1]);
    assert.deepEqual(lastRows({ gold: goldCounts(index, dispute.gold) }), [1, 0]);
  });

  it("labels silent rows only by abstain evidence", () => {
    // b, c and d vote HAM on nearly every HAM row: where all are silent, HAM is unlikely.
    const matrix = rowsOf([90, ". h h h"], [20, "s . . ."], [20, ". . . ."]);
    const silent = (options: object) => {
      const { parameters, table } = fitted(matrix, options);
      return [...sem.predictProba(parameters, table).subarray(4, 6)].map((p) => Math.round(p));
    };
    assert.deepEqual(silent({}), [0, 0]);
    assert.deepEqual(silent({ abstainEvidence: true }), [0, 1]);
  });

  it("is as accurate as published on synthetic votes", () => {
    const check = (rows: number, lfs: number, labels: number, accuracy: string): void => {
      const votes = syntheticVotes(rows, lfs, labels);
      const index = buildPatterns(votes);
      const predicted = rowLabels(index, predictLabels(sem.predictProba(sem.fit(index.table), index.table), index.table));
      assert.equal((predicted.filter((label, row) => label === votes.gold[row]).length / rows).toFixed(4), accuracy);
    };
    check(10_000, 20, 2, "0.9424");
    check(10_000, 20, 10, "0.9836");
  });
});
