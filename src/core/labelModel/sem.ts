import { toPrior } from "./balance";
import type { FitOptions, LabelModel, PatternTable } from "./contract";
import { fitEvents, type Events } from "./events";
import { expect, expectationMaximization, voteShares, type Scorer } from "./expectationMaximization";
import { explainVotes } from "./explainVotes";
import { scorePatterns, toProbabilities } from "./scores";
import { estimateSem } from "./semEstimate";

/** Plain numbers. What is said of the event "LF j votes label c" is at j * labels + c. */
export interface SemParameters {
  readonly labels: number;
  readonly lfs: number;
  /** P(label) that predictions assume. */
  readonly prior: readonly number[];
  /** The labels' estimated shares of the rows that were fitted. */
  readonly share: readonly number[];
  /** P(event | the row's label is c); 0 where the LF never votes c. */
  readonly right: readonly number[];
  /** P(event | the row's label is another); 0 where the LF never votes c. */
  readonly wrong: readonly number[];
  /** LFs that vote several labels: that they vote at all says nothing of the label. */
  readonly severalLabels: readonly boolean[];
  /** Rows without a vote get a label too. */
  readonly abstainEvidence: boolean;
}

/** An LF votes several labels if its second most frequent one has this share of its votes. */
const SECOND_LABEL = 0.05;
/** From so many LFs of several labels on, the class balance can be told from the votes. */
const BALANCE_LFS = 20;
/** Least P(an LF is silent | label), where silence is evidence. */
const LEAST_SILENCE = 1e-3;

/**
 * SEM: sparse, shrunken naive-Bayes EM, the default label model.
 * A vote is the event "LF j votes c" with two rates: P(event | label c) and P(event | another label). Abstaining says nothing.
 * Rates are drawn towards an accuracy of .8 in proportion to the rows, because what is wrong is the assumption that LFs err
 * independently, and more rows do not mend that. The class prior is uniform, unless a balance is given or 20 LFs vote several
 * labels: then it is estimated. `options.gold` clamps gold rows with the weight of 20 rows each.
 * A fit throws if `options.balance` is not one share per label.
 */
export const sem: LabelModel<SemParameters> = {
  kind: "sem",
  title: "SEM (shrunken naive Bayes)",
  fit: fitSem,
  predictProba: (parameters, patterns) => toProbabilities(scoreSem(parameters, patterns), parameters.prior.map(Math.log)),
  scores: scoreSem,
  explain: (parameters, pattern) => {
    const weights = semWeights(parameters);
    const scoreOf = (lf: number, vote: number) => eventScores(weights, lf * parameters.labels + vote);
    return explainVotes(pattern, scoreOf, parameters.prior.map(Math.log));
  },
  precision: semPrecision,
};

function fitSem(patterns: PatternTable, options: FitOptions = {}, start?: SemParameters): SemParameters {
  const { labels, lfs } = patterns;
  const events = fitEvents(patterns, { gold: options.gold });
  const severalLabels = Array.from({ length: lfs }, (_, j) => votesSeveral(events.totals.subarray(j * labels, (j + 1) * labels)));
  const balance = options.balance && toPrior(options.balance, labels);
  const fixedPrior = balance ?? (severalLabels.filter(Boolean).length >= BALANCE_LFS ? undefined : toPrior(undefined, labels));
  const estimate = expectationMaximization(events, startPosterior(events, start), {
    maximize: (posterior) => {
      const { share, right, wrong } = estimateSem(events, posterior, balance);
      return { labels, lfs, severalLabels, share, right, wrong, prior: fixedPrior ?? share };
    },
    scorer: (current) => semScorer(semWeights(current), current.prior),
    iterations: 30,
    tolerance: 1e-4,
  });
  return {
    labels,
    lfs,
    prior: Array.from(estimate.prior),
    share: Array.from(estimate.share),
    right: Array.from(estimate.right),
    wrong: Array.from(estimate.wrong),
    severalLabels,
    abstainEvidence: options.abstainEvidence === true,
  };
}

function votesSeveral(votesPerLabel: Float64Array): boolean {
  const votes = votesPerLabel.reduce((sum, count) => sum + count, 0);
  const [, second = 0] = votesPerLabel.toSorted().reverse();
  return second > 0 && second >= SECOND_LABEL * votes;
}

