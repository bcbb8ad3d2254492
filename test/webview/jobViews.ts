/** Jobs as the editor would send them to their panel. */
import type { JobView, MetricPoint } from "../../src/protocol/jobsPanel";

const START = Date.parse("2026-11-21T09:00:00Z");

/** A loss that falls and flattens, validated every tenth step. */
const curve = (steps: number): MetricPoint[] =>
  Array.from({ length: steps }, (_, i) => {
    const [step, trainLoss] = [i + 1, 0.15 + 2 / (i + 2) + 0.03 * Math.sin(i)];
    return { step, trainLoss, trainAccuracy: 1 - trainLoss / 3, ...(step % 10 === 0 ? { validLoss: trainLoss + 0.08 } : {}) };
  });

export const runningJob: JobView = {
  id: "20261121-090000-abcdef12",
  root: "/spam",
  folder: "/spam/.lf-jobs/20261121-090000-abcdef12",
  provider: "openai",
  providerTitle: "OpenAI",
  host: "api.openai.com",
  baseModel: "gpt-4o-mini-2024-07-18",
  state: "running",
  stateText: "running, step 40 of 90",
  paused: false,
  cancelRequested: false,
  ended: false,
  actions: ["pause", "cancel"],
  createdAt: START,
  changedAt: START + 600_000,
  progress: { done: 40, total: 90 },
  history: [
    { at: START, state: "pending" },
    { at: START + 4000, state: "validating" },
    { at: START + 60_000, state: "running" },
  ],
  log: [
    { id: "1", at: START + 3000, level: "info", message: "Created fine-tuning job: ftjob-1" },
    { id: "2", at: START + 5000, level: "warning", message: "Line 12 is longer than the model reads" },
    { id: "3", at: START + 61_000, level: "info", message: "Fine-tuning job started" },
  ],
  metrics: curve(40),
  checkpoints: [{ id: "c1", step: 30, model: "ft:gpt-4o-mini-2024-07-18:org::abc:ckpt-step-30", trainLoss: 0.21, validLoss: 0.29 }],
  hyperparameters: { epochs: 3, batchSize: 8, learningRateMultiplier: 1.8 },
  examples: { training: 1040, validation: 120 },
  notUsed: "474 of 1,634 rows: 84 of test, kept for the evaluation; 390 without a label, or with one that is not sure enough",
  checksums: { training: "ab".repeat(32), validation: "cd".repeat(32) },
  estimate: { known: true, usd: 0.55, perMillion: 3, priceFrom: "a price list", perEpoch: false },
  costSoFar: { known: true, usd: 0.24, perMillion: 3, priceFrom: "a price list", perEpoch: false },
  estimateText: "0.55 USD (3.00 USD per million tokens; OpenAI's price list as reported in April 2026)",
  costText: "0.24 USD (3.00 USD per million tokens; OpenAI's price list as reported in April 2026)",
  remoteId: "ftjob-1",
};

const { progress: _, ...common } = runningJob;

export const succeededJob: JobView = {
  ...common,
  state: "succeeded",
  stateText: "succeeded",
  ended: true,
  actions: ["evaluate", "useAsLf", "remove"],
  metrics: curve(900),
  history: [...runningJob.history, { at: START + 900_000, state: "succeeded" }],
  tunedModel: "ft:gpt-4o-mini-2024-07-18:org::abc",
};

export const waitingJob: JobView = {
  ...common,
  state: "pending",
  stateText: "pending",
  actions: ["setKey", "retry", "cancel"],
  problem: "OpenAI does not accept the key: Incorrect API key provided. Set another, then resume the job.",
  metrics: [],
  checkpoints: [],
  log: [],
  history: [{ at: START, state: "pending" }],
  costText: "unknown: the provider has not said how many tokens it trained",
};
