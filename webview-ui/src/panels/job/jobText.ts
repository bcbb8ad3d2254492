import type { MetricPoint } from "../../../../src/protocol/jobsPanel";

/** A loss or a rate with four digits that count: 0.12345 -> "0.1235"; "n/a" where there is none. */
export function figure(value: number | undefined): string {
  if (value === undefined) return "n/a";
  return Math.abs(value) >= 1000 || (value !== 0 && Math.abs(value) < 0.001) ? value.toExponential(2) : value.toPrecision(4);
}

/** "Training loss 0.1667 and validation loss 0.2500 at step 6"; says so where there is no loss yet. */
export function lossText(metrics: readonly MetricPoint[]): string {
  const last = (key: "trainLoss" | "validLoss"): MetricPoint | undefined => metrics.findLast((point) => point[key] !== undefined);
  const [train, valid] = [last("trainLoss"), last("validLoss")];
  const parts = [
    ...(train ? [`training loss ${figure(train.trainLoss)} at step ${train.step}`] : []),
    ...(valid ? [`validation loss ${figure(valid.validLoss)} at step ${valid.step}`] : []),
  ];
  return parts.length === 0 ? "no loss reported yet" : parts.join(", ");
}

/** A number of entries of a list at most, evenly from first to last. */
export function thinned<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]!);
}
