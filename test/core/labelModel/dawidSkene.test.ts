import assert from "node:assert/strict";
import { syntheticVotes } from "../../../bench/generator";
import { dataProgramming } from "../../../src/core/labelModel/dataProgramming";
import { dawidSkene, dawidSkeneCrowd } from "../../../src/core/labelModel/dawidSkene";
import type { LabelModel } from "../../../src/core/labelModel/contract";
import type { PatternTable } from "../../../src/core/patterns/patternTable";
import { buildPatterns } from "../../../src/core/patterns/patterns";

/** On votes of independent LFs these models' assumptions hold: their estimates must be near the truth. */
const votes = syntheticVotes(20_000, 10, 3);
const { table } = buildPatterns(votes);

describe("models of independent LFs", () => {
  function check<P>(model: LabelModel<P>): void {
    it(`${model.title}: estimates each LF's precision`, () => {
      const precision = model.precision(model.fit(table));
      votes.columns.forEach((column, j) => {
        const cast = [...column.keys()].filter((row) => column[row]! >= 0);
        const right = cast.filter((row) => column[row] === votes.gold[row]).length / cast.length;
        assert.ok(Math.abs(precision[j]! - right) < 0.05, `LF ${j}: ${precision[j]}, truly ${right}`);
      });
    });
  }
  check(dawidSkene);
  check(dawidSkeneCrowd);
  check(dataProgramming);
});

describe("Dawid-Skene", () => {
  const single: PatternTable = {
    size: 3,
    lfs: 2,
    labels: 2,
    votes: Int16Array.of(0, -1, -1, 1, -1, -1),
    counts: Float64Array.of(60, 30, 10),
  };

  it("takes abstaining for a vote, or ignores it", () => {
    // Each LF votes one label: what it votes says nothing, that it votes says all.
    const proba = (model: typeof dawidSkene) => [...model.predictProba(model.fit(single), single)].map((p) => Number(p.toFixed(2)));
    assert.deepEqual(proba(dawidSkene), [1, 0, 0, 1, 0, 0]);
    assert.deepEqual(proba(dawidSkeneCrowd), [0.5, 0.5, 0.5, 0.5, 0, 0]);
  });

  it("labels silent rows only when asked", () => {
    const silent = (abstainEvidence: boolean) => dawidSkene.predictProba(dawidSkene.fit(single, { abstainEvidence }), single).slice(4);
    assert.deepEqual([...silent(false)], [0, 0]);
    assert.ok(Math.abs(silent(true).reduce((a, b) => a + b) - 1) < 1e-9);
  });

  it("refuses more labels than its rates have room for", () => {
    const votes = Int16Array.from({ length: 1000 }, (_, row) => row);
    const wide: PatternTable = { size: 1000, lfs: 1, labels: 30_000, votes, counts: new Float64Array(1000).fill(1) };
    assert.throws(() => dawidSkene.fit(wide), /needs 1000 different votes x 30000 labels.*Use "sem"/);
  });
});
