import assert from "node:assert/strict";
import { predictProba } from "../../../src/core/endModel/predictProba";
import { fitSoftmaxRegression, type RegressionOptions } from "../../../src/core/endModel/softmaxRegression";
import { type Problem } from "../../../src/core/endModel/dualAscent";
import type { SparseRows } from "../../../src/core/endModel/sparseRows";
import { seededRandom } from "../../../src/core/math/random";

function sparse(dense: readonly (readonly number[])[]): SparseRows {
  const starts = [0];
  const entries = dense.flatMap((row) => {
    const own = row.flatMap((value, feature) => (value === 0 ? [] : [{ feature, value }]));
    starts.push(starts.at(-1)! + own.length);
    return own;
  });
  return {
    rows: dense.length,
    width: dense[0]!.length,
    starts: Int32Array.from(starts),
    features: Int32Array.from(entries, ({ feature }) => feature),
    values: Float32Array.from(entries, ({ value }) => value),
  };
}

function problemOf(dense: readonly (readonly number[])[], targets: readonly (readonly number[])[], weights?: readonly number[]): Problem {
  return {
    features: sparse(dense),
    labels: targets[0]!.length,
    targets: Float64Array.from(targets.flat()),
    weights: Float64Array.from(weights ?? dense.map(() => 1)),
  };
}

const EXACT = 1e-9;

const predicted = (problem: Problem, options: RegressionOptions): number[] =>
  Array.from(predictProba({ ...fitSoftmaxRegression(problem, { tolerance: EXACT, ...options }), temperature: 1 }, problem.features));

function assertNear(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) <= tolerance, `number ${i}: ${value}, not ${expected[i]}`));
}

/** Six rows with soft labels; features 0 and 1, weights 1 1 2 1 1 3. */
const ROWS = [
  [1, 0],
  [0, 1],
  [1, 1],
  [0.5, 0],
  [0, 0.25],
  [-1, 0.5],
];
const WEIGHTS = [1, 1, 2, 1, 1, 3];
const TWO = [
  [0.9, 0.1],
  [0.2, 0.8],
  [0.5, 0.5],
  [1, 0],
  [0, 1],
  [0.3, 0.7],
];
const THREE = [
  [0.9, 0.1, 0],
  [0.2, 0.7, 0.1],
  [0.4, 0.4, 0.2],
  [1, 0, 0],
  [0, 1, 0],
  [0.1, 0.2, 0.7],
];

