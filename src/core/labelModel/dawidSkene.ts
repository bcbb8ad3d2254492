import { toPrior } from "./balance";
import type { FitOptions, LabelModel, PatternTable } from "./contract";
import { fitEvents, type Events } from "./events";
import { expect, expectationMaximization, voteShares, type Scorer } from "./expectationMaximization";
import { explainVotes } from "./explainVotes";
import { scorePatterns, toProbabilities } from "./scores";

/** Plain numbers. */
export interface DawidSkeneParameters {
  readonly labels: number;
  readonly lfs: number;
  /** P(label). */
  readonly prior: readonly number[];
  /**
   * P(LF j votes c | the row's label is k) at (j * labels + c) * labels + k. Where abstaining is a vote like others, what is
   * missing to 1 is P(it abstains); where it is ignored, they sum to 1 over c.
   */
  readonly rates: readonly number[];
  /** Rows without a vote get a label too. */
  readonly abstainEvidence: boolean;
}

/** Each LF has labels^2 rates: more than this many in all would not fit into memory beside the rest. */
const MOST_RATES = 20_000_000;
/**
 * Rows of its overall behaviour that each of an LF's estimates begins with: just enough that no rate is 0. Any more lets EM
 * forget what LFs vote for: with .01 rows the accuracy on SemEval falls from 71 to 44.
 */
const PSEUDO_ROWS = 1e-30;
/** Least P(an LF abstains | label) that is told from 0. */
const LEAST_SILENCE = 1e-12;
const LIMITS = { iterations: 200, tolerance: 1e-5 };

/** Dawid and Skene's model (1979) with abstaining as one more thing that an LF may vote, as WRENCH has it. */
export const dawidSkene = dawidSkeneModel("dawid-skene", "Dawid-Skene", true);

/** Dawid and Skene's model with abstains ignored: for crowd workers, who vote several labels. LFs of one label teach it nothing. */
export const dawidSkeneCrowd = dawidSkeneModel("dawid-skene-crowd", "Dawid-Skene, abstains ignored", false);

/**
 * A full table of P(vote | label) for each LF, and the class balance, by EM in log space from the shares of votes. A fit throws if there would be too many rates, or if the balance is not
 * one share per label.
 */
function dawidSkeneModel(kind: string, title: string, abstainIsVote: boolean): LabelModel<DawidSkeneParameters> {
  const score = (parameters: DawidSkeneParameters, patterns: PatternTable): Float64Array => {
    const { base, events } = rateScores(parameters, abstainIsVote);
    return scorePatterns(patterns, rateScorer(base, events), parameters.abstainEvidence && abstainIsVote ? base : undefined);
  };
  return {
    kind,
    title,
    fit: (patterns, options, start) => fitDawidSkene(patterns, options, start, abstainIsVote),
    predictProba: (parameters, patterns) => toProbabilities(score(parameters, patterns), parameters.prior.map(Math.log)),
    scores: score,
    explain: (parameters, pattern) => {
      const { base, events } = rateScores(parameters, abstainIsVote);
      const { labels } = parameters;
      const scoreOf = (lf: number, vote: number) => events.subarray((lf * labels + vote) * labels, (lf * labels + vote + 1) * labels);
      return explainVotes(
        pattern,
        scoreOf,
        parameters.prior.map((share, k) => Math.log(share) + base[k]!),
      );
    },
    precision,
  };
}

function fitDawidSkene(
  patterns: PatternTable,
  options: FitOptions = {},
  start: DawidSkeneParameters | undefined,
  abstainIsVote: boolean,
): DawidSkeneParameters {
  const { labels, lfs } = patterns;
  if (lfs * labels * labels > MOST_RATES) {
    throw new Error(`Dawid-Skene needs ${lfs} x ${labels} x ${labels} rates, more than fit into memory. Use "sem".`);
  }
  const balance = options.balance && toPrior(options.balance, labels);
  const events = fitEvents(patterns, { gold: options.gold, keepSilent: abstainIsVote });
  const scorer = ({ prior, rates }: Estimate): Scorer => {
    const { base, events: votes } = rateScores({ labels, lfs, rates }, abstainIsVote);
    return rateScorer(
      base.map((score, k) => score + Math.log(prior[k]!)),
      votes,
    );
  };
  const posterior = voteShares(events);
  if (start) expect(events, posterior, scorer(start));
  const { prior, rates } = expectationMaximization(events, posterior, {
    maximize: (current) => estimateRates(events, current, balance, abstainIsVote),
    scorer,
    ...LIMITS,
  });
  return { labels, lfs, prior: Array.from(prior), rates: Array.from(rates), abstainEvidence: options.abstainEvidence === true };
}

