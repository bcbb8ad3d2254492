import assert from "node:assert/strict";
import { seededRandom } from "../../src/core/math/random";

describe("seededRandom", () => {
  it("gives the published numbers of mulberry32 for seed 1", () => {
    const random = seededRandom(1);
    assert.deepEqual([random(), random(), random()], [0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
  });

  it("is spread evenly", () => {
    const random = seededRandom(9);
    const tenths = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) tenths[Math.floor(random() * 10)]!++;
    for (const count of tenths) assert.ok(count > 900 && count < 1100, `${count} of 10,000 in a tenth`);
  });
});
