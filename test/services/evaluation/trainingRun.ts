/** A training's record in small numbers: figures follow from its confusion matrices, so that they can be checked by eye. */
import { wilson } from "../../../src/core/math/interval";
import type { Figures, SplitFigures, TrainingRecord } from "../../../src/protocol/endModel";

export const labels = ["HAM", "SPAM"];

/** Figures of a confusion matrix, rows by gold and columns by prediction; confidence is 0.9 where right and 0.6 where wrong. */
export function metricsJson(confusion: readonly (readonly number[])[]): Figures {
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  const n = total(confusion.map(total));
  const right = total(confusion.map((line, k) => line[k]!));
  const perLabel = confusion.map((line, k) => {
    const predicted = total(confusion.map((other) => other[k]!));
    const [precision, recall] = [share(line[k]!, predicted), share(line[k]!, total(line))];
    const sum = (precision ?? 0) + (recall ?? 0);
    return { gold: total(line), predicted, precision, recall, f1: sum === 0 ? null : (2 * (precision ?? 0) * (recall ?? 0)) / sum };
  });
  return {
    n,
    accuracy: share(right, n),
    interval: wilson(right, n) ?? null,
    macroF1: n === 0 ? null : total(perLabel.map(({ f1 }) => f1 ?? 0)) / perLabel.length,
    logLoss: n === 0 ? null : 0.412,
    brier: n === 0 ? null : 0.24,
    ece: n === 0 ? null : 0.062,
    confusion: confusion.map((line) => [...line]),
    reliability: Array.from({ length: 15 }, (_, bin) => {
      const [at, rows] = bin === 9 ? [0.61, n - right] : bin === 13 ? [0.9, right] : [null, 0];
      return {
        low: bin / 15,
        high: (bin + 1) / 15,
        rows,
        confidence: rows > 0 ? at : null,
        accuracy: rows > 0 ? (bin === 13 ? 0.95 : 0.4) : null,
      };
    }),
    perLabel,
  };
}

const share = (part: number, of: number): number | null => (of === 0 ? null : part / of);

export const splitFigures = (
  all: readonly (readonly number[])[],
  covered: readonly (readonly number[])[],
  heldOut = false,
): SplitFigures => ({
  ...metricsJson(all),
  covered: metricsJson(covered),
  heldOut,
});

const row = (id: string, split: "train" | "dev" | "test", text: string) => ({ row: Number(id.slice(1)), id, split, text });

const shared = { tool: { name: "lf-lens", version: "0.1.0" }, version: 1 } as const;
const hashed = (path: string) => ({ path, sha256: "ab".repeat(32) });

