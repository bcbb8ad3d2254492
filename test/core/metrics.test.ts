import assert from "node:assert/strict";
import fc from "fast-check";
import { majorityVote } from "../../src/core/labelModel/majorityVote";
import { measure, type Metrics } from "../../src/core/metrics/metrics";
import { buildPatterns } from "../../src/core/patterns/patterns";
import { patternPredictions, type Predictions, rowPredictions } from "../../src/core/metrics/scoredRows";
import { ABSTAIN } from "../../src/core/statistics/votes";
import { matrixOf, someMatrix } from "./matrices";
import { type PlainPrediction, slowFigures, slowLabel, slowMatthews } from "./slowMetrics";

const near = (actual: number | undefined, expected: number | undefined, what: string): void => {
  if (actual === undefined || expected === undefined) assert.equal(actual, expected, what);
  else assert.ok(Math.abs(actual - expected) < 1e-9, `${what}: ${actual} should be ${expected}`);
};

/** Rows of [gold, P(0), P(1), ...] as an end model gives them. */
const predictionsOf = (rows: readonly PlainPrediction[], labels: number): Predictions =>
  rowPredictions(
    labels,
    Float64Array.from(rows.flatMap(({ proba }) => proba)),
    Int16Array.from(rows, ({ gold }) => gold),
  );

const plain = (gold: number, ...proba: number[]): PlainPrediction => ({ gold, proba });

/** Probabilities whose first place is not shared. */
const someProba = (labels: number): fc.Arbitrary<number[]> =>
  fc
    .uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: labels, maxLength: labels })
    .filter((weights) => weights.some((weight) => weight > 0))
    .map((weights) => weights.map((weight) => weight / weights.reduce((a, b) => a + b)));

const someRows = fc.constantFrom(2, 3, 6).chain((labels) =>
  fc.record({
    labels: fc.constant(labels),
    rows: fc.array(fc.record({ gold: fc.nat(labels - 1), proba: someProba(labels) }), { minLength: 1, maxLength: 60 }),
  }),
);

/** Fails on a NaN or an infinity anywhere in a result. */
function checkFinite(value: unknown, path = "metrics"): void {
  if (typeof value === "number") assert.ok(Number.isFinite(value), `${path} is ${value}`);
  else if (ArrayBuffer.isView(value)) Array.from(value as Float64Array).forEach((x, i) => checkFinite(x, `${path}[${i}]`));
  else if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) checkFinite(inner, `${path}.${key}`);
}

describe("metrics of four sure rows", () => {
  const { all } = measure(predictionsOf([plain(0, 0.9, 0.1), plain(0, 0.2, 0.8), plain(1, 0.3, 0.7), plain(1, 0, 1)], 2));
  // predicted 0, 1, 1, 1 for gold 0, 0, 1, 1
  const expected: [keyof Metrics, number][] = [
    ["n", 4],
    ["drawn", 0],
    ["accuracy", 3 / 4],
    ["macroF1", (2 / 3 + 4 / 5) / 2],
    ["weightedF1", (2 / 3 + 4 / 5) / 2],
    ["mcc", 2 / Math.sqrt(12)],
    ["logLoss", -(Math.log(0.9) + Math.log(0.2) + Math.log(0.7)) / 4],
    ["brier", (0.02 + 1.28 + 0.18 + 0) / 4],
    ["ece", (0.1 + 0.8 + 0.3 + 0) / 4],
  ];
  for (const [figure, value] of expected) it(`has ${figure} ${value}`, () => near(all[figure] as number, value, figure));

  it("has the confusion matrix and the labels' figures", () => {
    assert.deepEqual(all.confusion, Float64Array.of(1, 1, 0, 2));
    assert.deepEqual(all.perLabel[0], { gold: 2, predicted: 1, precision: 1, recall: 0.5, f1: 2 / 3 });
    assert.deepEqual(all.perLabel[1], { gold: 2, predicted: 3, precision: 2 / 3, recall: 1, f1: 4 / 5 });
  });

  it("has a reliability table of 15 bins", () => {
    assert.equal(all.reliability.length, 15);
    assert.deepEqual(all.reliability[14], { low: 14 / 15, high: 1, rows: 1, confidence: 1, accuracy: 1 });
    assert.deepEqual(all.reliability[0], { low: 0, high: 1 / 15, rows: 0, confidence: undefined, accuracy: undefined });
  });
});

