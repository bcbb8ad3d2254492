import assert from "node:assert/strict";
import fc from "fast-check";
import { BANDS, groupNearDuplicates, writeBandKeys } from "../../../src/core/export/nearDuplicates";
import { splitRows } from "../../../src/core/export/splitRows";

/** Groups of texts: for each the index of the first text of its group. */
function groupsOf(texts: readonly string[]): number[] {
  const keys = new Uint32Array(texts.length * BANDS);
  texts.forEach((text, i) => writeBandKeys(text, keys, i * BANDS));
  return [...groupNearDuplicates(Uint32Array.from(texts.keys()), keys)];
}

const long = "please transfer the whole balance of my savings account to the new card before friday evening because i leave for lisbon";

describe("near-duplicates", () => {
  const check = (what: string, texts: readonly string[], expected: readonly number[]): Mocha.Test =>
    it(what, () => assert.deepEqual(groupsOf(texts), expected));
  check("equal texts", ["check out my channel", "nice song", "check out my channel"], [0, 1, 0]);
  check("case and punctuation do not count", ["Check out my CHANNEL!!!", "check out, my channel"], [0, 0]);
  check("one word more in twenty", [long, `${long} tomorrow`], [0, 0]);
  check("different texts", ["where is my card", "the rate was wrong yesterday", "thanks a lot"], [0, 1, 2]);
  check("a chain joins its ends", [long, "nothing like it", `${long} a`, `${long} a`, `dear bank ${long} a`], [0, 1, 0, 0, 0]);
  check("texts without words are near to nothing but themselves", ["", "!!!", "😀", "", "😀😀"], [0, 1, 2, 0, 4]);
  check("scripts without spaces", ["我的银行卡在哪里请马上告诉我", "我的银行卡在哪里请马上告诉我吧", "今天天气很好我们去公园"], [0, 0, 2]);

  it("finds pairs as often as the formula says", () => {
    // Texts of 41 different words; the second shares the first 36: 35 of 45 pairs, J = 35/45 = 0.78, found with 99.6 %.
    const pair = (n: number): [string, string] => {
      const words = Array.from({ length: 46 }, (_, i) => `w${n}x${i}`);
      return [words.slice(0, 41).join(" "), [...words.slice(0, 36), ...words.slice(41)].join(" ")];
    };
    const texts = Array.from({ length: 500 }, (_, n) => pair(n)).flat();
    const groups = groupsOf(texts);
    const found = groups.filter((group, i) => i % 2 === 1 && group === i - 1).length;
    assert.ok(found >= 490 && found <= 500, `${found} of 500`);
    assert.equal(groups.filter((group, i) => i % 2 === 0 && group !== i).length, 0);
  });
});

describe("train, dev and test", () => {
  const split = (groups: readonly number[], labels: readonly number[], shares: readonly [number, number, number], seed = 7): number[] => {
    const [train, dev, test] = shares;
    return [...splitRows({ groups: Uint32Array.from(groups), labels, shares: { train, dev, test }, seed })];
  };
  const singles = (rows: number): number[] => Array.from({ length: rows }, (_, i) => i);
  const countOf = (splits: readonly number[], wanted: number): number => splits.filter((own) => own === wanted).length;

  it("get their shares of every label", () => {
    // 100 rows of label 0, 50 of label 1, 10 without a label.
    const labels = singles(160).map((row) => (row < 100 ? 0 : row < 150 ? 1 : -1));
    const splits = split(singles(160), labels, [0.8, 0.1, 0.1]);
    const of = (from: number, to: number): number[] => [0, 1, 2].map((wanted) => countOf(splits.slice(from, to), wanted));
    assert.deepEqual(of(0, 100), [80, 10, 10]);
    assert.deepEqual(of(100, 150), [40, 5, 5]);
    assert.deepEqual(of(150, 160), [8, 1, 1]);
  });

  it("depend on the seed alone", () => {
    const labels = singles(200).map(() => 0);
    assert.deepEqual(split(singles(200), labels, [0.5, 0, 0.5]), split(singles(200), labels, [0.5, 0, 0.5]));
    assert.notDeepEqual(split(singles(200), labels, [0.5, 0, 0.5], 1), split(singles(200), labels, [0.5, 0, 0.5], 2));
  });

  it("a split without a share gets nothing", () => {
    const splits = split(singles(33), singles(33), [0.8, 0, 0.2]);
    assert.equal(countOf(splits, 1), 0);
  });

  it("never part a group, and are nearly exact where no group is large", () => {
    const property = fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(20)), { maxLength: 200 }), fc.nat(), (rows, seed) => {
      const leaders = new Map<number, number>();
      const groups = rows.map(([, group], i) => (group < 8 ? (leaders.get(group) ?? leaders.set(group, i).get(group)!) : i));
      const labels = rows.map(([label]) => label);
      const splits = split(groups, labels, [0.6, 0.2, 0.2], seed);
      groups.forEach((first, i) => assert.equal(splits[i], splits[first]));
      const largest = Math.max(1, ...groups.map((first) => groups.filter((other) => other === first).length));
      const train = countOf(splits, 0);
      assert.ok(Math.abs(train - 0.6 * rows.length) <= 3 * (largest + 1), `${train} of ${rows.length}`);
    });
    fc.assert(property);
  });
});