/** 400 test rows: majority vote is right on 320 (80 %), the label model on 340 (85 %), the end model on 368 (92 %). */
export const run: TrainingRecord = {
  ...shared,
  id: "20261121-120000-a1b2c3d4",
  at: "2026-11-21T12:00:00.000Z",
  trainedOn: { versions: ["k1", "k2"], settings: "{}" },
  inputs: { config: [hashed("lf.config.json")], lfs: [hashed("lfs/spam.lf.ts")], data: [hashed("data/train.csv")] },
  modelFile: hashed(".lf-lens/models/20261121-120000-a1b2c3d4.lfmodel"),
  options: { scored: "test", gold: "auto", seed: 7 },
  training: {
    model: "tfidf-logistic-regression",
    target: "SEM soft labels and gold",
    goldWeight: 2,
    mixture: { goldWeight: 2, prior: false, C: 4 },
    candidates: [
      { goldWeight: 0, prior: false, C: 4, accuracy: 0.885, logLoss: 0.311 },
      { goldWeight: 0, prior: true, C: 1, accuracy: 0.88, logLoss: 0.325 },
      { goldWeight: 2, prior: false, C: 4, accuracy: 0.915, logLoss: 0.262 },
      { goldWeight: 8, prior: false, C: 4, accuracy: 0.905, logLoss: 0.271 },
      { goldWeight: "only", prior: false, C: 16, accuracy: 0.87, logLoss: 0.352 },
    ],
    temperature: 0.9,
    rows: { read: 25_000, soft: 18_200, gold: 200, left: 0 },
    features: 48_211,
    passes: 12,
    gap: 1e-4,
    seconds: 1.8,
    file: "/projects/comments/.lf-lens/models/20261121-120000-a1b2c3d4.lfmodel",
    metrics: {},
  },
  evaluation: {
    labels,
    scored: "test",
    rows: { read: 25_000, covered: 18_200, gold: 600 },
    metrics: {
      majority: {
        test: splitFigures(
          [
            [150, 50],
            [30, 170],
          ],
          [
            [120, 30],
            [20, 130],
          ],
        ),
        dev: splitFigures(
          [
            [70, 30],
            [15, 85],
          ],
          [
            [60, 15],
            [10, 65],
          ],
        ),
      },
      labelModel: {
        test: splitFigures(
          [
            [165, 35],
            [25, 175],
          ],
          [
            [130, 20],
            [15, 135],
          ],
        ),
        dev: splitFigures(
          [
            [80, 20],
            [12, 88],
          ],
          [
            [65, 10],
            [7, 68],
          ],
        ),
      },
      endModel: {
        test: splitFigures(
          [
            [184, 16],
            [16, 184],
          ],
          [
            [140, 10],
            [9, 141],
          ],
        ),
        dev: splitFigures(
          [
            [90, 10],
            [8, 92],
          ],
          [
            [70, 5],
            [5, 70],
          ],
          true,
        ),
      },
    },
    disagreements: {
      rows: 412,
      of: 18_200,
      first: [
        {
          ...row("c3", "train", "First verse still gives me chills."),
          gold: null,
          labelModel: "SPAM",
          endModel: "HAM",
          confidence: { labelModel: 0.97, endModel: 0.99 },
        },
        {
          ...row("c7", "dev", "Check out <b>my channel</b> & subscribe!!!"),
          gold: "SPAM",
          labelModel: "HAM",
          endModel: "SPAM",
          confidence: { labelModel: 0.81, endModel: 0.93 },
        },
        {
          ...row("c900", "test", "השיר הזה פשוט מדהים, תודה רבה"),
          gold: "HAM",
          labelModel: "SPAM",
          endModel: "HAM",
          confidence: { labelModel: 0.66, endModel: 0.9 },
        },
      ],
    },
    wrongGold: {
      rows: 1,
      first: [{ ...row("c11", "dev", "love it"), gold: "SPAM", suggested: "HAM", probability: 0.98, goldProbability: 0.02 }],
    },
    crossover: {
      goldRows: 200,
      scoredRows: 400,
      accuracy: 0.905,
      points: [25, 50, 100, 200].map((size, at) => {
        const accuracy = [0.71, 0.78, 0.84, 0.87][at]!;
        return { size, accuracy, interval: { low: accuracy - 0.04, high: accuracy + 0.03 } };
      }),
      handLabels: { estimate: null, low: 150, high: null },
      text: "The LFs alone reach 90.5 %, more than 200 hand labels only (87.0 %): they replace more hand labels than there are.",
    },
    weights: [
      {
        label: "HAM",
        for: [
          { column: "text", text: "song", weight: 3.21 },
          { column: "text", text: "love this", weight: 2.5 },
        ],
        against: [{ column: "text", text: "subscribe", weight: -3.9 }],
      },
      {
        label: "SPAM",
        for: [
          { column: "text", text: "subscribe", weight: 3.9 },
          { column: "likes", text: "", weight: 0.4 },
        ],
        against: [{ column: "text", text: "song", weight: -3.21 }],
      },
    ],
    notes: ["7 rows of train hold the same text as rows of test."],
  },
};

/** A run of the day before, of other LFs: its end model is right on 360 of the 400 test rows (90 %). */
export const olderRun: TrainingRecord = {
  ...run,
  id: "20261120-120000-0a0b0c0d",
  at: "2026-11-20T12:00:00.000Z",
  trainedOn: { versions: ["k1"], settings: "{}" },
  training: { ...run.training, target: "gold only", goldWeight: "only", mixture: { goldWeight: "only", prior: false, C: 16 } },
  evaluation: {
    ...run.evaluation,
    notes: [],
    metrics: {
      endModel: {
        test: splitFigures(
          [
            [180, 20],
            [20, 180],
          ],
          [
            [135, 15],
            [12, 138],
          ],
        ),
      },
    },
  },
};
