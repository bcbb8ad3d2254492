import type { Events } from "./events";

/** What SEM estimates in one step. Events are at lf * labels + label. */
export interface SemEstimate {
  /** The labels' shares of the rows. */
  readonly share: Float64Array;
  /** P(event "LF j votes c" | the row's label is c). */
  readonly right: Float64Array;
  /** P(event "LF j votes c" | the row's label is another). */
  readonly wrong: Float64Array;
  /** P(right | LF j votes), for each LF, by its rates before they are pooled; NaN for one that never votes. */
  readonly precision: Float64Array;
}

/** The accuracy that every LF is drawn to, and the share of each estimate that this takes, whatever the number of rows. */
const EXPECTED_ACCURACY = 0.8;
const SHRINKAGE = 0.3;
/** Rows of expected accuracy that are added beside, for small samples. */
const PSEUDO_ROWS = 10;
/** No rate is nearer to 0 or 1 than this. */
const LEAST_RATE = 1e-7;
/**
 * Where an LF that votes one label is right less often than this times it is wrong, its votes are taken for evidence of the
 * label all the same, with odds of RIGHT_PART to WRONG_PART.
 */
const LEAST_ODDS = 1.5;
const RIGHT_PART = 1.25;
const WRONG_PART = 0.75;
/** A label keeps this part of its given share among the rows without a vote. */
const LEAST_SILENT_PART = 0.05;

/**
 * An LF that votes one label is never taken for worse than chance: EM, which knows no label, would else find two clusters in
 * the votes for one label, and turn one of them against it. Where its rates say so, both are pooled (isotonic regression) and
 * set apart again by the least odds of 5 to 3. An LF of several labels is free: an annotator may be worse than chance.
 * @param posterior patterns x labels
 * @param trusted for each LF, whether this holds for it
 * @param balance the given class balance: then the step runs over all rows, and those without a vote take what it leaves over
 */
export function estimateSem(
  events: Events,
  posterior: Float64Array,
  trusted: readonly boolean[],
  balance?: readonly number[],
): SemEstimate {
  const { labels, lfs, totals, labelOf } = events;
  const { labelRows, rightVotes } = expectedCounts(events, posterior);
  if (balance) addSilentRows(labelRows, events.silentRows, balance);
  const rows = labelRows.reduce((sum, count) => sum + count, 0);
  const share = labelRows.map((count) => (count + 1) / (rows + labels));
  const right = new Float64Array(totals.length);
  const wrong = new Float64Array(totals.length);
  const hits = new Float64Array(lfs);
  const all = new Float64Array(lfs);
  totals.forEach((votes, event) => {
    if (votes === 0) return;
    const [label, rate] = [labelOf[event]!, votes / rows];
    const [inLabel, inOthers] = [share[label]!, Math.max(1 - share[label]!, LEAST_RATE)];
    const hit = rightVotes[event]!;
    const own = shrunken(hit, labelRows[label]!, (EXPECTED_ACCURACY * rate) / inLabel, inLabel);
    const others = shrunken(votes - hit, rows - labelRows[label]!, ((1 - EXPECTED_ACCURACY) * rate) / inOthers, inOthers);
    const lf = Math.floor(event / labels);
    hits[lf]! += inLabel * rateOf(own);
    all[lf]! += inLabel * rateOf(own) + (1 - inLabel) * rateOf(others);
    const pool = trusted[lf]! && rateOf(own) < LEAST_ODDS * rateOf(others);
    const pooled = (own.votes + others.votes) / (own.rows + others.rows);
    right[event] = clip(pool ? RIGHT_PART * pooled : rateOf(own));
    wrong[event] = clip(pool ? WRONG_PART * pooled : rateOf(others));
  });
  return { share, right, wrong, precision: hits.map((own, lf) => own / all[lf]!) };
}

interface Counted {
  readonly votes: number;
  readonly rows: number;
}

const rateOf = ({ votes, rows }: Counted): number => votes / rows;
const clip = (rate: number): number => Math.min(Math.max(rate, LEAST_RATE), 1 - LEAST_RATE);

/** Votes and rows, and as many rows of the rate `target` as SHRINKAGE / (1 - SHRINKAGE) of the rows and a few more. */
function shrunken(votes: number, rows: number, target: number, share: number): Counted {
  const pseudoRows = (SHRINKAGE / (1 - SHRINKAGE)) * Math.max(rows, 0) + PSEUDO_ROWS * share;
  return { votes: Math.max(votes, 0) + pseudoRows * target, rows: Math.max(rows, 0) + pseudoRows };
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
