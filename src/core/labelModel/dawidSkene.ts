import { toPrior } from "./balance";
import type { FitOptions, LabelModel } from "./contract";
import type { PatternTable } from "../patterns/patternTable";
import { fitEvents } from "./events";
import { expect, expectationMaximization, voteShares, type Scorer } from "./expectationMaximization";
import { explainVotes } from "./explainVotes";
import { oneLabelLfs, trustVote } from "./oneLabelLfs";
import { scorePatterns, toProbabilities } from "./scores";
import { estimateRates, occurringVotes, ratePrecision, rateScorer, rateScores, type VoteRates } from "./voteRates";

/** Plain numbers. */
export interface DawidSkeneParameters extends VoteRates {
  readonly prior: readonly number[];
  readonly votes: readonly number[];
  readonly rates: readonly number[];
  /** Rows without a vote get a label too. */
  readonly abstainEvidence: boolean;
}

/** More rates than this (votes that occur x labels) would not fit into memory beside the rest. */
const MOST_RATES = 20_000_000;
const LIMITS = { iterations: 200, tolerance: 1e-5 };

/** Dawid and Skene's model (1979) with abstaining as one more thing that an LF may vote, as WRENCH has it. */
export const dawidSkene = dawidSkeneModel("dawid-skene", "Dawid-Skene", true);

/** Dawid and Skene's model with abstains ignored: for crowd workers, who vote several labels. LFs of one label teach it nothing. */
export const dawidSkeneCrowd = dawidSkeneModel("dawid-skene-crowd", "Dawid-Skene, abstains ignored", false);

/**
 * A full table of P(vote | label) for each LF, and the class balance unless it is given, by EM in log space from the shares
 * of votes. A fit throws if there would be too many rates, or if the balance is not one share per label.
 */
function dawidSkeneModel(kind: string, title: string, abstainIsVote: boolean): LabelModel<DawidSkeneParameters> {
  const score = (parameters: DawidSkeneParameters, patterns: PatternTable): Float64Array => {
    const scores = rateScores(parameters, abstainIsVote);
    return scorePatterns(patterns, rateScorer(scores, scores.base), parameters.abstainEvidence ? scores.base : undefined);
  };
  return {
    kind,
    title,
    clamps: true,
    fit: (patterns, options, start) => fitDawidSkene(patterns, options, start, abstainIsVote),
    predictProba: (parameters, patterns) => toProbabilities(score(parameters, patterns), parameters.prior.map(Math.log)),
    scores: score,
    explain: (parameters, pattern) => {
      const { labels, base, places, scores } = rateScores(parameters, abstainIsVote);
      const nothing = new Float64Array(labels);
      const scoreOf = (lf: number, vote: number): Float64Array => {
        const place = places[lf * labels + vote]!;
        return place < 0 ? nothing : scores.subarray(place, place + labels);
      };
      return explainVotes(pattern, scoreOf, withPrior(base, parameters.prior));
    },
    precision: ratePrecision,
  };
}

function fitDawidSkene(
  patterns: PatternTable,
  options: FitOptions = {},
  start: DawidSkeneParameters | undefined,
  abstainIsVote: boolean,
): DawidSkeneParameters {
  const { labels } = patterns;
  const balance = options.balance && toPrior(options.balance, labels);
  const events = fitEvents(patterns, { gold: options.gold, keepSilent: abstainIsVote });
  const occurring = occurringVotes(events);
  if (occurring.votes.length * labels > MOST_RATES) {
    throw new Error(
      `Dawid-Skene needs ${occurring.votes.length} different votes x ${labels} labels, more than fit into memory. Use "sem".`,
    );
  }
  const scorer = (rates: VoteRates): Scorer => {
    const scores = rateScores(rates, abstainIsVote);
    return rateScorer(scores, withPrior(scores.base, rates.prior));
  };
  const posterior = voteShares(events);
  if (start) expect(events, posterior, scorer(start));
  const { prior, rates, lfs } = expectationMaximization(events, posterior, {
    maximize: (current) => estimateRates(events, occurring, current, balance, abstainIsVote),
    scorer,
    ...LIMITS,
  });
  return {
    labels,
    lfs,
    prior: Array.from(prior),
    votes: Array.from(occurring.votes),
    rates: Array.from(trustLfsOfOneLabel(rates, occurring.votes, oneLabelLfs(events.totals, labels), prior)),
    abstainEvidence: options.abstainEvidence === true && abstainIsVote,
  };
}

/**
 * Rates at which a vote of an LF of one label is not evidence against that label. Done after the fit: within EM it would make
 * the silence of other LFs count for more than their votes.
 */
function trustLfsOfOneLabel(
  rates: ArrayLike<number>,
  votes: Int32Array,
  oneLabel: readonly boolean[],
  prior: ArrayLike<number>,
): Float64Array {
  const [trusted, labels] = [Float64Array.from(rates), prior.length];
  votes.forEach((vote, v) => {
    if (oneLabel[Math.floor(vote / labels)]) trustVote(trusted.subarray(v * labels, (v + 1) * labels), vote % labels, prior, 1);
  });
  return trusted;
}

const withPrior = (base: Float64Array, prior: ArrayLike<number>): Float64Array => base.map((score, k) => score + Math.log(prior[k]!));
