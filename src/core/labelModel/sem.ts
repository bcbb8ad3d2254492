import { toPrior } from "./balance";
import type { FitOptions, LabelModel } from "./contract";
import type { PatternTable } from "../patterns/patternTable";
import { fitEvents, type Events } from "./events";
import { expect, expectationMaximization, voteShares, type Scorer } from "./expectationMaximization";
import { explainVotes } from "./explainVotes";
import { oneLabelLfs } from "./oneLabelLfs";
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
  /** Estimated P(right | LF j votes); null for one that never votes. */
  readonly precision: readonly (number | null)[];
  /** LFs that vote several labels: that they vote at all says nothing of the label. */
  readonly severalLabels: readonly boolean[];
  /** Rows without a vote get a label too. */
  readonly abstainEvidence: boolean;
}

/** From this many LFs of several labels on, the class balance can be told from the votes. */
const BALANCE_LFS = 20;
/** Least P(an LF is silent | label), where silence is evidence. */
const LEAST_SILENCE = 1e-3;

/**
 * SEM: sparse, shrunken naive-Bayes EM, the default label model.
 * A vote is the event "LF j votes c" with two rates: P(event | label c) and P(event | another label). Abstaining says nothing.
 * Rates are drawn towards an accuracy of .8 in proportion to the rows, because what is wrong is the assumption that LFs err
 * independently, and more rows do not change that. The class prior is uniform, unless a balance is given or 20 LFs vote several
 * labels: then it is estimated. `options.gold` clamps gold rows with the weight of 20 rows each.
 * The votes of an LF of one label always speak for that label (`estimateSem`).
 * A fit throws if `options.balance` is not one share per label.
 */
export const sem = semModel(true);

/** SEM as it was before LFs of one label were trusted so far: what benchmarks compare with. */
export const untrustingSem = semModel(false);

function semModel(trusting: boolean): LabelModel<SemParameters> {
  return {
    kind: "sem",
    title: "SEM (shrunken naive Bayes)",
    clamps: true,
    fit: (patterns, options, start) => fitSem(patterns, options, start, trusting),
    predictProba: (parameters, patterns) => toProbabilities(scoreSem(parameters, patterns), parameters.prior.map(Math.log)),
    scores: scoreSem,
    explain: (parameters, pattern) => {
      const weights = semWeights(parameters);
      const scoreOf = (lf: number, vote: number) => eventScores(weights, lf * parameters.labels + vote);
      return explainVotes(pattern, scoreOf, parameters.prior.map(Math.log));
    },
    precision: ({ precision }) => precision.map((rate) => rate ?? undefined),
  };
}

function fitSem(patterns: PatternTable, options: FitOptions = {}, start: SemParameters | undefined, trusting: boolean): SemParameters {
  const { labels, lfs } = patterns;
  const events = fitEvents(patterns, { gold: options.gold });
  const oneLabel = oneLabelLfs(events.totals, labels);
  const severalLabels = oneLabel.map((one) => !one);
  const trusted = oneLabel.map((one) => trusting && one);
  const balance = options.balance && toPrior(options.balance, labels);
  const fixedPrior = balance ?? (severalLabels.filter(Boolean).length >= BALANCE_LFS ? undefined : toPrior(undefined, labels));
  const estimate = expectationMaximization(events, startPosterior(events, start), {
    maximize: (posterior) => {
      const estimate = estimateSem(events, posterior, trusted, balance);
      return { labels, lfs, severalLabels, ...estimate, prior: fixedPrior ?? estimate.share };
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
    precision: Array.from(estimate.precision, (rate) => (Number.isNaN(rate) ? null : rate)),
    severalLabels,
    abstainEvidence: options.abstainEvidence === true,
  };
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
