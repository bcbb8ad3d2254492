import { labeledAccuracy } from "../../core/clarity/clarity";
import { counted, percent, wholeNumber } from "../../core/data/numberText";
import { wilson } from "../../core/math/interval";
import type { Numbers } from "../../protocol/snapshot";
import { textTable } from "./textTable";

/** A slice and what is known of its rows. */
export interface NamedNumbers {
  readonly name: string;
  readonly numbers: Numbers;
}

type Share = number | null;

/** A slice in one line: shares are of its rows and null where there is nothing to divide by. */
export interface SliceLine {
  readonly name: string;
  readonly rows: number;
  readonly gold: number;
  readonly coverage: Share;
  readonly overlaps: Share;
  readonly conflicts: Share;
  /** Rows with a denoised label. */
  readonly labeled: Share;
  /** Rows with gold and a denoised label: is it right? */
  readonly correct: number;
  readonly incorrect: number;
  readonly accuracy: Share;
  /** 95 % Wilson interval. */
  readonly accuracyInterval: [number, number] | null;
  readonly majorityAccuracy: Share;
}

export function sliceLine({ name, numbers }: NamedNumbers): SliceLine {
  const { rows, goldRows, set, labeled = 0, labeledAccuracy: model, majorityClarity } = numbers;
  const share = (count: number): Share => (rows === 0 ? null : count / rows);
  const majority = majorityClarity && labeledAccuracy(majorityClarity);
  const { right = 0, of = 0 } = model ?? {};
  const interval = wilson(right, of);
  return {
    ...{ name, rows, gold: goldRows, coverage: share(set?.covered ?? 0), overlaps: share(set?.overlaps ?? 0) },
    ...{ conflicts: share(set?.conflicts ?? 0), labeled: share(labeled), correct: right, incorrect: of - right },
    accuracy: of === 0 ? null : right / of,
    accuracyInterval: interval ? [interval.low, interval.high] : null,
    majorityAccuracy: majority ? majority.right / majority.of : null,
  };
}

/** Slices side by side as text, below all rows. */
export function sliceTable(all: Numbers, slices: readonly NamedNumbers[]): string {
  const head = ["slice", "rows", "gold", "coverage", "overlap", "conflict", "labeled", "accuracy", "95% interval", "majority"];
  const lines = [{ name: "(all rows)", numbers: all }, ...slices].map(sliceLine);
  const body = lines.map((line) => [
    ...[line.name, wholeNumber(line.rows), wholeNumber(line.gold)],
    ...[line.coverage, line.overlaps, line.conflicts, line.labeled, line.accuracy].map(shareText),
    line.accuracyInterval ? line.accuracyInterval.map(shareText).join("-") : "",
    shareText(line.majorityAccuracy),
  ]);
  return [`${counted(slices.length, "slice")}. Accuracy is that of denoised labels on gold.`, textTable([head, ...body])].join("\n");
}

const shareText = (share: Share): string => (share === null ? "n/a" : percent(share, 1));
