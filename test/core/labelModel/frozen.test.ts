import assert from "node:assert/strict";
import { fromTaggedJson, toTaggedJson } from "../../../src/cluster/taggedJson";
import { fitLabelModel } from "../../../src/core/labelModel/fitLabelModel";
import { applyFrozen, freezeFit, type FrozenLabelModel } from "../../../src/core/labelModel/frozen";
import { labelModels } from "../../../src/core/labelModel/registry";
import { seededRandom } from "../../../src/core/math/random";
import { buildPatterns } from "../../../src/core/patterns/patterns";
import { ABSTAIN } from "../../../src/core/statistics/votes";

describe("a frozen label model", () => {
  const random = seededRandom(11);
  const rows = 600;
  const truth = Int16Array.from({ length: rows }, () => Math.floor(random() * 3));
  const lf = (accuracy: number, coverage: number): Int16Array =>
    truth.map((label) => (random() > coverage ? ABSTAIN : random() < accuracy ? label : Math.floor(random() * 3)));
  const columns = [lf(0.9, 0.6), lf(0.8, 0.5), lf(0.7, 0.7), lf(0.6, 0.3)];
  const index = buildPatterns({ rows, columns, labels: 3, gold: truth });
  const gold = truth.map((label, row) => (row < 150 ? label : ABSTAIN));
  const names = ["a", "b", "c", "d"];

  for (const kind of Object.keys(labelModels))
    for (const use of ["none", "calibrate"] as const)
      it(`${kind} with gold ${use} gives the fit's labels after a journey as text, and labels other patterns, too`, () => {
        const fit = fitLabelModel({ index, gold, names, spec: { kind, gold: use, otherwise: 1 } });
        const frozen = fromTaggedJson(toTaggedJson(freezeFit(fit))) as FrozenLabelModel;
        const applied = applyFrozen(frozen, index.table);
        assert.deepEqual(applied.label, fit.label);
        assert.deepEqual(applied.proba, fit.proba);
        const one = { size: 1, lfs: 4, labels: 3, votes: Int16Array.of(2, 2, 2, 2), counts: Float64Array.of(1) };
        assert.equal(applyFrozen(frozen, one).label[0], 2);
      });
});
