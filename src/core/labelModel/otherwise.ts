import type { PatternTable } from "../patterns/patternTable";

/** What is known of the rows without a vote, where the user has declared their label. */
export interface Otherwise {
  /** The declared label. */
  readonly label: number;
  /** Gold rows without a vote that the label model may use, and how many of them have the declared label. */
  readonly gold: { readonly right: number; readonly of: number };
  /** P(label) of a row without a vote, one number per label; undefined where gold contradicts the declaration. */
  readonly proba?: Float64Array;
}

export interface OtherwiseInput {
  readonly label: number;
  readonly table: PatternTable;
  /** Patterns x labels: the label model's, all 0 where no LF votes. */
  readonly proba: Float64Array;
  /** Gold rows that may be used: patterns x labels. */
  readonly gold: Float64Array;
  /** Each label's share of all rows, if the user gave it. */
  readonly balance?: readonly number[] | undefined;
}

/** A declaration counts as right 8 times in 10 before gold speaks, as SEM takes an LF to be, with the weight of 10 rows. */
const EXPECTED_ACCURACY = 0.8;
const PSEUDO_ROWS = 10;
/** What a given balance leaves a label at least among the rows without a vote, as a part of its share. */
const LEAST_PART = 0.05;

/**
 * How probable each label is where no LF votes: (gold rows of the label without a vote + 10 * prior) / (all such gold rows + 10).
 * The prior is what the given balance leaves over once the rows with a vote have their labels; without a balance, .8 for the declared
 * label. Where another label then comes out first, gold or balance contradicts the declaration and no probabilities are given.
 */
export function fitOtherwise({ label, table, proba, gold, balance }: OtherwiseInput): Otherwise {
  const { labels } = table;
  const counts = new Float64Array(labels);
  for (const pattern of silentPatterns(table)) {
    for (let k = 0; k < labels; k++) counts[k]! += gold[pattern * labels + k]!;
  }
  const of = counts.reduce((sum, count) => sum + count, 0);
  const prior = (balance && leftOver(balance, table, proba)) ?? declared(label, labels);
  const silent = counts.map((count, k) => (count + PSEUDO_ROWS * prior[k]!) / (of + PSEUDO_ROWS));
  const leads = silent.every((share, k) => k === label || share < silent[label]!);
  return { label, gold: { right: counts[label]!, of }, ...(leads ? { proba: silent } : {}) };
}

/** The patterns in which no LF votes; merged patterns have one at most. */
export function silentPatterns({ size, lfs, votes }: Pick<PatternTable, "size" | "lfs" | "votes">): number[] {
  const isSilent = (pattern: number): boolean => votes.subarray(pattern * lfs, (pattern + 1) * lfs).every((vote) => vote < 0);
  return Array.from({ length: size }, (_, pattern) => pattern).filter(isSilent);
}

/** Probabilities with those of rows without a vote put in. */
export function fillSilent(proba: Float64Array, table: PatternTable, silent: Float64Array): Float64Array {
  const filled = proba.slice();
  for (const pattern of silentPatterns(table)) filled.set(silent, pattern * table.labels);
  return filled;
}

const declared = (label: number, labels: number): number[] =>
  Array.from({ length: labels }, (_, k) => (k === label ? EXPECTED_ACCURACY : (1 - EXPECTED_ACCURACY) / (labels - 1)));

/** Shares of the labels among the rows without a vote; undefined if there is no such row. */
function leftOver(balance: readonly number[], { size, labels, counts }: PatternTable, proba: Float64Array): number[] | undefined {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const labeled = new Float64Array(labels);
  for (let p = 0; p < size; p++) for (let k = 0; k < labels; k++) labeled[k]! += counts[p]! * proba[p * labels + k]!;
  if (rows - labeled.reduce((sum, count) => sum + count, 0) < 0.5) return undefined;
  const left = balance.map((share, k) => Math.max(share - labeled[k]! / rows, LEAST_PART * share));
  const total = left.reduce((sum, part) => sum + part, 0);
  return left.map((part) => part / total);
}
