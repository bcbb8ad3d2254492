import assert from "node:assert/strict";
import fc from "fast-check";
import { SPLITS, type Split } from "../../src/core/data/cells";
import { createDraw, hashKey, type SampleRule } from "../../src/core/data/sampling";

interface Row {
  split: Split;
  key: string;
}

const rowsOf = (split: Split, count: number): Row[] => Array.from({ length: count }, (_, i) => ({ split, key: `${split}-${i}` }));

function draw(rule: SampleRule, rows: readonly Row[]): Row[] {
  const sample = createDraw(rule);
  rows.forEach(({ split, key }, row) => sample.offer(SPLITS.indexOf(split), key, row));
  const drawn = sample.rows();
  assert.deepEqual(
    drawn,
    [...new Set(drawn)].sort((a, b) => a - b),
    "each row once, in reading order",
  );
  return drawn.map((row) => rows[row]!);
}

const keysOf = (rows: readonly Row[]): string[] => rows.map(({ key }) => key).sort();

describe("sampling", () => {
  it("hashes as it always has: another hash would change the sample of every project", () => {
    const vectors: [seed: number, key: string, high: number, low: number][] = [
      [0, "", 0x0434f466, 0xaa3e5b61],
      [7, "", 0x6eb7fd5e, 0x73383d5a],
      [7, "a", 0xd24f9d0a, 0xb546b474],
      [7, "b", 0x4e06182e, 0x6a66251b],
      [8, "a", 0x0c520741, 0xf77fbd90],
      [7, "row-1", 0xa7bb85d7, 0x7fbf004a],
      [7, "id-😀-مرحبا", 0x8d2e82e6, 0x3cd94ec9],
      [2 ** 40 + 7, "a", 0x2aeb8cd9, 0x475987c5],
      [-1, "a", 0xf4fbf390, 0x87fb2a79],
    ];
    for (const [seed, key, high, low] of vectors) assert.deepEqual(hashKey(seed, key), { high, low }, `${seed} ${key}`);
  });

  it("spreads ids that follow each other evenly, without collisions", () => {
    const hashes = Array.from({ length: 50_000 }, (_, i) => hashKey(7, `row-${i}`));
    assert.equal(new Set(hashes.map(({ high, low }) => high * 2 ** 32 + low)).size, 50_000);
    for (const half of ["high", "low"] as const) {
      for (let bit = 0; bit < 32; bit++) {
        const ones = hashes.filter((hash) => (hash[half] >>> bit) & 1).length;
        // Six standard deviations of 50,000 fair coins are 671.
        assert.ok(Math.abs(ones - 25_000) < 671, `bit ${bit} of ${half} is 1 in ${ones} of 50000`);
      }
    }
  });

  describe("how many rows come from where", () => {
    const check = (
      sizes: Partial<Record<Split, number>>,
      rule: Omit<SampleRule, "seed">,
      expected: Partial<Record<Split, number>>,
    ): void => {
      it(`${JSON.stringify(sizes)} with ${JSON.stringify(rule)} gives ${JSON.stringify(expected)}`, () => {
        const rows = SPLITS.flatMap((split) => rowsOf(split, sizes[split] ?? 0));
        const drawn = draw({ ...rule, seed: 7 }, rows);
        const counts = SPLITS.map((split) => [split, drawn.filter((row) => row.split === split).length] as const);
        assert.deepEqual(Object.fromEntries(counts.filter(([, count]) => count > 0)), expected);
      });
    };
    check({ train: 100, dev: 100, test: 100 }, { rows: 10 }, { train: 5, dev: 5 });
    check({ train: 100, dev: 100 }, { rows: 11 }, { train: 6, dev: 5 });
    check({ train: 100, dev: 3 }, { rows: 10 }, { train: 7, dev: 3 });
    check({ train: 2, dev: 100 }, { rows: 10 }, { train: 2, dev: 8 });
    check({ train: 2, dev: 3, test: 9 }, { rows: 10 }, { train: 2, dev: 3 });
    check({ train: 20 }, { rows: 10 }, { train: 10 });
    check({ dev: 20 }, { rows: 10 }, { dev: 10 });
    check({ test: 20 }, { rows: 10 }, {});
    check({ train: 20, dev: 5, test: 5 }, { rows: "all" }, { train: 20, dev: 5 });
    check({ train: 20, dev: 5, test: 5 }, { rows: "all", split: "all" }, { train: 20, dev: 5, test: 5 });
    check({ train: 20, dev: 20, test: 20 }, { rows: 10, split: "test" }, { test: 10 });
    check({ train: 20, dev: 20, test: 20 }, { rows: 10, split: "dev" }, { dev: 10 });
    check({ train: 20, dev: 20 }, { rows: 0 }, {});
  });

  it("takes the same rows in whatever order they come", () => {
    const rows = [...rowsOf("train", 60), ...rowsOf("dev", 30)];
    const expected = keysOf(draw({ rows: 20, seed: 7 }, rows));
    const shuffled = fc.shuffledSubarray(rows, { minLength: rows.length });
    fc.assert(fc.property(shuffled, (other) => assert.deepEqual(keysOf(draw({ rows: 20, seed: 7 }, other)), expected)));
  });

  it("takes the rows with the smallest hashes, so that a larger sample holds the smaller one", () => {
    const property = fc.property(fc.uniqueArray(fc.string()), fc.nat(40), fc.integer(), (keys, size, seed) => {
      const rows = keys.map((key): Row => ({ split: "train", key }));
      const byHash = [...keys].sort((a, b) => {
        const [x, y] = [hashKey(seed, a), hashKey(seed, b)];
        return x.high - y.high || x.low - y.low;
      });
      assert.deepEqual(keysOf(draw({ rows: size, seed }, rows)), byHash.slice(0, size).sort());
    });
    fc.assert(property);
  });

  it("takes other rows with another seed", () => {
    const rows = rowsOf("train", 10_000);
    const first = new Set(keysOf(draw({ rows: 1000, seed: 7 }, rows)));
    const shared = keysOf(draw({ rows: 1000, seed: 8 }, rows)).filter((key) => first.has(key)).length;
    // Two independent samples of a tenth share a hundredth: 100 rows, give or take 9.
    assert.ok(shared > 50 && shared < 150, `${shared} rows shared`);
  });

  it("takes the earlier of two rows with one key", () => {
    const rows: Row[] = [..."abcabc"].map((key) => ({ split: "train", key }));
    const sample = createDraw({ rows: 3, seed: 7 });
    rows.forEach(({ key }, row) => sample.offer(0, key, row));
    const two = sample.rows().slice(0, 2);
    assert.equal(rows[two[0]!]!.key === rows[two[1]!]!.key ? two[1]! - two[0]! : 3, 3);
  });
});
