import type { ClarityMatrix } from "../clarity/clarity";
import { patternClarity } from "../clarity/patternClarity";
import { countTies } from "../labelModel/predict";
import type { PatternIndex } from "../patterns/patternTable";
import { countingOnly } from "../patterns/patterns";
import { countPatternLabels, summarizePatterns } from "../patterns/patternSummary";
import type { Summary } from "../statistics/summary";
import { ABSTAIN } from "../statistics/votes";

/** What is counted of some of the rows that a label model was fitted on; its fit is the same for all. */
export interface CountedRows {
  readonly summary: Summary;
  /** Rows of each label, denoised by the label model. */
  readonly labelCounts: readonly number[];
  readonly clarity: Readonly<Record<"labelModel" | "majority", ClarityMatrix>>;
  /** Rows without a label because their two most probable labels tie. */
  readonly ties: number;
}

export interface RowsToCount {
  /** Of all rows; its entries may stand for several rows each. */
  readonly index: PatternIndex;
  /** Label index or ABSTAIN of each entry. */
  readonly gold: Int16Array;
  /** Patterns x labels by the label model, row-major. */
  readonly proba: Float64Array;
  /** The label of each pattern, or ABSTAIN, by the label model and by majority vote. */
  readonly label: Int16Array;
  readonly majority: Int16Array;
}

/** Counts the entries for which `includes` holds: the cost is that of the patterns. */
export function countRows({ index, gold, proba, label, majority }: RowsToCount, includes: (entry: number) => boolean): CountedRows {
  const counted = countingOnly(index, [...index.rowPattern.keys()].filter(includes));
  const ownGold = goldOf(gold, includes);
  return {
    summary: summarizePatterns(counted, ownGold),
    labelCounts: countPatternLabels(counted.table, label),
    clarity: { labelModel: patternClarity(index, label, ownGold), majority: patternClarity(index, majority, ownGold) },
    ties: countTies(proba, label, counted.table),
  };
}

/** The gold of the entries for which `includes` holds; ABSTAIN for the others. */
export const goldOf = (gold: Int16Array, includes: (entry: number) => boolean): Int16Array =>
  gold.map((own, entry) => (own !== ABSTAIN && includes(entry) ? own : ABSTAIN));