describe("fitSoftmaxRegression", () => {
  /** scikit-learn 1.9: LogisticRegression(C, fit_intercept=False, tol=1e-12), a column of ones added, each row once per label. */
  function check(title: string, targets: readonly (readonly number[])[], C: number, published: readonly (readonly number[])[]): void {
    it(`finds scikit-learn's optimum: ${title}, C = ${C}`, () =>
      assertNear(predicted(problemOf(ROWS, targets, WEIGHTS), { C }), published.flat(), 1e-4));
  }
  check("two labels", TWO, 1, [
    [0.61768, 0.38232],
    [0.39477, 0.60523],
    [0.52302, 0.47698],
    [0.55478, 0.44522],
    [0.4659, 0.5341],
    [0.32018, 0.67982],
  ]);
  check("two labels", TWO, 10, [
    [0.77377, 0.22623],
    [0.29055, 0.70945],
    [0.50074, 0.49926],
    [0.68609, 0.31391],
    [0.50684, 0.49316],
    [0.23595, 0.76405],
  ]);
  check("three labels", THREE, 1, [
    ...[
      [0.58854, 0.2898, 0.12166],
      [0.26669, 0.42382, 0.3095],
      [0.45351, 0.4005, 0.14599],
    ],
    ...[
      [0.48709, 0.32174, 0.19117],
      [0.34991, 0.35881, 0.29128],
      [0.15413, 0.32914, 0.51673],
    ],
  ]);
  check("three labels", THREE, 10, [
    ...[
      [0.79679, 0.17565, 0.02756],
      [0.16376, 0.50553, 0.3307],
      [0.44161, 0.46673, 0.09167],
    ],
    ...[
      [0.67357, 0.25377, 0.07266],
      [0.40332, 0.38427, 0.21241],
      [0.07612, 0.31345, 0.61043],
    ],
  ]);

  it("sets the gradient to 0, features of one row alone included", () => {
    const problem = randomProblem(40, 60, 4);
    const fit = fitSoftmaxRegression(problem, { C: 3, tolerance: EXACT });
    const proba = predictProba({ ...fit, temperature: 1 }, problem.features);
    const gradient = Float64Array.from(fit.weights);
    const { starts, features, values } = problem.features;
    for (let row = 0; row < 40; row++) {
      for (let at = starts[row]!; at < starts[row + 1]!; at++) {
        for (let k = 0; k < 4; k++)
          gradient[features[at]! * 4 + k]! += 3 * values[at]! * (proba[row * 4 + k]! - problem.targets[row * 4 + k]!);
      }
    }
    assert.ok(
      gradient.every((part) => Math.abs(part) < 1e-3),
      String(gradient.reduce((most, part) => Math.max(most, Math.abs(part)))),
    );
  });

  it("finds what plain gradient descent over every feature finds, though features of one row alone never leave their row", () => {
    const problem = randomProblem(60, 400, 3);
    const rowsWith = new Int32Array(400);
    for (const feature of problem.features.features) rowsWith[feature]!++;
    assert.ok(rowsWith.filter((rows) => rows === 1).length > 100 && rowsWith.some((rows) => rows > 1), "both kinds of features");
    const weights = Float64Array.from({ length: 60 }, (_, row) => [0, 1, 2.5][row % 3]!);
    const [C, weighted] = [4, { ...problem, weights }];
    assertNear(predicted(weighted, { C }), Array.from(plainDescent(weighted, C)), 1e-4);
  });

  it("has its intercepts at their optimum even where it stops early", () => {
    const problem = randomProblem(300, 20, 3);
    const fit = fitSoftmaxRegression(problem, { C: 10, tolerance: 1e-2 });
    const proba = predictProba({ ...fit, temperature: 1 }, problem.features);
    fit.intercepts.forEach((intercept, k) => {
      const missed = problem.targets.reduce((sum, target, at) => (at % 3 === k ? sum + target - proba[at]! : sum), 0);
      assert.ok(Math.abs(intercept - 10 * missed) < 2e-2, `intercept ${k}: ${intercept}, not ${10 * missed}`);
    });
  });

  it("counts a row of weight 2 as two rows, and one of weight 0 as none", () => {
    const weighted = predicted(problemOf(ROWS, THREE, [2, 1, 1, 0, 1, 1]), { C: 5 });
    const repeated = predicted(problemOf([...ROWS, ROWS[0]!].toSpliced(3, 1), [...THREE, THREE[0]!].toSpliced(3, 1)), { C: 5 });
    assertNear(weighted.toSpliced(9, 3), repeated.slice(0, 15), 1e-4);
  });

  it("ends at the same optimum from an earlier fit of other targets, weights and C, and sooner", () => {
    const problem = randomProblem(200, 80, 3);
    const earlier = fitSoftmaxRegression(problem, { C: 2 });
    const targets = problem.targets.slice();
    for (const row of [3, 50, 120]) targets.set([0.1, 0.1, 0.8], row * 3);
    const edited = { ...problem, targets, weights: problem.weights.map((weight, row) => (row < 5 ? 0 : weight)) };
    assertNear(predicted(edited, { C: 3, start: earlier.residuals }), predicted(edited, { C: 3 }), 1e-4);
    const [warm, cold] = [fitSoftmaxRegression(edited, { C: 2, start: earlier.residuals }), fitSoftmaxRegression(edited, { C: 2 })];
    assert.ok(warm.passes < cold.passes, `${warm.passes} passes, ${cold.passes} from nothing`);
  });

  it("is sure of nothing that it cannot know: one label, no features, no rows", () => {
    assertNear(predicted(problemOf([[1], [0]], [[1], [1]]), { C: 10 }), [1, 1], 0);
    assertNear(
      predicted(
        problemOf(
          [[0], [0], [0], [0]],
          [
            [1, 0],
            [1, 0],
            [1, 0],
            [0, 1],
          ],
        ),
        { C: 100 },
      ).slice(0, 1),
      [0.7473],
      1e-4,
    );
    const empty = fitSoftmaxRegression(problemOf([[1]], [[1, 0]], [0]), { C: 10 });
    assert.deepEqual([...empty.weights, ...empty.intercepts], [0, 0, 0, 0]);
  });

  it("stays finite under huge weights", () => {
    const fit = fitSoftmaxRegression(problemOf(ROWS, THREE, [1e6, 1, 1, 1, 1, 1e-6]), { C: 100 });
    assert.ok([...fit.weights, ...fit.intercepts].every(Number.isFinite));
  });

  it("says how far it is", () => {
    const problem = randomProblem(100, 50, 3);
    const shares: number[] = [];
    fitSoftmaxRegression(problem, { C: 10, onProgress: (share) => void shares.push(share) });
    assert.ok(shares.length > 2 && shares[0] === 0 && shares.at(-1)! > 0.5 && shares.every((share) => share <= 1), shares.join());
  });
});

