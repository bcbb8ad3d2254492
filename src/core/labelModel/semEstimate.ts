import type { Events } from "./events";

/** What SEM estimates in one step. Events are at lf * labels + label. */
export interface SemEstimate {
  /** The labels' shares of the rows. */
  readonly share: Float64Array;
  /** P(event "LF j votes c" | the row's label is c). */
  readonly right: Float64Array;
  /** P(event "LF j votes c" | the row's label is another). */
  readonly wrong: Float64Array;
}

/** The accuracy that every LF is drawn to, and the share of each estimate that this takes, whatever the number of rows. */
const EXPECTED_ACCURACY = 0.8;
const SHRINKAGE = 0.3;
/** Rows of expected accuracy that are added beside, for small samples. */
const PSEUDO_ROWS = 10;
/** No rate is nearer to 0 or 1 than this. */
const LEAST_RATE = 1e-7;
/** A label keeps this part of its given share among the rows without a vote. */
const LEAST_SILENT_PART = 0.05;

/**
 * @param posterior patterns x labels
 * @param balance the given class balance: then the step runs over all rows, and those without a vote take what it leaves over
 */
export function estimateSem(events: Events, posterior: Float64Array, balance?: readonly number[]): SemEstimate {
  const { labels, totals, labelOf } = events;
  const { labelRows, rightVotes } = expectedCounts(events, posterior);
  if (balance) addSilentRows(labelRows, events.silentRows, balance);
  const rows = labelRows.reduce((sum, count) => sum + count, 0);
  const share = labelRows.map((count) => (count + 1) / (rows + labels));
  const right = new Float64Array(totals.length);
  const wrong = new Float64Array(totals.length);
  totals.forEach((votes, event) => {
    if (votes === 0) return;
    const [label, rate] = [labelOf[event]!, votes / rows];
    const [inLabel, inOthers] = [share[label]!, Math.max(1 - share[label]!, LEAST_RATE)];
    const hit = rightVotes[event]!;
    right[event] = shrunkenRate(hit, labelRows[label]!, (EXPECTED_ACCURACY * rate) / inLabel, inLabel);
    wrong[event] = shrunkenRate(votes - hit, rows - labelRows[label]!, ((1 - EXPECTED_ACCURACY) * rate) / inOthers, inOthers);
  });
  return { share, right, wrong };
}

/** votes / rows, drawn towards `target` with the weight of SHRINKAGE / (1 - SHRINKAGE) of the rows and a few more. */
function shrunkenRate(votes: number, rows: number, target: number, share: number): number {
  const pseudoRows = (SHRINKAGE / (1 - SHRINKAGE)) * Math.max(rows, 0) + PSEUDO_ROWS * share;
  const rate = (Math.max(votes, 0) + pseudoRows * target) / (Math.max(rows, 0) + pseudoRows);
  return Math.min(Math.max(rate, LEAST_RATE), 1 - LEAST_RATE);
}

/** Expected rows of each label, and expected right votes of each event. */
function expectedCounts({ size, labels, lfs, starts, ids, labelOf, weights }: Events, posterior: Float64Array) {
  const labelRows = new Float64Array(labels);
  const rightVotes = new Float64Array(lfs * labels);
  for (let p = 0; p < size; p++) {
    const [weight, at] = [weights[p]!, p * labels];
    for (let k = 0; k < labels; k++) labelRows[k]! += weight * posterior[at + k]!;
    for (let e = starts[p]!; e < starts[p + 1]!; e++) rightVotes[ids[e]!]! += weight * posterior[at + labelOf[ids[e]!]!]!;
  }
  return { labelRows, rightVotes };
}

/** Shares rows without a vote out among the labels, so that all rows have the given balance. */
function addSilentRows(labelRows: Float64Array, silentRows: number, balance: readonly number[]): void {
  const rows = silentRows + labelRows.reduce((sum, count) => sum + count, 0);
  if (rows === 0 || silentRows === 0) return;
  const left = balance.map((share, k) => Math.max(share - labelRows[k]! / rows, LEAST_SILENT_PART * share));
  const total = left.reduce((sum, part) => sum + part, 0);
  left.forEach((part, k) => (labelRows[k]! += (silentRows * part) / total));
}