function startPosterior(events: Events, start: SemParameters | undefined): Float64Array {
  const posterior = voteShares(events);
  if (start) expect(events, posterior, semScorer(semWeights(start), start.prior));
  return posterior;
}

/** What votes add to the labels' log scores. */
interface SemWeights {
  readonly labels: number;
  /** log-odds that event (j, c) adds to label c. */
  readonly vote: Float64Array;
  readonly severalLabels: readonly boolean[];
  /** What any vote of an LF of several labels adds to each label, at j * labels + k: -log P(it votes | label k). */
  readonly voting: Float64Array;
}

type Rates = Pick<SemParameters, "labels" | "lfs" | "severalLabels"> & Record<"right" | "wrong", ArrayLike<number>>;

function semWeights({ labels, lfs, right, wrong, severalLabels }: Rates): SemWeights {
  const vote = Float64Array.from({ length: lfs * labels }, (_, event) => (right[event]! > 0 ? Math.log(right[event]! / wrong[event]!) : 0));
  const voting = new Float64Array(lfs * labels);
  for (let j = 0; j < lfs; j++) {
    if (severalLabels[j]) votingRates(right, wrong, labels, j).forEach((rate, k) => (voting[j * labels + k] = -Math.log(rate)));
  }
  return { labels, vote, severalLabels, voting };
}

/** P(LF j votes | label), for each label. */
function votingRates(right: ArrayLike<number>, wrong: ArrayLike<number>, labels: number, j: number): Float64Array {
  const rates = new Float64Array(labels);
  let anyWrong = 0;
  for (let k = 0; k < labels; k++) anyWrong += wrong[j * labels + k]!;
  for (let k = 0; k < labels; k++) rates[k] = anyWrong - wrong[j * labels + k]! + right[j * labels + k]!;
  return rates;
}

function semScorer({ labels, vote, severalLabels, voting }: SemWeights, prior: ArrayLike<number>): Scorer {
  const logPrior = Float64Array.from(prior, Math.log);
  const lfOf = Int32Array.from(vote, (_, event) => Math.floor(event / labels));
  const labelOf = Int32Array.from(vote, (_, event) => event % labels);
  const several = Uint8Array.from(vote, (_, event) => Number(severalLabels[lfOf[event]!]));
  return (ids, start, end, row) => {
    row.set(logPrior);
    for (let e = start; e < end; e++) {
      const event = ids[e]!;
      row[labelOf[event]!]! += vote[event]!;
      if (several[event] === 1) for (let k = 0, at = lfOf[event]! * labels; k < labels; k++, at++) row[k]! += voting[at]!;
    }
  };
}

function eventScores({ labels, vote, voting }: SemWeights, event: number): Float64Array {
  const first = event - (event % labels);
  const scores = voting.slice(first, first + labels);
  scores[event - first]! += vote[event]!;
  return scores;
}

function scoreSem(parameters: SemParameters, patterns: PatternTable): Float64Array {
  const scorer = semScorer(semWeights(parameters), new Float64Array(parameters.labels).fill(1));
  return scorePatterns(patterns, scorer, parameters.abstainEvidence ? silentScores(parameters) : undefined);
}

/** log P(no LF votes | label). */
function silentScores({ labels, lfs, right, wrong }: SemParameters): Float64Array {
  const scores = new Float64Array(labels);
  for (let j = 0; j < lfs; j++) {
    votingRates(right, wrong, labels, j).forEach((rate, k) => (scores[k]! += Math.log(Math.max(1 - rate, LEAST_SILENCE))));
  }
  return scores;
}

/** Of each LF's votes, the expected share of right ones: sum over labels of P(label) P(event | label), by the event's own rate. */
function semPrecision({ labels, lfs, share, right, wrong }: SemParameters): (number | undefined)[] {
  return Array.from({ length: lfs }, (_, j) => {
    let [hits, votes] = [0, 0];
    for (let k = 0, event = j * labels; k < labels; k++, event++) {
      hits += share[k]! * right[event]!;
      votes += share[k]! * right[event]! + (1 - share[k]!) * wrong[event]!;
    }
    return votes > 0 ? hits / votes : undefined;
  });
}