interface Estimate {
  readonly prior: ArrayLike<number>;
  readonly rates: ArrayLike<number>;
}

function estimateRates(events: Events, posterior: Float64Array, balance: readonly number[] | undefined, abstainIsVote: boolean): Estimate {
  const { size, labels, lfs, starts, ids, weights, totals } = events;
  const labelRows = new Float64Array(labels);
  const votes = new Float64Array(lfs * labels * labels);
  for (let p = 0; p < size; p++) {
    const at = p * labels;
    for (let k = 0; k < labels; k++) {
      const rows = weights[p]! * posterior[at + k]!;
      labelRows[k]! += rows;
      for (let e = starts[p]!; e < starts[p + 1]!; e++) votes[ids[e]! * labels + k]! += rows;
    }
  }
  const rows = labelRows.reduce((sum, count) => sum + count, 0);
  for (let j = 0; j < lfs; j++) {
    const own = votes.subarray(j * labels * labels, (j + 1) * labels * labels);
    toRates(own, totals.subarray(j * labels, (j + 1) * labels), abstainIsVote ? { rows, labelRows } : undefined);
  }
  return { prior: balance ?? labelRows.map((count) => (count + 1) / (rows + labels)), rates: votes };
}

/**
 * Turns one LF's expected votes (vote x label) into rates, in place.
 * @param totals its votes per label
 * @param all all rows, if the rates are of all rows; else they are of the rows on which it votes
 */
function toRates(votes: Float64Array, totals: Float64Array, all: { rows: number; labelRows: Float64Array } | undefined): void {
  const labels = totals.length;
  const rows = all ? all.rows : totals.reduce((sum, count) => sum + count, 0);
  if (rows === 0) return;
  for (let k = 0; k < labels; k++) {
    let inLabel = all ? all.labelRows[k]! : 0;
    if (!all) for (let c = 0; c < labels; c++) inLabel += votes[c * labels + k]!;
    for (let c = 0; c < labels; c++) {
      votes[c * labels + k] = (votes[c * labels + k]! + (PSEUDO_ROWS * totals[c]!) / rows) / (inLabel + PSEUDO_ROWS);
    }
  }
}

/** What each vote adds to each label's log score (events x labels), and what a row starts with. */
function rateScores({ labels, lfs, rates }: { labels: number; lfs: number; rates: ArrayLike<number> }, abstainIsVote: boolean) {
  const events = Float64Array.from(rates, (rate) => (rate > 0 ? Math.log(rate) : 0));
  const base = new Float64Array(labels);
  for (let j = 0; abstainIsVote && j < lfs; j++) {
    const first = j * labels * labels;
    for (let k = 0; k < labels; k++) {
      let votes = 0;
      for (let at = first + k; at < first + labels * labels; at += labels) votes += rates[at]!;
      const silence = Math.log(Math.max(1 - votes, LEAST_SILENCE));
      base[k]! += silence;
      for (let at = first + k; at < first + labels * labels; at += labels) if (rates[at]! > 0) events[at]! -= silence;
    }
  }
  return { base, events };
}

function rateScorer(base: Float64Array, events: Float64Array): Scorer {
  const labels = base.length;
  return (ids, start, end, row) => {
    row.set(base);
    for (let e = start; e < end; e++) for (let k = 0, at = ids[e]! * labels; k < labels; k++, at++) row[k]! += events[at]!;
  };
}

/** Of each LF's votes, the expected share of right ones. */
function precision({ labels, lfs, prior, rates }: DawidSkeneParameters): (number | undefined)[] {
  return Array.from({ length: lfs }, (_, j) => {
    let [hits, votes] = [0, 0];
    for (let c = 0; c < labels; c++) {
      for (let k = 0, at = (j * labels + c) * labels; k < labels; k++, at++) {
        votes += prior[k]! * rates[at]!;
        if (c === k) hits += prior[k]! * rates[at]!;
      }
    }
    return votes > 0 ? hits / votes : undefined;
  });
}
