// Reports: labels that contradict the votes for them, by every label model. Values are counted by hand.
import assert from "node:assert/strict";
import { seededRandom } from "../../src/core/math/random";
import { fitLabelModel } from "../../src/core/labelModel/fitLabelModel";
import { labelModels } from "../../src/core/labelModel/registry";
import { buildPatterns, rowLabels } from "../../src/core/patterns/patterns";
import { ABSTAIN, type VoteMatrix } from "../../src/core/statistics/votes";

const KINDS = Object.keys(labelModels);

/** `rows` rows; an LF is its label and the ranges of rows that it votes on. */
function votesOf(rows: number, labels: number, lfs: readonly (readonly [number, ...(readonly [number, number])[]])[]): VoteMatrix {
  const columns = lfs.map(([label, ...ranges]) => {
    const column = new Int16Array(rows).fill(ABSTAIN);
    for (const [from, end] of ranges) column.fill(label, from, end);
    return column;
  });
  return { rows, labels, columns, gold: new Int16Array(rows).fill(ABSTAIN) };
}

/** Rows of each label, and without one at the end. */
function countsOf(kind: string, matrix: VoteMatrix, balance?: readonly number[]): number[] {
  const index = buildPatterns(matrix);
  const names = matrix.columns.map((_, lf) => `lf_${lf}`);
  const { label } = fitLabelModel({ index, gold: matrix.gold, names, spec: { kind, ...(balance ? { balance } : {}) } });
  const counts = new Array<number>(matrix.labels + 1).fill(0);
  for (const own of rowLabels(index, label)) counts[own === ABSTAIN ? matrix.labels : own]!++;
  return counts;
}

/**
 * Models that take the silence of other LFs for evidence, or learn nothing from LFs of one label and then go by the class balance,
 * may leave rows without a label, but never give another than the one voted for.
 */
const MAY_WITHHOLD = ["dawid-skene", "dawid-skene-crowd"];

describe("report: three LFs for SPAM, two on the same rows and one on others", () => {
  const HAM = 0;
  const SPAM = 1;
  const onlySpam = votesOf(600, 2, [
    [SPAM, [0, 160]],
    [SPAM, [0, 160]],
    [SPAM, [160, 321]],
  ]);
  const withRareHam = votesOf(600, 2, [
    [SPAM, [0, 160]],
    [SPAM, [0, 160]],
    [SPAM, [160, 321]],
    [HAM, [321, 326]],
  ]);
  const fourTopics = votesOf(
    800,
    2,
    [0, 160, 320, 480].flatMap((from) => [[SPAM, [from, from + 120]] as const, [SPAM, [from + 20, from + 140]] as const]),
  );
  for (const kind of KINDS) {
    it(`${kind}: what has a vote for SPAM is SPAM, and no row is HAM without a vote for it`, () => {
      const check = (matrix: VoteMatrix, [ham, spam]: readonly [number, number]): void => {
        const [gotHam, gotSpam] = countsOf(kind, matrix);
        if (!MAY_WITHHOLD.includes(kind)) return assert.deepEqual([gotHam, gotSpam], [ham, spam]);
        assert.ok(gotHam! <= ham && gotSpam! <= spam && gotSpam! > 0, `${gotHam} HAM, ${gotSpam} SPAM`);
      };
      check(onlySpam, [0, 321]);
      check(withRareHam, [5, 321]);
      check(fourTopics, [0, 560]);
    });
  }
});

describe("report: a vote for the common label makes the rare one likelier", () => {
  // 95 % are N (0): its three LFs vote on half of the rows and overlap in some; P's LF votes on the last 5 %.
  const matrix = votesOf(1000, 2, [
    [0, [0, 300]],
    [0, [200, 500]],
    [0, [250, 350]],
    [1, [950, 1000]],
  ]);
  for (const kind of KINDS) {
    it(`${kind}: one, two and three votes for N leave P at 5 % at most, ever less`, () => {
      const index = buildPatterns(matrix);
      const balance = [0.95, 0.05];
      const { proba } = fitLabelModel({ index, gold: matrix.gold, names: ["a", "b", "c", "d"], spec: { kind, balance } });
      const rare = [0, 220, 270].map((row) => proba[index.rowPattern[row]! * 2 + 1]!);
      assert.ok(rare[0]! <= 0.05 + 1e-9, `one vote: ${rare[0]}`);
      assert.ok(rare[1]! <= rare[0]! + 1e-9 && rare[2]! <= rare[1]! + 1e-9, rare.join());
    });
  }
});

describe("report: flying-squid believes an LF that is worse than chance", () => {
  const rows = 3000;
  const random = seededRandom(7);
  const truth = Int16Array.from({ length: rows }, () => (random() < 0.5 ? 0 : 1));
  const columns = [0.1, 0.9, 0.9].map((accuracy) => truth.map((label) => (random() < accuracy ? label : 1 - label)));
  const index = buildPatterns({ rows, labels: 2, columns, gold: truth });
  const none = new Int16Array(rows).fill(ABSTAIN);
  /** Ties are right by half. */
  const accuracyOf = (kind: string): number => {
    const { label } = fitLabelModel({ index, gold: none, names: ["bad", "b", "c"], spec: { kind, tieBand: 0 } });
    const own = rowLabels(index, label);
    return truth.reduce((sum, gold, row) => sum + (own[row] === gold ? 1 : own[row] === ABSTAIN ? 0.5 : 0), 0) / rows;
  };

  it("its labels are at least as right as majority vote's", () => {
    // By hand: majority is right if two of three are, .81 + 2 x .1 x .09 = .828; the two good ones alone .81 + .18 / 2 = .9.
    assert.ok(Math.abs(accuracyOf("majority") - 0.828) < 0.02, `${accuracyOf("majority")}`);
    assert.ok(accuracyOf("flying-squid") >= accuracyOf("majority") + 0.05, `${accuracyOf("flying-squid")}`);
  });

  it("says so where there are fewer than three triplets, and labels as majority vote does", () => {
    const two = buildPatterns({ rows, labels: 2, columns: columns.slice(1), gold: truth });
    const fit = (kind: string) => fitLabelModel({ index: two, gold: none, names: ["b", "c"], spec: { kind } });
    const { model, parameters, label } = fit("flying-squid");
    assert.match(model.note!(parameters)!, /all 2 LFs there are fewer than 3 such triplets.*as in majority vote/);
    assert.deepEqual(label, fit("majority").label);
  });
});
