import assert from "node:assert/strict";
import { fitCalibration, fitPrior, type Calibration, type Uncorrected } from "../../../src/core/labelModel/calibration";
import { createGoldLoss, type GoldScores } from "../../../src/core/labelModel/calibrationLoss";
import { minimize, type Evaluation } from "../../../src/core/labelModel/lbfgs";
import { seededRandom } from "../../../src/core/math/random";

/** The log loss and its gradient as the formula has them: every label of every gold row. */
function slowLoss(gold: readonly GoldScores[], labels: number, lacking: readonly number[]): (point: Float64Array) => Evaluation {
  return (point) => {
    const gradient = new Float64Array(labels + 1);
    let value = 0;
    for (const { label, rows, scores } of gold) {
      const logits = Array.from(scores, (score, k) => (lacking.includes(k) ? -Infinity : Math.exp(point[0]!) * score + point[k + 1]!));
      const most = Math.max(...logits);
      const all = logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
      value -= rows * (logits[label]! - most - Math.log(all));
      logits.forEach((logit, k) => {
        const residual = rows * (Math.exp(logit - most) / all - (k === label ? 1 : 0));
        gradient[0]! += residual * Math.exp(point[0]!) * scores[k]!;
        gradient[k + 1]! += residual;
      });
    }
    return { value, gradient };
  };
}

/** `fitCalibration` by its definition, on the slow loss. */
function slowCalibration(gold: readonly GoldScores[], uncorrected: Uncorrected): Calibration {
  const start = Float64Array.of(0, ...fitPrior(gold, uncorrected).bias);
  const { lacking } = uncorrected;
  const known = gold.filter(({ label }) => !lacking.includes(label));
  const best = minimize((point) => {
    const { value, gradient } = slowLoss(known, start.length - 1, lacking)(point);
    return {
      value: point.reduce((sum, own, i) => sum + 5 * (own - start[i]!) ** 2, value),
      gradient: gradient.map((part, i) => part + 10 * (point[i]! - start[i]!)),
    };
  }, start);
  return { temperature: Math.exp(best[0]!), bias: Array.from(best.subarray(1)) };
}

/** Gold rows of a few patterns. @param own how many labels have scores of their own in a pattern */
function drawGold(seed: number, labels: number, own: number): GoldScores[] {
  const random = seededRandom(seed);
  const patterns = Array.from({ length: 30 }, () => {
    const scores = new Float64Array(labels).fill(-4 * random());
    for (let i = 0; i < own; i++) scores[Math.floor(random() * labels)] = 8 * random() - 3;
    return scores;
  });
  return Array.from({ length: 200 }, () => {
    const scores = patterns[Math.floor(random() * patterns.length)]!;
    const best = scores.indexOf(Math.max(...scores));
    return { label: random() < 0.7 ? best : Math.floor(random() * labels), rows: 0.2 + 3 * random(), scores };
  });
}

const shapes = [
  { name: "two labels", labels: 2, own: 1 },
  { name: "all labels with scores of their own", labels: 9, own: 60 },
  { name: "few of many labels with scores of their own", labels: 151, own: 3 },
];

describe("fitCalibration", () => {
  for (const { name, labels, own } of shapes) {
    for (const lacking of [[], [1]]) {
      const what = `${name}${lacking.length > 0 ? ", one of them lacking" : ""}`;

      it(`has the loss and the gradient of the formula: ${what}`, () => {
        const random = seededRandom(7);
        for (let seed = 1; seed <= 20; seed++) {
          const gold = drawGold(seed, labels, own).filter(({ label }) => !lacking.includes(label));
          const point = Float64Array.from({ length: labels + 1 }, (_, i) => (i === 0 ? 1 - random() : -6 * random()));
          const [fast, slow] = [createGoldLoss, slowLoss].map((make) => make(gold, labels, lacking)(point)) as [Evaluation, Evaluation];
          assert.ok(Math.abs(fast.value - slow.value) <= 1e-9 * slow.value);
          fast.gradient.forEach((part, i) => assert.ok(Math.abs(part - slow.gradient[i]!) < 1e-8, `${i}: ${part}, ${slow.gradient[i]!}`));
        }
      });

      it(`fits what the formula's minimum is: ${what}`, () => {
        for (let seed = 1; seed <= 5; seed++) {
          const gold = drawGold(seed, labels, own);
          const uncorrected = { prior: new Array<number>(labels).fill(1 / labels), lacking };
          const [fast, slow] = [fitCalibration(gold, uncorrected), slowCalibration(gold, uncorrected)];
          assert.ok(Math.abs(fast.temperature - slow.temperature) < 1e-6);
          fast.bias.forEach((part, k) => assert.ok(Math.abs(part - slow.bias[k]!) < 1e-6));
        }
      });
    }
  }

  it("is exact where the labels that are voted for have nearly all of the bias", () => {
    const labels = 40;
    const point = Float64Array.from({ length: labels + 1 }, (_, i) => (i === 0 ? 0 : i === 3 ? 0 : -35));
    const scores = new Float64Array(labels).fill(0);
    scores[2] = -40;
    const gold = [{ label: 5, rows: 2, scores }];
    const [fast, slow] = [createGoldLoss, slowLoss].map((make) => make(gold, labels, [])(point)) as [Evaluation, Evaluation];
    assert.ok(Math.abs(fast.value - slow.value) < 1e-12);
    fast.gradient.forEach((part, i) => assert.ok(Math.abs(part - slow.gradient[i]!) < 1e-12));
  });
});
