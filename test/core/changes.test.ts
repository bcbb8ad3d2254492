import assert from "node:assert/strict";
import fc from "fast-check";
import { changedRows, CHANGE_KINDS, compareColumns } from "../../src/core/statistics/changes";
import { movesBetween, type LabeledVotes } from "../../src/core/rows/changedRows";
import { CELLS, cellIndex, cellsOfRows } from "../../src/core/clarity/clarityCells";
import { clarityMatrix } from "../../src/core/clarity/clarity";
import type { ChangedRows } from "../../src/core/data/rowFilter";
import { selectRows } from "../../src/core/rows/selectRows";
import { ABSTAIN } from "../../src/core/statistics/votes";
import { matrixOf, someColumn, someMatrix } from "./matrices";

const labels = ["HAM", "SPAM"];

/** The last letter of each line is the denoised label, the one before it gold. */
function version(lfNames: readonly string[], lines: readonly string[]): LabeledVotes {
  const { columns, gold, ...size } = matrixOf(lines);
  return { lfNames, matrix: { ...size, columns: columns.slice(0, -1), gold: columns.at(-1)! }, prediction: gold };
}

//                      both  old   gold  label
const before = version(
  ["both", "old"],
  ["s     .     s     s", "s     .     h     s", ".     h     h     h", ".     h     s     h", "h     .     .     h"],
);
//                     both  new   gold  label
const after = version(
  ["both", "new"],
  ["s     .     s     s", ".     .     h     .", "h     .     h     h", "h     .     s     h", "s     s     .     s"],
);

const silentGold = ["s . s . s .", "s h . . h s", "s h h . s h"].map((line) => matrixOf([line + " ."]).columns);
const [was, is, gold] = silentGold.map((columns) => Int16Array.from(columns, (column) => column[0]!));

describe("changes against a baseline", () => {
  it("counts what a column gained, lost and got right or wrong", () => {
    // was s . s . s .  /  is s h . . h s  /  gold s h h . s h
    assert.deepEqual(compareColumns(was!, is!, gold!), {
      gained: 2, // rows 1 and 5
      lost: 1, // row 2
      relabeled: 1, // row 4
      newlyRight: 1, // row 1
      newlyWrong: 2, // rows 4 and 5
      before: { votes: 3, correct: 2, incorrect: 1 },
      after: { votes: 4, correct: 2, incorrect: 2 },
    });
  });

  const rowsOf = (changed: ChangedRows, base: LabeledVotes | undefined = before): number[] => [
    ...selectRows({ ...after, labels, ...(base && { before: base }) }, { changed }),
  ];
  const cases: [ChangedRows, number[]][] = [
    [{ of: "any" }, [1, 2, 3, 4]],
    [{ of: "label" }, [1, 4]],
    [{ of: "label", how: "lost" }, [1]],
    [{ of: "label", from: "HAM", to: "SPAM" }, [4]],
    [{ of: "label", from: "SPAM", to: null }, [1]],
    [{ of: "label", to: "MAYBE" }, []],
    [{ of: { lf: "both" } }, [1, 2, 3, 4]],
    [{ of: { lf: "both" }, how: "gained" }, [2, 3]],
    [{ of: { lf: "both" }, how: "newlyRight" }, [2]],
    [{ of: { lf: "both" }, how: "newlyWrong" }, [3]],
    [{ of: { lf: "both" }, how: "relabeled" }, [4]],
    [{ of: { lf: "new" } }, [4]],
    [{ of: { lf: "old" } }, [2, 3]],
    [{ of: { lf: "neither" } }, []],
    [{ of: "cell", from: { prediction: "wrong", lfs: "wrong" }, to: { prediction: "none", lfs: "silent" } }, [1]],
    [{ of: "cell", from: { prediction: "right", lfs: "right" }, to: { prediction: "wrong", lfs: "wrong" } }, []],
  ];
  for (const [changed, rows] of cases) it(`finds the rows of ${JSON.stringify(changed)}`, () => assert.deepEqual(rowsOf(changed), rows));

  it("finds none without a baseline", () => assert.deepEqual([...selectRows({ ...after, labels }, { changed: { of: "any" } })], []));

  it("says where rows went, by label and by cell of the clarity matrix", () => {
    const cell = (prediction: "right" | "wrong" | "none", lfs: "right" | "wrong" | "silent"): number => cellIndex({ prediction, lfs });
    assert.deepEqual(movesBetween(before, after), {
      rows: 4,
      labels: [
        { from: 0, to: 1, rows: 1 },
        { from: 1, to: ABSTAIN, rows: 1 },
      ],
      cells: [{ from: cell("wrong", "wrong"), to: cell("none", "silent"), rows: 1 }],
    });
  });

  const someVersions = someMatrix.chain((matrix) => {
    const column = someColumn(matrix.rows, matrix.labels);
    return fc.record({ matrix: fc.constant(matrix), prediction: column, earlier: column });
  });

  it("agrees with itself: every figure is as many rows as its filter finds", () =>
    fc.assert(
      fc.property(someVersions, ({ matrix, prediction, earlier }) => {
        const lfNames = matrix.columns.map((_, lf) => `lf${lf}`);
        const names = Array.from({ length: matrix.labels }, (_, label) => `label${label}`);
        const now = { matrix, lfNames, prediction };
        const then = { matrix, lfNames, prediction: earlier };
        const find = (changed: ChangedRows): number => selectRows({ ...now, labels: names, before: then }, { changed }).length;
        const change = compareColumns(earlier, prediction, matrix.gold);
        for (const how of CHANGE_KINDS) assert.equal(find({ of: "label", how }), change[how]);
        assert.equal(find({ of: "label" }), changedRows(change));
        const moves = movesBetween(then, now);
        assert.equal(moves.rows, find({ of: "any" }));
        const name = (label: number): string | null => names[label] ?? null;
        for (const { from, to, rows } of moves.labels) assert.equal(find({ of: "label", from: name(from), to: name(to) }), rows);
        for (const { from, to, rows } of moves.cells) assert.equal(find({ of: "cell", from: CELLS[from]!, to: CELLS[to]! }), rows);
      }),
    ));

  it("puts rows into the cells that the clarity matrix counts", () =>
    fc.assert(
      fc.property(someVersions, ({ matrix, prediction }) => {
        const { cells } = clarityMatrix({ matrix, prediction });
        const found = cellsOfRows({ matrix, prediction });
        CELLS.forEach((cell, index) => assert.equal(found.filter((own) => own === index).length, cells[cell.prediction][cell.lfs].count));
      }),
    ));
});
