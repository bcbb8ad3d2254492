import assert from "node:assert/strict";
import fc from "fast-check";
import { type ClarityMatrix, clarityMatrix } from "../../src/core/clarity/clarity";
import { LF_VERDICTS, type LfVerdict, PREDICTION_VERDICTS, type PredictionVerdict } from "../../src/core/data/rowFilter";
import { ABSTAIN, type VoteMatrix } from "../../src/core/statistics/votes";
import { sixBySix, someColumn, someMatrix } from "./matrices";
import { type PlainRow, plainRows } from "./slowStatistics";

const [HAM, SPAM] = [0, 1];

const lfVerdict = ({ cast, gold }: PlainRow): LfVerdict => {
  if (cast.length === 0) return "silent";
  if (cast.every((vote) => vote === gold)) return "right";
  return cast.includes(gold) ? "split" : "wrong";
};
const predictionVerdict = (prediction: number, gold: number): PredictionVerdict =>
  prediction === ABSTAIN ? "none" : prediction === gold ? "right" : "wrong";

function slowClarity(matrix: VoteMatrix, prediction: Int16Array, goldLabel?: number): ClarityMatrix {
  const rows = plainRows(matrix).filter(({ hasGold, gold }) => hasGold && (goldLabel === undefined || gold === goldLabel));
  const cell = (p: PredictionVerdict, v: LfVerdict): ClarityMatrix["cells"][PredictionVerdict][LfVerdict] => {
    const here = rows.filter((row) => predictionVerdict(prediction[row.row]!, row.gold) === p && lfVerdict(row) === v);
    const wrong = (lf: number): number => here.filter(({ votes, gold }) => votes[lf] !== ABSTAIN && votes[lf] !== gold).length;
    const blame = matrix.columns.map((_, lf) => ({ lf, rows: wrong(lf) })).filter((entry) => entry.rows > 0);
    return { count: here.length, blame: blame.sort((a, b) => b.rows - a.rows || a.lf - b.lf) };
  };
  const line = (p: PredictionVerdict): ClarityMatrix["cells"][PredictionVerdict] =>
    Object.fromEntries(LF_VERDICTS.map((v) => [v, cell(p, v)])) as ClarityMatrix["cells"][PredictionVerdict];
  return { goldRows: rows.length, cells: { right: line("right"), wrong: line("wrong"), none: line("none") } };
}

const somePredicted = someMatrix.chain((matrix) =>
  fc.record({ matrix: fc.constant(matrix), prediction: someColumn(matrix.rows, matrix.labels), label: fc.nat(matrix.labels - 1) }),
);

const counts = ({ cells }: ClarityMatrix): number[][] => PREDICTION_VERDICTS.map((p) => LF_VERDICTS.map((v) => cells[p][v].count));

describe("clarityMatrix", () => {
  const prediction = Int16Array.of(SPAM, ABSTAIN, HAM, SPAM, HAM, ABSTAIN);
  const clarity = clarityMatrix({ matrix: sixBySix, prediction });

  it("counts what one can count by eye", () => {
    assert.equal(clarity.goldRows, 5);
    // LFs:                 right split wrong silent
    assert.deepEqual(counts(clarity), [
      /* pred right */ [2, 0, 0, 0],
      /* pred wrong */ [0, 0, 1, 0],
      /* none */ [0, 1, 0, 1],
    ]);
  });

  it("blames the LFs that voted a wrong label", () => {
    assert.deepEqual(clarity.cells.none.split.blame, [{ lf: 1, rows: 1 }]);
    const each = [0, 1, 2].map((lf) => ({ lf, rows: 1 }));
    assert.deepEqual(clarity.cells.wrong.wrong.blame, each);
    assert.deepEqual(clarity.cells.right.right.blame, []);
  });

  it("narrows to one gold label", () => {
    const ham = clarityMatrix({ matrix: sixBySix, prediction, goldLabel: HAM });
    assert.equal(ham.goldRows, 2);
    assert.deepEqual(counts(ham)[0], [1, 0, 0, 0]);
  });

  it("agrees with looking at row after row, for all labels and for one", () =>
    fc.assert(
      fc.property(somePredicted, ({ matrix, prediction: some, label }) => {
        assert.deepEqual(clarityMatrix({ matrix, prediction: some }), slowClarity(matrix, some));
        assert.deepEqual(clarityMatrix({ matrix, prediction: some, goldLabel: label }), slowClarity(matrix, some, label));
      }),
    ));

  it("has cells that sum to the rows with gold, and labels that sum to the whole", () =>
    fc.assert(
      fc.property(
        somePredicted.filter(({ matrix }) => matrix.labels <= 10),
        ({ matrix, prediction: some }) => {
          const all = clarityMatrix({ matrix, prediction: some });
          const sum = (table: number[][]): number => table.flat().reduce((a, b) => a + b, 0);
          assert.equal(sum(counts(all)), all.goldRows);
          const each = Array.from({ length: matrix.labels }, (_, goldLabel) =>
            counts(clarityMatrix({ matrix, prediction: some, goldLabel })),
          );
          const added = PREDICTION_VERDICTS.map((_, p) =>
            LF_VERDICTS.map((__, v) => each.reduce((total, table) => total + table[p]![v]!, 0)),
          );
          assert.deepEqual(added, counts(all));
        },
      ),
    ));
});
