import assert from "node:assert/strict";
import fc from "fast-check";
import { clarityMatrix } from "../../src/core/clarity/clarity";
import { pairwise } from "../../src/core/patterns/pairwise";
import { buildPatterns } from "../../src/core/patterns/patterns";
import { LF_VERDICTS, PREDICTION_VERDICTS, type RowFilter } from "../../src/core/data/rowFilter";
import { type SelectInput, selectRows } from "../../src/core/rows/selectRows";
import { summarize } from "../../src/core/statistics/liveSummary";
import type { VoteMatrix } from "../../src/core/statistics/votes";
import { sixBySix, someColumn, someMatrix } from "./matrices";

const example: SelectInput = {
  matrix: sixBySix,
  lfNames: ["a", "b", "c", "d", "e", "f"],
  labels: ["HAM", "SPAM"],
  prediction: Int16Array.of(1, -1, 0, 1, 0, -1),
  splits: Uint8Array.of(0, 0, 0, 1, 1, 2),
  faultRows: [Uint32Array.of(), Uint32Array.of(3, 5)],
  evidence: [Int16Array.of(0, 0, 1, -1, -1, 2), undefined],
};

const cases: [RowFilter, number[]][] = [
  [{}, [0, 1, 2, 3, 4, 5]],
  [{ lf: { name: "a", rows: "covered" } }, [0, 1, 2]],
  [{ lf: { name: "a", rows: "correct" } }, [0, 1]],
  [{ lf: { name: "a", rows: "incorrect" } }, [2]],
  [{ lf: { name: "c", rows: "incorrect" } }, [2]],
  [{ lf: { name: "c", rows: "overlap" } }, [2, 3]],
  [{ lf: { name: "b", rows: "conflict" } }, [1]],
  [{ lf: { name: "b", rows: "fault" } }, [3, 5]],
  [{ lf: { name: "c", rows: "fault" } }, []],
  [{ lf: { name: "gone", rows: "covered" } }, []],
  [{ evidence: { lf: "a", site: 0 } }, [0, 1]],
  [{ evidence: { lf: "a", site: 2 }, split: "test" }, [5]],
  [{ evidence: { lf: "a", site: -1 } }, []],
  [{ evidence: { lf: "b", site: 0 } }, []],
  [{ evidence: { lf: "gone", site: 0 } }, []],
  [{ pair: { names: ["a", "b"], rows: "overlap" } }, [0, 1, 2]],
  [{ pair: { names: ["a", "b"], rows: "agree" } }, [0, 2]],
  [{ pair: { names: ["b", "a"], rows: "conflict" } }, [1]],
  [{ pair: { names: ["a", "gone"], rows: "overlap" } }, []],
  [{ set: "covered" }, [0, 1, 2, 3, 4]],
  [{ set: "overlap" }, [0, 1, 2, 3]],
  [{ set: "conflict" }, [1]],
  [{ set: "silent" }, [5]],
  [{ goldLabel: "HAM" }, [4, 5]],
  [{ predictedLabel: "SPAM" }, [0, 3]],
  [{ goldLabel: "MAYBE" }, []],
  [{ split: "dev" }, [3, 4]],
  [{ clarity: {} }, [0, 1, 2, 4, 5]],
  [{ clarity: { prediction: "none" } }, [1, 5]],
  [{ clarity: { lfs: "right" } }, [0, 4]],
  [{ clarity: { prediction: "wrong", lfs: "wrong" } }, [2]],
  [{ lf: { name: "a", rows: "covered" }, goldLabel: "SPAM", predictedLabel: "HAM", split: "train" }, [2]],
];

/** A matrix with predictions and names, ready to be filtered. */
const someInput = someMatrix.chain((matrix) =>
  someColumn(matrix.rows, matrix.labels).map((prediction) => ({
    matrix,
    prediction,
    lfNames: matrix.columns.map((_, lf) => `lf${lf}`),
    labels: Array.from({ length: matrix.labels }, (_, label) => `label${label}`),
  })),
);

/** Every figure that a user can click on, with the filter it opens. */
function figures(input: { matrix: VoteMatrix; prediction: Int16Array; lfNames: string[] }): [RowFilter, number][] {
  const { lfs, set, rows, goldRows } = summarize(input.matrix);
  const { cells } = clarityMatrix(input);
  const pairs = pairwise(buildPatterns(input.matrix).table);
  const name = (lf: number): string => input.lfNames[lf]!;
  return [
    [{ set: "covered" }, set.covered],
    [{ set: "overlap" }, set.overlaps],
    [{ set: "conflict" }, set.conflicts],
    [{ set: "silent" }, rows - set.covered],
    [{ clarity: {} }, goldRows],
    ...lfs.flatMap(({ votes, correct, incorrect, overlaps, conflicts }, lf): [RowFilter, number][] => [
      [{ lf: { name: name(lf), rows: "covered" } }, votes],
      [{ lf: { name: name(lf), rows: "correct" } }, correct],
      [{ lf: { name: name(lf), rows: "incorrect" } }, incorrect],
      [{ lf: { name: name(lf), rows: "overlap" } }, overlaps],
      [{ lf: { name: name(lf), rows: "conflict" } }, conflicts],
    ]),
    ...PREDICTION_VERDICTS.flatMap((p) =>
      LF_VERDICTS.map((v): [RowFilter, number] => [{ clarity: { prediction: p, lfs: v } }, cells[p][v].count]),
    ),
    ...lfs.flatMap((_, a) =>
      lfs.flatMap((__, b): [RowFilter, number][] => [
        [{ pair: { names: [name(a), name(b)], rows: "overlap" } }, pairs.overlap[a * lfs.length + b]!],
        [{ pair: { names: [name(a), name(b)], rows: "agree" } }, pairs.agree[a * lfs.length + b]!],
        [{ pair: { names: [name(a), name(b)], rows: "conflict" } }, pairs.overlap[a * lfs.length + b]! - pairs.agree[a * lfs.length + b]!],
      ]),
    ),
  ];
}

describe("selectRows", () => {
  for (const [filter, rows] of cases) {
    it(`finds rows [${rows.join(", ")}] for ${JSON.stringify(filter)}`, () => assert.deepEqual([...selectRows(example, filter)], rows));
  }

  it("takes all rows for train where the data has no splits", () => {
    const { splits: _, ...unsplit } = example;
    assert.equal(selectRows(unsplit, { split: "train" }).length, 6);
    assert.equal(selectRows(unsplit, { split: "dev" }).length, 0);
  });

  it("finds exactly as many rows as each figure says", () =>
    fc.assert(
      fc.property(someInput, (input) => {
        for (const [filter, count] of figures(input)) assert.equal(selectRows(input, filter).length, count, JSON.stringify(filter));
      }),
      { numRuns: 50 },
    ));
});
