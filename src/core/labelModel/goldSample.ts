import type { PatternTable } from "../patterns/patternTable";
import type { GoldCell } from "./goldFolds";
import { patternShift, type PatternShift } from "./patternShift";
import { predictLabels } from "./predict";

/** How the gold rows relate to the data, by the labels that the model gives both without gold. */
export interface GoldSample {
  /** The gold rows, each counting for as many rows as make gold's predicted labels as frequent as the data's. */
  readonly cells: readonly GoldCell[];
  /** How gold's predicted labels differ from the data's; visible: gold is not a random sample. */
  readonly shift?: PatternShift;
  /** Labels that the data has and gold hardly: no gold rows of them, or hardly any where they are predicted. Ascending. */
  readonly lacking: readonly number[];
}

/** No gold row counts for less or more rows than these. */
const LEAST_WEIGHT = 0.2;
const MOST_WEIGHT = 5;
/** Below this p-value it is doubtful that gold is a random sample: gold has to prove its use, not its harm. */
const DOUBTFUL = 0.05;
/** A label that this many gold rows should have had is missing, not rare. */
const LEAST_EXPECTED = 5;

/**
 * @param cells the gold rows that the model gives a label
 * @param proba the model's without gold: patterns x labels
 */
export function goldSample(cells: readonly GoldCell[], proba: Float64Array, patterns: PatternTable): GoldSample {
  const { labels, counts } = patterns;
  // The last place is for ties.
  const place = Array.from(predictLabels(proba, patterns), (label) => (label < 0 ? labels : label));
  const inData = new Float64Array(labels + 1);
  const inGold = new Float64Array(labels + 1);
  const goldLabels = new Float64Array(labels);
  place.forEach((label, p) => {
    if (proba.subarray(p * labels, (p + 1) * labels).some((share) => share > 0)) inData[label]! += counts[p]!;
  });
  for (const { pattern, label, rows } of cells) {
    inGold[place[pattern]!]! += rows;
    goldLabels[label]! += rows;
  }
  const [data, gold] = [sum(inData), sum(inGold)];
  const expected = inData.map((rows) => (rows / data) * gold);
  const weights = expected.map((rows, k) => Math.min(Math.max(rows / inGold[k]!, LEAST_WEIGHT), MOST_WEIGHT));
  const shift = patternShift(inGold, inData, DOUBTFUL);
  return {
    cells: cells.map((cell) => ({ ...cell, rows: cell.rows * weights[place[cell.pattern]!]! })),
    lacking: Array.from(goldLabels.keys()).filter(
      (k) => expected[k]! >= LEAST_EXPECTED && (goldLabels[k] === 0 || inGold[k]! * MOST_WEIGHT < expected[k]!),
    ),
    ...(shift ? { shift } : {}),
  };
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
