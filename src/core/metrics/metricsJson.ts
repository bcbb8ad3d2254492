import type { Metrics } from "./metrics";

/** Metrics as JSON knows them: null where there is nothing to divide by. */
export const metricsJson = ({
  n,
  accuracy,
  accuracyInterval,
  macroF1,
  logLoss,
  brier,
  ece,
  confusion,
  reliability,
  perLabel,
}: Metrics) => ({
  n,
  accuracy: accuracy ?? null,
  interval: accuracyInterval ? { ...accuracyInterval } : null,
  macroF1: macroF1 ?? null,
  logLoss: logLoss ?? null,
  brier: brier ?? null,
  ece: ece ?? null,
  confusion: perLabel.map((_, label) => Array.from(confusion.subarray(label * perLabel.length, (label + 1) * perLabel.length))),
  reliability: reliability.map((bin) => ({ ...bin, confidence: bin.confidence ?? null, accuracy: bin.accuracy ?? null })),
  perLabel: perLabel.map(({ gold, predicted, precision, recall, f1 }) => ({
    gold,
    predicted,
    precision: precision ?? null,
    recall: recall ?? null,
    f1: f1 ?? null,
  })),
});
