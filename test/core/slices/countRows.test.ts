import assert from "node:assert/strict";
import fc from "fast-check";
import { clarityMatrix } from "../../../src/core/clarity/clarity";
import { buildPatterns, rowLabels } from "../../../src/core/patterns/patterns";
import { createKindCollector } from "../../../src/core/patterns/rowKinds";
import { countRows } from "../../../src/core/slices/countRows";
import { countLabels } from "../../../src/core/statistics/labelCounts";
import { summarize } from "../../../src/core/statistics/liveSummary";
import { someColumn, someMatrix } from "../matrices";

/** A matrix, the label of each of its patterns by two models, and some of its rows. */
const someCut = someMatrix
  .filter(({ labels }) => labels <= 10)
  .chain((matrix) => {
    const index = buildPatterns(matrix);
    const labels = someColumn(index.table.size, matrix.labels);
    const chosen = fc.array(fc.boolean(), { minLength: matrix.rows, maxLength: matrix.rows });
    return fc.record({ matrix: fc.constant(matrix), index: fc.constant(index), label: labels, majority: labels, chosen });
  });

describe("the rows of a slice", () => {
  it("are counted as if there were no others", () =>
    fc.assert(
      fc.property(someCut, ({ matrix, index, label, majority, chosen }) => {
        const pick = (values: Int16Array): Int16Array => values.filter((_, row) => chosen[row]);
        const gold = pick(matrix.gold);
        const alone = { ...matrix, rows: gold.length, columns: matrix.columns.map(pick), gold };
        const proba = new Float64Array(index.table.size * matrix.labels);
        const counted = countRows({ index, gold: matrix.gold, proba, label, majority }, (row) => chosen[row] === true);
        const [byModel, byMajority] = [pick(rowLabels(index, label)), pick(rowLabels(index, majority))];
        assert.deepEqual(counted.summary, summarize(alone));
        assert.deepEqual(counted.labelCounts, [...countLabels(byModel, matrix.labels)]);
        assert.deepEqual(counted.clarity.labelModel, clarityMatrix({ matrix: alone, prediction: byModel }));
        assert.deepEqual(counted.clarity.majority, clarityMatrix({ matrix: alone, prediction: byMajority }));
      }),
    ));

  it("are told apart among kinds of rows, however many slices there are", () => {
    const [rows, slices] = [500, 37];
    const columns = Array.from({ length: slices }, (_, s) =>
      Uint8Array.from({ length: rows }, (_row, row) => ((row * 31 + s * s * 7) >>> 2) & 1),
    );
    const votes = [Int16Array.from({ length: rows }, (_, row) => (row % 3) - 1)];
    const own = { rows, votes, gold: new Int16Array(rows).fill(-1), splits: new Uint8Array(rows) };
    const collector = createKindCollector(1, 2, slices);
    const kindOf = collector.add({ ...own, slices: columns });
    const kinds = collector.finish();
    assert.equal(kinds.slices.length, slices);
    columns.forEach((column, s) =>
      assert.deepEqual(
        Uint8Array.from(kindOf, (kind) => kinds.slices[s]![kind]!),
        column,
      ),
    );
    assert.throws(() => createKindCollector(1, 2, 1).add(own), /0 slices where there are 1/);
  });
});