/** P(label) at the optimum, found by gradient descent on weights of all features and a column of ones, nothing left out or collapsed. */
function plainDescent({ features, labels, targets, weights }: Problem, C: number): Float64Array {
  const width = features.width + 1;
  const theta = new Float64Array(width * labels);
  const probaAt = (): Float64Array => {
    const proba = new Float64Array(features.rows * labels);
    for (let row = 0; row < features.rows; row++) {
      const scores = Array.from({ length: labels }, (_, k) => {
        let score = theta[(width - 1) * labels + k]!;
        for (let at = features.starts[row]!; at < features.starts[row + 1]!; at++)
          score += features.values[at]! * theta[features.features[at]! * labels + k]!;
        return Math.exp(score);
      });
      scores.forEach((score, k) => (proba[row * labels + k] = score / scores.reduce((a, b) => a + b)));
    }
    return proba;
  };
  // Below 2 / the largest curvature: 1 + C x rows x squares of a row (at most 6) / 2.
  const step = 1 / (1 + C * weights.reduce((a, b) => a + b) * 0.5);
  for (let i = 0; i < 20_000; i++) {
    const proba = probaAt();
    const gradient = theta.slice();
    for (let row = 0; row < features.rows; row++) {
      for (let k = 0; k < labels; k++) {
        const part = C * weights[row]! * (proba[row * labels + k]! - targets[row * labels + k]!);
        gradient[(width - 1) * labels + k]! += part;
        for (let at = features.starts[row]!; at < features.starts[row + 1]!; at++)
          gradient[features.features[at]! * labels + k]! += part * features.values[at]!;
      }
    }
    let furthest = 0;
    gradient.forEach((part, at) => {
      theta[at]! -= step * part;
      furthest = Math.max(furthest, Math.abs(part));
    });
    if (furthest < 1e-6) break;
  }
  return probaAt();
}

/** Sparse rows of 5 features each with soft labels. */
function randomProblem(rows: number, width: number, labels: number): Problem {
  const random = seededRandom(3);
  const dense = Array.from({ length: rows }, () => {
    const row = new Array<number>(width).fill(0);
    for (let i = 0; i < 5; i++) row[Math.floor(random() * width)] = random();
    return row;
  });
  const targets = dense.map(() => {
    const parts = Array.from({ length: labels }, () => random() ** 4);
    return parts.map((part) => part / parts.reduce((sum, each) => sum + each));
  });
  return problemOf(dense, targets);
}
