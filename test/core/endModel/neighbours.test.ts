import assert from "node:assert/strict";
import { compareHeldOut, type NeighbourReport } from "../../../src/core/endModel/neighbourReport";
import { findNeighbours, lendLabels } from "../../../src/core/endModel/neighbours";
import { prepareRows } from "../../../src/core/endModel/prepareRows";
import type { SparseRows } from "../../../src/core/endModel/sparseRows";
import { trainEndModel, type TrainingInput } from "../../../src/core/endModel/trainEndModel";
import { seededRandom } from "../../../src/core/math/random";
import { ABSTAIN } from "../../../src/core/statistics/votes";

function sparse(dense: readonly (readonly number[])[]): SparseRows {
  const entries = dense.map((row) => row.flatMap((value, feature) => (value === 0 ? [] : [{ feature, value }])));
  const starts = [0];
  for (const own of entries) starts.push(starts.at(-1)! + own.length);
  return {
    ...{ rows: dense.length, width: dense[0]!.length, starts: Int32Array.from(starts) },
    features: Int32Array.from(entries.flat(), ({ feature }) => feature),
    values: Float32Array.from(entries.flat(), ({ value }) => value),
  };
}

const near = (actual: ArrayLike<number>, expected: readonly number[]): void => {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => assert.ok(Math.abs(actual[i]! - value) < 1e-6, `number ${i}: ${actual[i]}, not ${value}`));
};

describe("neighbours of rows without votes", () => {
  it("lend the mean of their labels, weighted by cosine", () => {
    // Cosines of [1, 1]: .7071 with [2, 0], 1 with [3, 3], and 0, which counts as .001, with [0, 0, 1].
    const features = sparse([
      [2, 0, 0],
      [3, 3, 0],
      [0, 0, 1],
      [1, 1, 0],
    ]);
    const found = findNeighbours(features, Uint32Array.of(0, 1, 2), Uint32Array.of(3), 1);
    const lent = lendLabels(found, Float64Array.of(1, 0, 0.2, 0.8, 0, 1, 0, 0), 2);
    const total = Math.SQRT1_2 + 1 + 0.001;
    near(lent, [1, 0, 0.2, 0.8, 0, 1, (Math.SQRT1_2 + 0.2) / total, (0.8 + 0.001) / total]);
  });

  it("are the ten nearest, as a comparison with all finds them; a row that shares nothing has none", () => {
    const random = seededRandom(5);
    const dense = Array.from({ length: 80 }, (_, row) =>
      Array.from({ length: 31 }, (_, feature) => (row === 79 ? Number(feature === 30) : feature < 30 && random() < 0.3 ? random() : 0)),
    );
    const references = Uint32Array.from({ length: 60 }, (_, i) => i);
    const found = findNeighbours(sparse(dense), references, Uint32Array.of(60, 70, 79), 1);
    assert.deepEqual([...found.rows], [60, 70]);
    const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    const cosine = (a: readonly number[], b: readonly number[]): number => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    [60, 70].forEach((row, i) => {
      const expected = [...references].sort((a, b) => cosine(dense[row]!, dense[b]!) - cosine(dense[row]!, dense[a]!)).slice(0, 10);
      assert.deepEqual([...found.references.subarray(10 * i, 10 * i + 10)], expected);
    });
  });

  it("are among 2,000 references drawn by the seed", () => {
    const features = sparse(Array.from({ length: 2501 }, () => [1]));
    const [labeled, asked] = [Uint32Array.from({ length: 2500 }, (_, i) => i), Uint32Array.of(2500)];
    const drawnBy = (seed: number): number[] => [...findNeighbours(features, labeled, asked, seed).references];
    assert.deepEqual(drawnBy(1), drawnBy(1));
    assert.notDeepEqual(drawnBy(1), drawnBy(2));
  });

  /**
   * 30 rows "alpha common" are A, 60 rows "beta" are B; 200 rows "gamma common" have no vote, and are nearest to A's.
   * @param gold what every other of the gold rows is, whose text is "gamma"; the others are what their word says
   */
  function input(gold: "A" | "B", goldRows: number): TrainingInput {
    const texts = [
      ...new Array<string>(30).fill("alpha common"),
      ...new Array<string>(60).fill("beta"),
      ...new Array<string>(200).fill("gamma common"),
      ...Array.from({ length: goldRows }, (_, i) => (i % 2 === 0 ? "gamma" : gold === "A" ? "beta" : "alpha common")),
    ];
    const soft = new Float64Array(texts.length * 2);
    for (let row = 0; row < 90; row++) soft[2 * row + Number(row >= 30)] = 1;
    return {
      ...{ columns: [{ kind: "text", name: "text", values: texts }], labels: ["A", "B"], soft },
      gold: Int16Array.from(texts, (_, row) => (row < 290 ? ABSTAIN : Number((gold === "B") === (row % 2 === 0)))),
      ...{ softOnly: true, neighbours: { seed: 1 } },
    };
  }

  it("let rows train that count half, and no gold row", () => {
    const { rows, order } = prepareRows(input("A", 10));
    order.forEach((row, i) => {
      assert.equal(rows.counts[i], row >= 90 && row < 290 ? 0.5 : 1, `row ${row}`);
      const own = rows.soft.subarray(2 * i, 2 * i + 2);
      near(own, row >= 290 ? [0, 0] : row >= 30 && row < 90 ? [0, 1] : [1, 0]);
    });
    assert.equal(order.length, 300);
  });

  it("are left out where 100 gold rows say that they mislead, and used where these say that they help", () => {
    const [misled, helped] = [trainEndModel(input("B", 120)).report.neighbours!, trainEndModel(input("A", 120)).report.neighbours!];
    // 60 of 120 rows are wrong with the neighbours alone, or without them alone: the differences are 60 ones and 60 zeros.
    const error = Math.sqrt(30 / 119 / 120);
    const check = ({ compared, ...report }: NeighbourReport, used: boolean, [plain, joined]: [number, number]): void => {
      assert.deepEqual(report, { rows: 200, used });
      assert.deepEqual([compared!.rows, compared!.plain, compared!.joined, compared!.lead], [120, plain, joined, plain - joined]);
      near([compared!.error], [error]);
    };
    check(misled, false, [1, 0.5]);
    check(helped, true, [0.5, 1]);
  });

  it("are used where fewer gold rows could not say so", () => {
    const { used, compared } = trainEndModel(input("B", 99)).report.neighbours!;
    assert.deepEqual([used, compared!.lead > 0.4], [true, true]);
    assert.deepEqual(trainEndModel(input("B", 5)).report.neighbours, { rows: 200, used: true });
  });

  it("change nothing where they are left out", () => {
    const asked = trainEndModel(input("B", 120)).model;
    const plain = trainEndModel({ ...input("B", 120), neighbours: undefined }).model;
    assert.deepEqual(asked, plain);
  });

  it("are compared by a paired standard error", () => {
    // Right without: 1 1 1 0; right with: 1 0 0 0. Differences 0 1 1 0: mean .5, deviation sqrt(1/3), error sqrt(1/12).
    const heldOut = (rights: readonly number[]) => ({
      rows: Uint32Array.from(rights.keys()),
      proba: Float64Array.from(rights.flatMap((right) => [right, 1 - right])),
    });
    const { rows, plain, joined, lead, error } = compareHeldOut(new Int16Array(4), heldOut([1, 1, 1, 0]), heldOut([1, 0, 0, 0]));
    assert.deepEqual([rows, plain, joined, lead], [4, 0.75, 0.25, 0.5]);
    near([error], [Math.sqrt(1 / 12)]);
  });
});
