// FlyingSquid is closed form: on votes without sampling error it must find exactly what was put in.
import assert from "node:assert/strict";
import { flyingSquid } from "../../../src/core/labelModel/flyingSquid";
import { buildPatterns } from "../../../src/core/patterns/patterns";
import { syntheticVotes } from "../../../bench/generator";
import { type Behaviour, alwaysVotes, exactVotes } from "./exactVotes";
import { publishedBalance, publishedScore } from "./publishedScore";
import { publishedSet } from "./publishedVotes";

describe("FlyingSquid", () => {
  function check(name: string, balance: number[], lfs: Behaviour[], precisions: number[]): void {
    it(name, () => {
      const found = flyingSquid.precision(flyingSquid.fit(exactVotes(balance, lfs), { balance }));
      assert.deepEqual(
        found.map((precision) => precision!.toFixed(4)),
        precisions.map((precision) => precision.toFixed(4)),
      );
    });
  }
  const accurate = (accuracies: number[], labels: number): Behaviour[] => accuracies.map((accuracy) => alwaysVotes(accuracy, labels));
  /** Votes `label` on this share of its rows and on that share of the others, else abstains. */
  const oneLabel = (label: number, right: number, wrong: number): Behaviour =>
    [0, 1].map((y) => [0, 1].map((c) => (c !== label ? 0 : y === label ? right : wrong)));

  check("finds the accuracies of three LFs", [0.5, 0.5], accurate([0.9, 0.8, 0.7], 2), [0.9, 0.8, 0.7]);
  check("under the balance it is told", [0.7, 0.3], accurate([0.9, 0.8, 0.7], 2), [0.9, 0.8, 0.7]);
  check("of three labels", [0.5, 0.3, 0.2], accurate([0.9, 0.8, 0.7, 0.6], 3), [0.9, 0.8, 0.7, 0.6]);
  check(
    "of LFs that vote one label only",
    [0.5, 0.5],
    [oneLabel(1, 0.4, 0.1), oneLabel(1, 0.3, 0.1), oneLabel(0, 0.5, 0.1), oneLabel(0, 0.2, 0.05)],
    [0.8, 0.75, 5 / 6, 0.8], // 0.4 / (0.4 + 0.1) and so on
  );
  check("and takes 0.7 where two LFs make no triplet", [0.5, 0.5], accurate([0.9, 0.6], 2), [0.7, 0.7]);

  /** Share of right rows on the synthetic votes; the reference is the published implementation's. */
  function checkSynthetic(lfs: number, rows: number, reference: number): void {
    it(`is as right as the published implementation on ${rows} x ${lfs} synthetic votes`, () => {
      const votes = syntheticVotes(rows, lfs, 2);
      const { table, rowPattern } = buildPatterns(votes);
      const spam = votes.gold.reduce((sum, label) => sum + label, 0) / rows;
      const proba = flyingSquid.predictProba(flyingSquid.fit(table, { balance: [1 - spam, spam] }), table);
      const right = votes.gold.filter(
        (label, row) => proba[rowPattern[row]! * 2 + label]! > proba[rowPattern[row]! * 2 + 1 - label]!,
      ).length;
      assert.ok(right / rows > reference - 0.002, `${right / rows}; reference ${reference}`);
    });
  }
  checkSynthetic(20, 10_000, 0.9457);
  checkSynthetic(50, 20_000, 0.9878);

  it("averages at least the published implementation's score over the published sets", function () {
    // FlyingSquid + balance: 53.1 over these eleven.
    const names = ["youtube", "trec", "semeval", "claude9", "hausa", "spouse", "tennis", "sst2", "agnews", "imdb", "yelp"];
    const scores = names.map((name) => {
      const set = publishedSet(this, name);
      return publishedScore(flyingSquid, set, publishedBalance(set));
    });
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    assert.ok(mean >= 53.1, `${mean.toFixed(1)}: ${scores.map((score) => score.toFixed(1)).join(" ")}`);
  });
});
