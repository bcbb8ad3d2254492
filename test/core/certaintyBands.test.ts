import assert from "node:assert/strict";
import fc from "fast-check";
import { certaintyBands } from "../../src/core/certaintyBands";
import { ABSTAIN } from "../../src/core/votes";
import { matrixOf, someMatrix } from "./matrices";

describe("certaintyBands", () => {
  it("crosses what the votes say with how sure the label model is, on rows without gold", () => {
    const matrix = matrixOf([
      "s s . .", // unanimous, 0.95
      "s h . .", // split, no label
      "s h s .", // split, 0.7
      ". h . .", // single, 0.69
      ". . . .", // silent
      "s s s s", // has gold: not here
    ]);
    const none = { unanimous: 0, split: 0, single: 0, silent: 0 };
    assert.deepEqual(certaintyBands(matrix, Float64Array.of(0.95, 0, 0.7, 0.69, 0, 1)), {
      rows: 5,
      bands: [
        { counts: { ...none, split: 1, silent: 1 } },
        { low: 0, counts: none },
        { low: 0.5, counts: { ...none, single: 1 } },
        { low: 0.7, counts: { ...none, split: 1 } },
        { low: 0.9, counts: { ...none, unanimous: 1 } },
      ],
    });
  });

  it("puts every row without gold into one cell", () =>
    fc.assert(
      fc.property(someMatrix, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (matrix, confidences) => {
        const { rows, bands } = certaintyBands(
          matrix,
          Float64Array.from(matrix.gold, () => confidences.next().value as number),
        );
        const counted = bands.flatMap(({ counts }) => Object.values(counts)).reduce((sum, count) => sum + count, 0);
        assert.equal(counted, rows);
        assert.equal(rows, matrix.gold.filter((gold) => gold === ABSTAIN).length);
      }),
    ));
});
