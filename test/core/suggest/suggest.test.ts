import assert from "node:assert/strict";
import { cellText } from "../../../src/core/data/cells";
import { seededRandom } from "../../../src/core/math/random";
import { ABSTAIN } from "../../../src/core/statistics/votes";
import type { Suggestion } from "../../../src/core/suggest/choose";
import { suggest, type SuggestInput } from "../../../src/core/suggest/suggest";

const LABELS = ["GOOD", "BAD"];
const WORDS = [
  ["great", "splendid", "lovely", "charming"],
  ["awful", "dreadful", "nasty", "boring"],
];

/** Texts of two words of their label among others; the first `gold` rows have gold. */
function reviews(rows: number, gold: number, { seed = 1, meaningful = true } = {}): SuggestInput & { readonly truth: readonly number[] } {
  const random = seededRandom(seed);
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)]!;
  const truth = Array.from({ length: rows }, () => Number(random() < 0.5));
  const noise = "we saw this film on a rainy day with friends from work and left late".split(" ");
  const cells = truth.map((label) => {
    const own = WORDS[meaningful ? label : Number(random() < 0.5)]!;
    return `${pick(noise)} ${pick(own)} ${pick(noise)} ${pick(own)} ${pick(noise)}`;
  });
  return {
    columns: [{ name: "text", kind: "text", cells }],
    labels: LABELS,
    gold: Int16Array.from(truth, (label, row) => (row < gold ? label : ABSTAIN)),
    soft: new Float64Array(rows * 2),
    seed: 5,
    count: 10,
    truth,
  };
}

const wordsOf = ({ features }: Suggestion): string[] => features.map(({ sign }) => ("text" in sign ? sign.text : sign.kind));

describe("suggested LFs", () => {
  it("find the words of each label, also those that no row with gold has, and expect about the precision they have", () => {
    const input = reviews(600, 16);
    const found = suggest(input);
    const seen = new Set(found.flatMap(wordsOf).flatMap((text) => text.split(" ")));
    for (const word of WORDS.flat()) assert.ok(seen.has(word), word);
    for (const { rows, label, expected } of found.slice(0, 4)) {
      const right = rows.filter((row) => input.truth[row] === label).length / rows.length;
      assert.ok(Math.abs(right - expected) < 0.15, `${right} is not about ${expected}`);
    }
  });

  it("are judged by gold that they were not mined from: where texts say nothing, precision is chance", () => {
    let [right, rows, suggestions] = [0, 0, 0];
    for (let seed = 1; seed <= 12; seed++) {
      for (const { gold } of suggest({ ...reviews(300, 150, { seed, meaningful: false }), seed, count: 40 })) {
        right += gold.right;
        rows += gold.rows;
        suggestions++;
      }
    }
    // Chosen by the gold that judges them, they looked right on 5 of 6 rows.
    assert.ok(suggestions > 20 && Math.abs(right / rows - 0.5) < 0.12, `${right} of ${rows} in ${suggestions}`);
  });

  it("count rows, new rows and gold as one would", () => {
    const input = reviews(400, 60);
    const great = input.columns[0]!.cells.map((cell) => /\bgreat\b/.test(cellText(cell)));
    great.forEach((has, row) => has && input.soft.set([0.9, 0.1], row * 2));
    for (const { rows, fresh, gold, precision, label } of suggest(input)) {
      assert.equal(fresh, rows.filter((row) => !great[row]).length);
      const withGold = rows.filter((row) => input.gold[row] !== ABSTAIN);
      assert.ok(gold.rows <= withGold.length && gold.right <= withGold.filter((row) => input.gold[row] === label).length);
      assert.equal(precision, gold.rows === 0 ? undefined : gold.right / gold.rows);
    }
  });

  it("add nothing where the LFs there are know all", () => {
    const input = reviews(400, 60);
    input.truth.forEach((label, row) => input.soft.set(label === 0 ? [0.995, 0.005] : [0.005, 0.995], row * 2));
    const adds = suggest(input).reduce((sum, one) => sum + one.adds, 0);
    assert.ok(adds < 4, String(adds));
  });

  it("are of the label asked for, and for the rows asked for", () => {
    const input = reviews(400, 60);
    assert.ok(suggest({ ...input, label: 1 }).every(({ label }) => label === 1));
    const target = Uint8Array.from(input.columns[0]!.cells, (cell) => Number(/\bnasty\b/.test(cellText(cell))));
    const [first] = suggest({ ...input, target });
    assert.ok(wordsOf(first!).some((text) => /nasty/.test(text)), wordsOf(first!).join()); // prettier-ignore
  });

  it("go by the labels' names where there is nothing else, and are none where these say nothing", () => {
    const input = reviews(400, 0);
    const named = { ...input, labels: ["great or lovely film", "awful, nasty"] };
    const found = suggest(named);
    assert.ok(found.length > 0);
    for (const { label, features } of found.slice(0, 2)) {
      const words = features.map(({ sign }) => ("text" in sign ? sign.text : ""));
      assert.ok(
        words.every((text) => !WORDS[1 - label]!.some((other) => text.includes(other))),
        words.join(),
      );
    }
    assert.deepEqual(suggest({ ...input, labels: ["ham", "spam"] }), []);
  });

  it("are the same each time", () => assert.deepEqual(suggest(reviews(200, 40)), suggest(reviews(200, 40))));
});
