import assert from "node:assert/strict";
import fc from "fast-check";
import { syntheticVotes } from "../../../bench/generator";
import { labelModels } from "../../../src/core/labelModel/registry";
import { majorityVote } from "../../../src/core/labelModel/majorityVote";
import { predictLabels } from "../../../src/core/labelModel/predict";
import { sem } from "../../../src/core/labelModel/sem";
import { buildPatterns } from "../../../src/core/patterns/patterns";
import { ABSTAIN } from "../../../src/core/statistics/votes";
import { explainRow } from "../../../src/core/explain/explainRow";

const pattern = (text: string): Int16Array => Int16Array.from([...text], (letter) => "hst".indexOf(letter));

describe("explainRow", () => {
  /** Majority vote needs no fit: what flips it can be counted. */
  function check(
    title: string,
    votes: string,
    expected: { label: number; margin: number; flip?: { lfs: number[]; becomes: number } },
  ): void {
    it(title, () => {
      const lfs = votes.length;
      const { label, margin, flip } = explainRow(majorityVote, { lfs, labels: 3 }, pattern(votes), 3);
      assert.equal(label, expected.label);
      assert.ok(Math.abs(margin - expected.margin) < 1e-12);
      assert.deepEqual(flip, expected.flip && { ...expected.flip, exact: true });
    });
  }
  check("a lone vote: the label rests on it", "..s", { label: 1, margin: 1, flip: { lfs: [2], becomes: ABSTAIN } });
  check("two against one: without one of the two it is a tie", "ssh", { label: 1, margin: 1 / 3, flip: { lfs: [0], becomes: ABSTAIN } });
  check("three alike: all must go", "s.ss", { label: 1, margin: 1, flip: { lfs: [0, 2, 3], becomes: ABSTAIN } });
  check("a tie has no label, so nothing flips it", "sh", { label: ABSTAIN, margin: 0 });
  check("no votes", "...", { label: ABSTAIN, margin: 0 });

  const votes = syntheticVotes(3000, 14, 3);
  const { table } = buildPatterns(votes);
  const parameters = sem.fit(table);
  const voteRow = (p: number): Int16Array => table.votes.slice(p * table.lfs, (p + 1) * table.lfs);
  const labelWithout = (row: Int16Array, lfs: readonly number[]): number => {
    const changed = { ...table, size: 1, votes: row.map((vote, lf) => (lfs.includes(lf) ? ABSTAIN : vote)), counts: Float64Array.of(1) };
    return predictLabels(sem.predictProba(parameters, changed), changed)[0]!;
  };

  it("orders votes by weight", () => {
    const { label, votes: reasons, probabilities } = explainRow(sem, parameters, voteRow(0), 3);
    assert.equal(label, probabilities.indexOf(Math.max(...probabilities)));
    const weights = reasons.map(({ logOdds }) => logOdds);
    assert.deepEqual(
      weights,
      [...weights].sort((a, b) => b - a),
    );
  });

  it("names votes whose removal changes the label, and no fewer do", () =>
    fc.assert(
      fc.property(fc.nat(table.size - 1), (p) => {
        const row = voteRow(p);
        const { label, flip } = explainRow(sem, parameters, row, 3);
        if (!flip) return;
        assert.equal(labelWithout(row, flip.lfs), flip.becomes);
        assert.notEqual(flip.becomes, label);
        if (!flip.exact) return;
        const cast = [...row.keys()].filter((lf) => row[lf] !== ABSTAIN);
        if (flip.lfs.length > 1) for (const lf of cast) assert.equal(labelWithout(row, [lf]), label);
        if (flip.lfs.length > 2) for (const a of cast) for (const b of cast) assert.equal(labelWithout(row, [a, b]), label);
      }),
      { numRuns: 50 },
    ));

  it("finds a set for a row of many votes too, and says that a smaller one may exist", () => {
    const many = Int16Array.from({ length: 40 }, () => 1);
    const { flip } = explainRow(majorityVote, { lfs: 40, labels: 2 }, many, 2);
    assert.equal(flip!.lfs.length, 40);
    assert.equal(flip!.exact, false);
    const close = Int16Array.from({ length: 41 }, (_, lf) => (lf < 22 ? 1 : 0));
    const small = explainRow(majorityVote, { lfs: 41, labels: 2 }, close, 2).flip!;
    assert.deepEqual([small.lfs.length, small.becomes, small.exact], [3, ABSTAIN, true]);
  });

  it("says what overrules votes that agree", () => {
    // One LF votes label 1 on 20 of 100 rows; with a balance of 99 to 1 its vote is not enough.
    const table = { size: 2, lfs: 1, labels: 2, votes: Int16Array.of(1, -1), counts: Float64Array.of(20, 80) };
    const model = labelModels.sem;
    const explain = (balance?: readonly number[]) => explainRow(model, model.fit(table, balance ? { balance } : {}), Int16Array.of(1), 2);
    assert.deepEqual([explain().label, explain().reason], [1, undefined]);
    assert.deepEqual([explain([0.99, 0.01]).label, explain([0.99, 0.01]).reason], [0, "balance"]);
  });
});
