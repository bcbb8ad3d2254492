import assert from "node:assert/strict";
import { compareModels, measureSplits } from "../../../src/core/endModel/compareModels";
import { likelyWrongGold } from "../../../src/core/endModel/likelyWrongGold";
import { rowPredictions } from "../../../src/core/metrics/scoredRows";
import { ABSTAIN } from "../../../src/core/statistics/votes";

/** P(SPAM) of each row of a HAM/SPAM model; "?" is a model that knows nothing of the row. */
const probaOf = (...spam: (number | "?")[]): Float64Array => Float64Array.from(spam.flatMap((p) => (p === "?" ? [0, 0] : [1 - p, p])));
/** Gold by letters: h, s, or "." for none. */
const goldOf = (letters: string): Int16Array => Int16Array.from(letters, (letter) => (letter === "." ? ABSTAIN : "hs".indexOf(letter)));

describe("compareModels", () => {
  it("counts both on the same gold, and lists the rows that changed", () => {
    //                        gold  h    s    s    s    h    .
    const first = probaOf(/*     */ 0.1, 0.9, 0.2, 0.3, 0.8, 0.4);
    const second = probaOf(/*    */ 0.2, 0.4, 0.9, 0.8, 0.9, 0.6);
    const compared = compareModels(first, second, goldOf("hsssh."));
    assert.equal(compared.n, 5);
    assert.deepEqual([compared.first.accuracy, compared.second.accuracy], [2 / 5, 3 / 5]);
    assert.deepEqual([[...compared.fixed], [...compared.broken], [...compared.changed]], [[2, 3], [1], [1, 2, 3, 5]]);
    assert.equal(compared.pValue.toFixed(6), "1.000000");
    assert.equal(compared.first.interval!.low.toFixed(4), "0.1176");
  });

  it("calls ten rows fixed and none broken a difference", () => {
    const rows = 10;
    const compared = compareModels(
      probaOf(...new Array<number>(rows).fill(0.1)),
      probaOf(...new Array<number>(rows).fill(0.9)),
      goldOf("s".repeat(rows)),
    );
    assert.equal(compared.pValue.toFixed(5), (2 / 2 ** 10).toFixed(5));
  });

  it("counts a row of which a model knows nothing as chance, which any sure and right model fixes", () => {
    const compared = compareModels(probaOf("?", "?"), probaOf(0.9, 0.1), goldOf("ss"));
    assert.deepEqual([compared.first.accuracy, compared.second.accuracy, [...compared.fixed]], [0.5, 0.5, [0]]);
  });

  it("says nothing without gold", () => {
    const { n, first, pValue } = compareModels(probaOf(0.1), probaOf(0.9), goldOf("."));
    assert.deepEqual({ n, first, pValue }, { n: 0, first: { accuracy: undefined, interval: undefined }, pValue: 1 });
  });
});

describe("measureSplits", () => {
  it("gives each split its own confusion", () => {
    const predictions = rowPredictions(2, probaOf(0.1, 0.9, 0.9, 0.1, 0.5), goldOf("hhs.s"));
    const measured = measureSplits(predictions, { dev: Uint32Array.of(0, 1), test: Uint32Array.of(2, 3), none: new Uint32Array(0) });
    assert.deepEqual([...measured.dev!.all.confusion], [1, 1, 0, 0]);
    assert.deepEqual([...measured.test!.all.confusion], [0, 0, 0, 1]);
    assert.deepEqual([measured.dev!.all.accuracy, measured.test!.all.n, measured.none!.all.accuracy], [0.5, 1, undefined]);
  });
});

describe("likelyWrongGold", () => {
  function check(title: string, spam: readonly number[], gold: string, rows: readonly number[]): void {
    it(title, () =>
      assert.deepEqual(
        likelyWrongGold(probaOf(...spam), goldOf(gold)).map(({ row }) => row),
        rows,
      ),
    );
  }
  //                                            HAM is given .9 .9 .9 .1 on its rows: mean .7. SPAM .9 .9 .8 .2: mean .7.
  check("finds gold that is surely contradicted, the surest first", [0.1, 0.1, 0.1, 0.9, 0.9, 0.9, 0.8, 0.2], "hhhhssss", [3, 7]);
  check("leaves doubt alone: .6 is less than SPAM's usual probability", [0.1, 0.1, 0.6, 0.9, 0.9, 0.9], "hhhsss", []);
  check("leaves rows without gold alone", [0.1, 0.1, 0.9, 0.9, 0.9], "hh.ss", []);
  check("accepts that gold has one label", [0.9, 0.1, 0.2], "hhh", []);
  check("takes no rows", [], "", []);

  it("tells which label is meant, and how sure the model is of both", () => {
    const [first] = likelyWrongGold(probaOf(0.1, 0.1, 0.1, 0.95, 0.9, 0.9), goldOf("hhhhss"));
    assert.deepEqual(
      { ...first, goldProbability: first!.goldProbability.toFixed(2) },
      { row: 3, gold: 0, suggested: 1, probability: 0.95, goldProbability: "0.05" },
    );
  });

  it("takes a label's own confidence into account: one that is never sure is suspected sooner", () => {
    // C is given .5 on its rows at best; on row 0, of gold A, it gets as much.
    const proba = Float64Array.of(0.4, 0.1, 0.5, 0.9, 0.05, 0.05, 0.05, 0.9, 0.05, 0.3, 0.25, 0.45, 0.3, 0.25, 0.45);
    assert.deepEqual(
      likelyWrongGold(proba, Int16Array.of(0, 0, 1, 2, 2)).map(({ row, suggested }) => [row, suggested]),
      [[0, 2]],
    );
  });
});
