// Dependencies between LFs: planted ones are found, and independent LFs are left in peace.
import assert from "node:assert/strict";
import type { Dependency } from "../../../src/core/dependencies/dependency";
import { findDependencies, learnDependencies } from "../../../src/core/dependencies/findDependencies";
import { nearDuplicates } from "../../../src/core/dependencies/nearDuplicates";
import { pseudoLikelihood } from "../../../src/core/dependencies/pseudoLikelihood";
import { robustPca } from "../../../src/core/dependencies/robustPca";
import { subsets } from "../../../src/core/dependencies/subsets";
import { buildPatterns } from "../../../src/core/patterns/patterns";
import { matrixOf } from "../matrices";
import { type Plant, plantedVotes, withPosterior } from "./plantedVotes";

const pairsOf = (found: readonly Dependency[]): string[] => found.map(({ kind, lfs }) => `${kind} ${lfs.join("-")}`);

describe("dependencies", () => {
  const COPIES = {
    copies: [
      [0, 1, 0.9],
      [2, 3, 0.5],
    ],
  } as const;

  /** What each way finds, strongest first. */
  function check(name: string, plant: Plant, expected: { counted: string[]; pca: string[]; likelihood: string[] }): void {
    it(name, () => {
      const { table, posterior } = withPosterior(plantedVotes(plant));
      assert.deepEqual(pairsOf(findDependencies(table, posterior)), expected.counted, "counted");
      assert.deepEqual(pairsOf(robustPca(table)), expected.pca, "robust PCA");
      assert.deepEqual(pairsOf(pseudoLikelihood(table)), expected.likelihood, "pseudo-likelihood");
    });
  }
  const both = ["correlated 0-1", "correlated 2-3"];
  const found = { counted: ["near-duplicate 0-1", "correlated 2-3"], pca: both, likelihood: both };
  check("are found among 20 LFs", { rows: 5000, lfs: 20, labels: 2, seed: 3, ...COPIES }, found);
  check("are found with five labels", { rows: 5000, lfs: 20, labels: 5, seed: 3, ...COPIES }, found);
  check("are found on 1,000 rows", { rows: 1000, lfs: 6, labels: 2, seed: 3, ...COPIES }, found);
  check(
    "are found where an LF votes only inside another",
    { rows: 5000, lfs: 10, labels: 2, seed: 3, subsets: [[4, 5]] },
    { counted: ["subset 4-5"], pca: ["correlated 4-5"], likelihood: [] }, // it looks for equal votes, and inside LF 5 the votes of LF 4 are its own
  );

  it("have no false alarm on independent LFs: 20 matrices, 6,025 pairs, each way", function () {
    this.timeout(60_000);
    for (let seed = 10; seed < 15; seed++) {
      for (const [rows, lfs, labels] of [
        [5000, 20, 2],
        [1000, 10, 2],
        [500, 20, 3],
        [3000, 40, 4],
      ] as const) {
        const { table, posterior } = withPosterior(plantedVotes({ rows, lfs, labels, seed }));
        assert.deepEqual(
          pairsOf([...findDependencies(table, posterior), ...learnDependencies(table)]),
          [],
          `seed ${seed}, ${rows} x ${lfs}, ${labels} labels`,
        );
      }
    }
  });

  it("are nothing where there is nothing to see", () => {
    for (const lines of [[], [". . .  ."], ["s h .  ."], ["s  ."], ["s s s  .", "s s s  ."]]) {
      const { table, posterior } = withPosterior(matrixOf(lines));
      assert.deepEqual([...findDependencies(table, posterior), ...learnDependencies(table)], []);
    }
  });
});

describe("nearDuplicates", () => {
  it("counts equal votes among the rows where either votes", () => {
    // a and b vote s together on 19 rows; on one more only a votes. c votes h on 20 other rows.
    const votes = [...Array<string>(19).fill("s s .  ."), "s . .  .", ...Array<string>(20).fill(". . h  .")];
    const { table, posterior } = withPosterior(matrixOf(votes));
    const [pair, ...others] = nearDuplicates(table, posterior);
    assert.deepEqual(pair, { kind: "near-duplicate", foundBy: "co-votes", lfs: [0, 1], strength: 0.95, rows: 19, agreement: 1 });
    assert.deepEqual(others, []);
  });

  it("does not call two good LFs copies because both are right", () => {
    // Gold is known here: each LF is right on 9 of 10 rows of each label, wrong on different ones.
    const half = [...Array<string>(8).fill("s s  s"), "h s  s", "s h  s"];
    const votes = matrixOf([...half, ...half.map((line) => line.replace(/[hs]/g, (letter) => (letter === "s" ? "h" : "s")))]);
    const { table, rowPattern } = buildPatterns({ ...votes, rows: votes.rows });
    const rows = new Float64Array(table.size * 2);
    votes.gold.forEach((label, row) => rows[rowPattern[row]! * 2 + label]!++);
    const posterior = rows.map((count, i) => count / table.counts[i >> 1]!);
    assert.deepEqual(nearDuplicates(table, posterior), []);
  });
});

describe("subsets", () => {
  const line = (text: string, times: number): string[] => Array<string>(times).fill(text);

  it("needs evidence: few votes inside a broad LF are there by chance", () => {
    // b votes on half of the rows. Ten votes of a all inside: chance 1/1024 a pair, four pairs; twenty: one in a million.
    const few = matrixOf([...line("s s  .", 10), ...line(". s  .", 40), ...line(". .  .", 50)]);
    const many = matrixOf([...line("s s  .", 20), ...line(". s  .", 30), ...line(". .  .", 50)]);
    assert.deepEqual(subsets(buildPatterns(few).table), []);
    assert.deepEqual(subsets(buildPatterns(many).table), [
      { kind: "subset", foundBy: "co-votes", lfs: [0, 1], strength: 1, rows: 20, agreement: 1 },
    ]);
  });

  it("means nothing inside an LF that votes everywhere", () => {
    const votes = matrixOf([...line("s s  .", 50), ...line(". s  .", 45), ...line(". .  .", 5)]);
    assert.deepEqual(subsets(buildPatterns(votes).table), []);
  });

  it("says when the smaller LF is an exception to the larger", () => {
    const votes = matrixOf([...line("h s  .", 20), ...line(". s  .", 30), ...line(". .  .", 50)]);
    assert.equal(subsets(buildPatterns(votes).table)[0]!.agreement, 0);
  });
});