describe("metrics where the model does not decide", () => {
  // right; a tie; three rows without a vote, of which one has no gold
  const matrix = matrixOf(["s s s", "s h s", ". . s", ". . h", ". . ."]);
  const index = buildPatterns(matrix);
  const proba = majorityVote.predictProba(majorityVote.fit(index.table), index.table);
  const { covered, all } = measure(patternPredictions(index, proba, matrix.gold));

  it("counts a tie as chance among the tied labels, on covered rows", () => {
    assert.deepEqual([covered.n, covered.drawn, covered.accuracy], [2, 1, 0.75]);
    near(covered.logLoss, Math.log(2) / 2, "log loss");
    assert.deepEqual(covered.confusion, Float64Array.of(0, 0, 0.5, 1.5));
  });

  it("counts rows without a vote as chance among all labels, on all rows", () => {
    assert.deepEqual([all.n, all.drawn, all.accuracy], [4, 3, 0.625]);
    near(all.logLoss, (3 * Math.log(2)) / 4, "log loss");
    near(all.brier, (3 * 0.5) / 4, "Brier score");
    near(all.ece, 0, "calibration error"); // one sure and right, three at 0.5 and right half of the time
  });

  it("means F1 over seeded draws", () => {
    const again = measure(patternPredictions(index, proba, matrix.gold));
    assert.deepEqual(again.all, all);
    const other = measure(patternPredictions(index, proba, matrix.gold), { seed: 2 });
    assert.notEqual(other.all.macroF1, all.macroF1);
    assert.equal(other.all.accuracy, all.accuracy);
    assert.ok(Math.abs(other.all.macroF1! - all.macroF1!) < 0.25);
  });
});

describe("metrics of any predictions", () => {
  it("agree with their definitions, row by row", () =>
    fc.assert(
      fc.property(someRows, ({ labels, rows }) => {
        const { all } = measure(predictionsOf(rows, labels));
        for (const [figure, value] of Object.entries(slowFigures(rows, labels))) near(all[figure as "accuracy"], value, figure);
        near(all.mcc, slowMatthews(rows, labels), "mcc");
        all.perLabel.forEach(({ gold, predicted, ...figures }, label) => {
          const slow = slowLabel(rows, label);
          near(figures.precision, predicted === 0 ? undefined : slow.precision, "precision");
          near(figures.recall, gold === 0 ? undefined : slow.recall, "recall");
          near(figures.f1, gold + predicted === 0 ? undefined : slow.f1, "F1");
        });
      }),
    ));

  it("are never NaN and never beyond their range, whatever is missing", () =>
    fc.assert(
      fc.property(
        someMatrix.filter(({ labels }) => labels <= 10),
        (matrix) => {
          const index = buildPatterns(matrix);
          const sides = measure(
            patternPredictions(index, majorityVote.predictProba(majorityVote.fit(index.table), index.table), matrix.gold),
          );
          checkFinite(sides);
          for (const { n, accuracy = 0, macroF1 = 0, brier = 0, ece = 0, mcc = 0, confusion } of [sides.covered, sides.all]) {
            for (const figure of [accuracy, macroF1, brier / 2, ece, (mcc + 1) / 2]) assert.ok(figure >= -1e-9 && figure <= 1 + 1e-9);
            near(
              confusion.reduce((a, b) => a + b, 0),
              n,
              "rows in the confusion matrix",
            );
          }
        },
      ),
    ));

  it("are undefined without gold", () => {
    const { all } = measure(rowPredictions(2, Float64Array.of(0.3, 0.7), Int16Array.of(ABSTAIN)));
    const { n, accuracy, accuracyInterval, macroF1, weightedF1, mcc, logLoss, brier, ece } = all;
    assert.equal(n, 0);
    assert.deepEqual([accuracy, accuracyInterval, macroF1, weightedF1, mcc, logLoss, brier, ece], new Array(8).fill(undefined));
  });
});
