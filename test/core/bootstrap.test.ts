import assert from "node:assert/strict";
import { bootstrapIntervals } from "../../src/core/bootstrap";
import { measure } from "../../src/core/metrics";
import { seededRandom } from "../../src/core/random";
import { rowPredictions } from "../../src/core/scoredRows";

/** Rows of a calibrated model of two labels: each probability is drawn, and gold by that probability. */
function calibratedRows(rows: number): { proba: Float64Array; gold: Int16Array } {
  const random = seededRandom(5);
  const spam = new Float64Array(rows).map(() => random());
  return { proba: Float64Array.from([...spam].flatMap((p) => [1 - p, p])), gold: Int16Array.from(spam, (p) => (random() < p ? 1 : 0)) };
}

describe("bootstrapIntervals", () => {
  const { proba, gold } = calibratedRows(1000);
  const predictions = rowPredictions(2, proba, gold);

  it("is as wide as theory says for a mean: 2 x 1.96 standard errors", () => {
    const { low, high } = bootstrapIntervals(predictions, { resamples: 1000 }).all.brier!;
    const losses = Array.from(gold, (label, row) => 2 * (1 - proba[2 * row + label]!) ** 2);
    const mean = losses.reduce((a, b) => a + b) / losses.length;
    const error = Math.sqrt(losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0)) / losses.length;
    assert.ok(Math.abs((high - low) / (2 * 1.96 * error) - 1) < 0.1, `${high - low} should be about ${2 * 1.96 * error}`);
  });

  it("holds the figures themselves", () => {
    const intervals = bootstrapIntervals(predictions).all;
    const figures = measure(predictions).all;
    for (const figure of ["macroF1", "weightedF1", "mcc", "logLoss", "brier"] as const) {
      assert.ok(intervals[figure]!.low <= figures[figure]! && figures[figure]! <= intervals[figure]!.high, figure);
    }
  });

  it("gives the same for the same seed, and other ends for another", () => {
    assert.deepEqual(bootstrapIntervals(predictions, { seed: 3 }), bootstrapIntervals(predictions, { seed: 3 }));
    assert.notDeepEqual(bootstrapIntervals(predictions, { seed: 3 }), bootstrapIntervals(predictions, { seed: 4 }));
  });

  it("has no interval without gold", () => {
    const { covered, all } = bootstrapIntervals(rowPredictions(2, new Float64Array(0), new Int16Array(0)));
    const nothing = { macroF1: undefined, weightedF1: undefined, mcc: undefined, logLoss: undefined, brier: undefined, ece: undefined };
    assert.deepEqual([covered, all], [nothing, nothing]);
  });
});
