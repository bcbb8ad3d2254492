import assert from "node:assert/strict";
import fc from "fast-check";
import { chooseRows, countLeftOut, type Candidates, type LeftOut } from "../../../src/core/export/chooseRows";
import { defaultExport, type ExportOptions } from "../../../src/core/export/exportOptions";
import { finalLabels } from "../../../src/core/export/finalLabels";

const [HAM, SPAM, NONE] = [0, 1, -1];

/** Eight rows, each of a kind of its own; the last two have the same text as rows 0 and 1; LFs disagree on rows 1 and 4. */
const eight: Candidates = {
  rowKind: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
  labels: Int16Array.of(HAM, SPAM, NONE, SPAM, SPAM, NONE, HAM, SPAM),
  labelCount: 2,
  splits: Uint8Array.of(0, 0, 0, 1, 1, 2, 0, 2),
  inConflict: Uint8Array.of(0, 1, 0, 0, 1, 0, 0, 0),
  textKeys: Uint32Array.of(1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 1, 1, 2, 2),
};

describe("rows of an export", () => {
  const check = (what: string, options: Partial<ExportOptions>, expected: readonly number[]): Mocha.Test =>
    it(what, () => assert.deepEqual([...chooseRows(eight, { ...defaultExport, ...options })], expected));

  check("are all rows unless said otherwise", {}, [0, 1, 2, 3, 4, 5, 6, 7]);
  check("of one split", { splits: ["dev"] }, [3, 4]);
  check("of two splits", { splits: ["dev", "test"] }, [3, 4, 5, 7]);
  check("with a label", { unlabeled: "drop" }, [0, 1, 3, 4, 6, 7]);
  check("without a label", { unlabeled: "only" }, [2, 5]);
  check("in conflict", { conflicts: "only" }, [1, 4]);
  check("not in conflict", { conflicts: "drop" }, [0, 2, 3, 5, 6, 7]);
  check("the first of each text", { dedupe: true }, [0, 1, 2, 3, 4, 5]);
  check("a text is not lost when its first row is filtered out", { dedupe: true, splits: ["test"] }, [5, 7]);

  const checkLeftOut = (what: string, options: Partial<ExportOptions>, expected: Partial<LeftOut>): Mocha.Test =>
    it(`leave out, with a reason: ${what}`, () => {
      const asked = { ...defaultExport, ...options };
      const leftOut = countLeftOut(eight, asked, undefined, chooseRows(eight, asked).length);
      assert.deepEqual(leftOut, { slice: 0, splits: 0, unlabeled: 0, conflicts: 0, others: 0, ...expected });
    });
  checkLeftOut("none", {}, {});
  checkLeftOut(
    "the first that holds",
    { splits: ["train", "dev"], unlabeled: "drop", conflicts: "drop" },
    { splits: 2, unlabeled: 1, conflicts: 2 },
  );
  checkLeftOut("the same text", { dedupe: true }, { others: 2 });
  checkLeftOut("what is wanted alone", { unlabeled: "only" }, { unlabeled: 6 });

  it("at most so many of each label; rows without a label are not counted", () => {
    const rows = chooseRows(eight, { ...defaultExport, perLabel: 1 });
    const labels = [...rows].map((row) => eight.labels[row]!).sort();
    assert.deepEqual(labels, [NONE, NONE, HAM, SPAM]);
  });

  it("a sample in which each label has its share", () => {
    const rows = chooseRows(eight, { ...defaultExport, sample: 4 });
    assert.deepEqual([...rows].map((row) => eight.labels[row]!).sort(), [NONE, HAM, SPAM, SPAM]);
    assert.deepEqual(chooseRows(eight, { ...defaultExport, sample: 100 }).length, 8);
  });

  it("the same seed draws the same rows, another seed others, and more rows do not change who goes first", () => {
    const many = (rows: number): Candidates => ({
      rowKind: new Int32Array(rows),
      labels: Int16Array.of(HAM),
      labelCount: 1,
      splits: Uint8Array.of(0),
      inConflict: Uint8Array.of(0),
    });
    const drawn = (rows: number, seed: number): number[] => [...chooseRows(many(rows), { ...defaultExport, sample: 100, seed })];
    assert.deepEqual(drawn(1000, 1), drawn(1000, 1));
    assert.notDeepEqual(drawn(1000, 1), drawn(1000, 2));
    const larger = new Set(drawn(2000, 1));
    const kept = drawn(1000, 1).filter((row) => larger.has(row)).length;
    assert.equal(kept, [...larger].filter((row) => row < 1000).length);
  });

  it("whatever is asked for, rows come once, ascending, within the limits", () => {
    const limit = fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined });
    const property = fc.property(
      fc.array(fc.tuple(fc.integer({ min: -1, max: 2 }), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 9 }))),
      limit,
      limit,
      fc.boolean(),
      (rows, perLabel, sample, dedupe) => {
        const candidates: Candidates = {
          labels: Int16Array.from(rows, ([label]) => label),
          labelCount: 3,
          splits: Uint8Array.from(rows, ([, split]) => split),
          rowKind: Int32Array.from(rows.keys()),
          inConflict: new Uint8Array(rows.length),
          textKeys: Uint32Array.from(rows.flatMap(([, , text]) => [text, 0])),
        };
        const limits = { ...(perLabel === undefined ? {} : { perLabel }), ...(sample === undefined ? {} : { sample }) };
        const chosen = [...chooseRows(candidates, { ...defaultExport, ...limits, dedupe, unlabeled: "drop" })];
        assert.deepEqual(
          chosen,
          [...new Set(chosen)].sort((a, b) => a - b),
        );
        assert.ok(chosen.every((row) => candidates.labels[row] !== NONE));
        assert.ok(sample === undefined || chosen.length <= sample);
        for (let label = 0; label < 3; label++)
          assert.ok(chosen.filter((row) => candidates.labels[row] === label).length <= (perLabel ?? Infinity));
        if (dedupe) assert.equal(new Set(chosen.map((row) => rows[row]![2])).size, chosen.length);
      },
    );
    fc.assert(property);
  });
});

describe("final labels", () => {
  // Three patterns: HAM at 60 %, SPAM at 95 %, no label.
  const rows = {
    rowPattern: Int32Array.of(0, 1, 2, 0, 2),
    patternLabel: Int16Array.of(HAM, SPAM, NONE),
    patternConfidence: Float64Array.of(0.6, 0.95, 0),
    gold: Int16Array.of(NONE, NONE, NONE, SPAM, HAM),
  };
  const check = (what: string, options: Parameters<typeof finalLabels>[1], expected: readonly number[]): Mocha.Test =>
    it(what, () => assert.deepEqual([...finalLabels(rows, options)], expected));
  check("are the denoised ones", { minConfidence: 0, gold: "beside" }, [HAM, SPAM, NONE, HAM, NONE]);
  check("only where they are sure enough", { minConfidence: 0.9, gold: "none" }, [NONE, SPAM, NONE, NONE, NONE]);
  check("a probability at the threshold is enough", { minConfidence: 0.6, gold: "none" }, [HAM, SPAM, NONE, HAM, NONE]);
  check("gold takes their place", { minConfidence: 0.9, gold: "override" }, [NONE, SPAM, NONE, SPAM, HAM]);
});
