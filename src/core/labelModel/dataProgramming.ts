import { toPrior } from "./balance";
import type { FitOptions, LabelModel } from "./contract";
import type { PatternTable } from "../patterns/patternTable";
import { fitEvents, type Events } from "./events";
import { expect, expectationMaximization, voteShares, type Scorer } from "./expectationMaximization";
import { explainVotes } from "./explainVotes";
import { LEAST_ODDS, oneLabelLfs } from "./oneLabelLfs";
import { scorePatterns, toProbabilities } from "./scores";

/** Plain numbers. */
export interface DataProgrammingParameters {
  readonly labels: number;
  readonly lfs: number;
  /** P(label) that predictions assume. */
  readonly prior: readonly number[];
  /** P(right | it votes) of each LF, whatever the label; null for one that never votes. */
  readonly accuracy: readonly (number | null)[];
}

/** Each LF's accuracy begins as that of this many votes, of which this share is right. */
const PSEUDO_VOTES = 10;
const EXPECTED_ACCURACY = 0.7;
/** No accuracy is nearer to 0 or 1 than this. */
const LEAST_RATE = 1e-7;

/**
 * Data programming with independent LFs (Ratner et al. 2016, arXiv:1605.07723): one accuracy for each LF, wrong votes spread
 * evenly over the other labels, uniform class prior unless a balance is given. Estimated by EM rather than sampling.
 * An LF that votes one label is never taken for worse than LEAST_ODDS, or its votes would soon turn against their label.
 * For reference: LFs of one label rarely fit it. A fit throws if the balance is not one share per label.
 */
export const dataProgramming: LabelModel<DataProgrammingParameters> = {
  kind: "data-programming",
  title: "Data programming (one accuracy per LF)",
  clamps: true,
  fit: fitDataProgramming,
  predictProba: (parameters, patterns) => toProbabilities(score(parameters, patterns), parameters.prior.map(Math.log)),
  scores: score,
  explain: (parameters, pattern) => {
    const weights = voteWeights(parameters);
    const scoreOf = (lf: number, vote: number) =>
      Float64Array.from({ length: parameters.labels }, (_, k) => (k === vote ? weights[lf]! : 0));
    return explainVotes(pattern, scoreOf, parameters.prior.map(Math.log));
  },
  precision: ({ accuracy }) => accuracy.map((rate) => rate ?? undefined),
};

function fitDataProgramming(
  patterns: PatternTable,
  options: FitOptions = {},
  start?: DataProgrammingParameters,
): DataProgrammingParameters {
  const { labels, lfs } = patterns;
  const prior = toPrior(options.balance, labels);
  const events = fitEvents(patterns, { gold: options.gold });
  const posterior = voteShares(events);
  if (start) expect(events, posterior, scorer(start));
  const accuracy = expectationMaximization(events, posterior, {
    maximize: (current) => estimateAccuracy(events, current),
    scorer: (current) => scorer({ labels, prior, accuracy: current }),
    iterations: 100,
    tolerance: 1e-4,
  });
  return { labels, lfs, prior, accuracy };
}

function estimateAccuracy(
  { size, labels, lfs, starts, ids, labelOf, weights, totals }: Events,
  posterior: Float64Array,
): (number | null)[] {
  const right = new Float64Array(lfs * labels);
  for (let p = 0; p < size; p++) {
    for (let e = starts[p]!; e < starts[p + 1]!; e++) right[ids[e]!]! += weights[p]! * posterior[p * labels + labelOf[ids[e]!]!]!;
  }
  const oneLabel = oneLabelLfs(totals, labels);
  const leastTrusted = LEAST_ODDS / (LEAST_ODDS + labels - 1);
  const sum = (values: Float64Array, j: number) => values.subarray(j * labels, (j + 1) * labels).reduce((a, b) => a + b, 0);
  return Array.from({ length: lfs }, (_, j) => {
    const votes = sum(totals, j);
    if (votes === 0) return null;
    const rate = (sum(right, j) + PSEUDO_VOTES * EXPECTED_ACCURACY) / (votes + PSEUDO_VOTES);
    return Math.min(Math.max(rate, oneLabel[j] ? leastTrusted : LEAST_RATE), 1 - LEAST_RATE);
  });
}

/** log-odds that a vote of each LF adds to the label it votes. */
function voteWeights({ labels, accuracy }: Pick<DataProgrammingParameters, "labels" | "accuracy">): Float64Array {
  const others = Math.max(labels - 1, 1);
  return Float64Array.from(accuracy, (rate) => (rate === null ? 0 : Math.log((rate * others) / (1 - rate))));
}

function scorer({ labels, accuracy, prior }: Pick<DataProgrammingParameters, "labels" | "accuracy" | "prior">): Scorer {
  const weights = voteWeights({ labels, accuracy });
  const logPrior = Float64Array.from(prior, Math.log);
  return (ids, start, end, row) => {
    row.set(logPrior);
    for (let e = start; e < end; e++) row[ids[e]! % labels]! += weights[Math.floor(ids[e]! / labels)]!;
  };
}

function score(parameters: DataProgrammingParameters, patterns: PatternTable): Float64Array {
  return scorePatterns(patterns, scorer({ ...parameters, prior: parameters.prior.map(() => 1) }));
}
