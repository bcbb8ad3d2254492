import assert from "node:assert/strict";
import { countFeatures } from "../../../src/core/endModel/countFeatures";
import { measureCrossover, type CrossoverInput } from "../../../src/core/endModel/crossover";
import { fitFeatureSpace, weighFeatures } from "../../../src/core/endModel/featureSpace";
import { crossCurve } from "../../../src/core/endModel/learningCurve";
import { reviews } from "./reviews";

/** As many rows as `of`, of which `right` are right. */
const rightOf = (right: number, of = 1000): Float64Array =>
  Float64Array.from({ length: of }, (_, row) => Number((row * 7919) % of < right));

describe("crossCurve", () => {
  function check(title: string, curve: Record<number, readonly number[]>, model: number, expected: number | undefined): void {
    it(title, () => {
      const points = Object.entries(curve).map(([size, draws]) => ({ size: Number(size), draws: draws.map((right) => rightOf(right)) }));
      const { handLabels } = crossCurve(points, rightOf(model));
      assert.equal(handLabels.estimate?.toFixed(1), expected?.toFixed(1));
      if (expected === undefined) return;
      assert.ok(handLabels.low! <= expected && (handLabels.high ?? Infinity) >= expected, `${handLabels.low} to ${handLabels.high}`);
    });
  }
  check("finds the size where the curve meets the model", { 25: [600], 50: [700], 100: [800] }, 700, 50);
  check("interpolates in the logarithm: half way from 50 to 200 is 100", { 50: [700], 200: [800] }, 750, 100);
  check("takes the mean of the draws", { 50: [690, 710], 200: [780, 800, 820] }, 750, 100);
  check("knows only that it is more than there are", { 25: [600], 50: [700] }, 800, undefined);
  check("says at least the first size if that is enough already", { 25: [900], 50: [920] }, 700, 25);
  check("takes a dip for noise: 700 and 680 are 690 both", { 25: [600], 50: [700], 100: [680], 200: [790] }, 740, 100 * 2 ** 0.5);

  it("is less sure with fewer rows", () => {
    const width = (of: number): number => {
      const share = (p: number): Float64Array => rightOf(p * of, of);
      const { handLabels } = crossCurve(
        [
          { size: 25, draws: [share(0.5)] },
          { size: 400, draws: [share(0.9)] },
        ],
        share(0.7),
      );
      return Math.log(handLabels.high! / handLabels.low!);
    };
    assert.ok(width(100) > 2 * width(2000), `${width(100)} and ${width(2000)}`);
  });
});

describe("measureCrossover", () => {
  const { texts, truth } = reviews(600);
  const counts = countFeatures([{ kind: "text", name: "text", values: texts }]);
  const rows = (from: number, to: number): Uint32Array => Uint32Array.from({ length: to - from }, (_, i) => from + i);
  /** A model that is right on the given share of the rows. */
  const modelOf = (share: number): Float64Array =>
    Float64Array.from(
      truth.flatMap((label, row) => [0, 1, 2].map((k) => Number(k === (row % 100 < 100 * share ? label : (label + 1) % 3)))),
    );
  const input: CrossoverInput = {
    features: weighFeatures(fitFeatureSpace(counts, rows(0, 600)), counts),
    gold: Int16Array.from(truth),
    pool: rows(0, 200),
    scored: rows(200, 600),
    proba: modelOf(0.8),
  };

  it("tells how many hand labels a model is worth", () => {
    const { points, accuracy, handLabels, pool } = measureCrossover(input);
    assert.deepEqual([accuracy, pool], [0.8, 200]);
    assert.deepEqual(
      points.slice(0, 2).map(({ size }) => size),
      [25, 50],
    );
    assert.ok(points.every(({ accuracy, interval }) => interval.low <= accuracy && accuracy <= interval.high));
    assert.ok(handLabels.estimate! >= 25 && handLabels.estimate! <= 100, String(handLabels.estimate));
    assert.ok(handLabels.low! <= handLabels.estimate! && handLabels.estimate! <= handLabels.high!);
  });

  it("goes on to all hand labels there are for a model that is always right", () => {
    const noisy = truth.map((label, row) => (row % 9 === 0 ? (label + 1) % 3 : label));
    const proba = Float64Array.from(noisy.flatMap((label) => [0, 1, 2].map((k) => Number(k === label))));
    const { points, handLabels } = measureCrossover({ ...input, pool: rows(0, 60), gold: Int16Array.from(noisy), proba });
    assert.deepEqual(
      points.map(({ size }) => size),
      [25, 50, 60],
    );
    assert.equal(handLabels.estimate, undefined);
  });

  it("gives the same numbers for the same seed, and others for another", () => {
    const points = (seed: number): number[] => measureCrossover({ ...input, seed }).points.map(({ accuracy }) => accuracy);
    assert.deepEqual(points(3), points(3));
    assert.notDeepEqual(points(3), points(4));
  });

  it("says what it lacks", () => {
    assert.throws(() => measureCrossover({ ...input, scored: rows(0, 0) }), /no gold to score on/);
    assert.throws(() => measureCrossover({ ...input, pool: rows(0, 24) }), /at least 25 rows with gold that are not scored; there are 24/);
  });
});
