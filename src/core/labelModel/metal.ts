import { bestAssignment } from "./assignment";
import { toPrior } from "./balance";
import type { FitOptions, LabelModel } from "./contract";
import type { PatternTable } from "../patterns/patternTable";
import {
  emptyEstimate,
  eventParameters,
  explainByEvents,
  precisionByEvents,
  predictByEvents,
  scoresByEvents,
  type EventParameters,
} from "./eventModel";
import { fitEvents } from "./events";
import { lossGradient, type MomentProblem, stepCost } from "./momentLoss";
import { LEAST_ODDS, oneLabelLfs, trustVote } from "./oneLabelLfs";
import { voteMoments, type VoteMoments } from "./moments";

const TITLE = "MeTaL (snorkel)";

/**
 * The moment-matching label model of snorkel's LabelModel (Ratner et al. 2019, arXiv:1810.02840): find mu = P(vote | y)
 * such that mu P mu^T equals the votes' second moments O wherever two LFs are independent given the label, and mu p equals
 * each vote's share. Pairs in `options.edges` count as dependent and are left out of the first. Edges change what is
 * estimated; prediction multiplies the votes either way.
 *
 * Settings are snorkel's: 500 steps of gradient descent at 0.01 with momentum 0.9, starting from a precision of 0.7 for
 * every LF. Snorkel scales the start by a random number in [0, 1); here it is always 0.7. Only votes that occur have
 * parameters: others keep the value 0 in snorkel and never matter.
 */
export const snorkelMetal = metalModel(false);

/** The same, but the votes of an LF of one label always speak for that label. */
export const metal = metalModel(true);

function metalModel(trusting: boolean): LabelModel<EventParameters> {
  return {
    kind: "metal",
    title: TITLE,
    fit: (patterns, options) => fitMetal(patterns, options, trusting),
    predictProba: predictByEvents,
    scores: scoresByEvents,
    explain: explainByEvents,
    precision: precisionByEvents,
    note: ({ note }) => note,
  };
}

const EPOCHS = 500;
const LEARNING_RATE = 0.01;
const MOMENTUM = 0.9;
const START_PRECISION = 0.7;
const START_SCALE = 0.7;
/** Multiplications that a fit may cost, some ten seconds; a larger problem gets fewer steps and says so. */
const BUDGET = 3e9;

function fitMetal(patterns: PatternTable, options: FitOptions = {}, trusting: boolean): EventParameters {
  const balance = toPrior(options.balance, patterns.labels);
  const events = fitEvents(patterns);
  const votes = voteMoments(events);
  const problem = metalProblem(votes, balance, linkedLfs(patterns.lfs, options.edges ?? []));
  const epochs = Math.min(EPOCHS, Math.floor(BUDGET / stepCost(problem)));
  const mu = trustUserLabels(descend(problem, epochs), problem);
  if (trusting) trustLfsOfOneLabel(mu, votes, oneLabelLfs(events.totals, patterns.labels), balance);
  const floor = Math.min(0.01, 1 / 10 ** Math.ceil(Math.log10(Math.max(1, votes.rows))));
  const parameters = eventParameters(patterns, votes, balance, mu, floor);
  if (epochs === EPOCHS) return parameters;
  return {
    ...parameters,
    note: `Stopped after ${epochs} of ${EPOCHS} steps: ${votes.size} different votes x ${patterns.labels} labels are too many.`,
  };
}

/** mu is P(vote | y), votes x labels, changed in place. */
function trustLfsOfOneLabel(mu: Float64Array, votes: VoteMoments, oneLabel: readonly boolean[], balance: readonly number[]): void {
  const labels = balance.length;
  for (let e = 0; e < votes.size; e++) {
    if (oneLabel[votes.lf[e]!]) trustVote(mu.subarray(e * labels, (e + 1) * labels), votes.label[e]!, balance, LEAST_ODDS);
  }
}

/** For each LF, itself and the LFs that share an edge with it. */
function linkedLfs(lfs: number, edges: readonly (readonly [number, number])[]): Set<number>[] {
  const linked = Array.from({ length: lfs }, (_, lf) => new Set([lf]));
  for (const [a, b] of edges) {
    linked[a]?.add(b);
    linked[b]?.add(a);
  }
  return linked;
}

function metalProblem(votes: VoteMoments, balance: readonly number[], linked: readonly Set<number>[]): MomentProblem {
  const { together, lf } = votes;
  const start = new Int32Array(votes.size + 1);
  const kept: number[] = [];
  for (let e = 0; e < votes.size; e++) {
    for (let k = together.start[e]!; k < together.start[e + 1]!; k++) if (!linked[lf[e]!]!.has(lf[together.columns[k]!]!)) kept.push(k);
    start[e + 1] = kept.length;
  }
  return {
    votes,
    balance,
    independent: {
      start,
      columns: Int32Array.from(kept, (k) => together.columns[k]!),
      values: Float64Array.from(kept, (k) => together.values[k]!),
    },
    dependent: linked.map((lfs) => Int32Array.from([...lf.keys()].filter((e) => lfs.has(lf[e]!)))),
  };
}

/** P(vote | y) if every LF had the starting precision: mu[e, label of e] = share * precision / p. */
function startPoint({ votes, balance }: MomentProblem): Float64Array {
  const mu = emptyEstimate(votes.size, balance.length, TITLE);
  for (let e = 0; e < votes.size; e++) {
    const label = votes.label[e]!;
    mu[e * balance.length + label] = START_SCALE * Math.min(1, (votes.shares[e]! * START_PRECISION) / balance[label]!);
  }
  return mu;
}

/** Gradient descent with momentum; where it diverges, again from the start with a tenth of the learning rate. */
function descend(problem: MomentProblem, epochs: number): Float64Array {
  const start = startPoint(problem);
  for (let rate = LEARNING_RATE; rate > 1e-8; rate /= 10) {
    const mu = start.slice();
    const velocity = new Float64Array(mu.length);
    const gradient = new Float64Array(mu.length);
    let finite = true;
    for (let epoch = 0; epoch < epochs && finite; epoch++) {
      lossGradient(problem, mu, gradient);
      for (let i = 0; i < mu.length; i++) {
        velocity[i] = MOMENTUM * velocity[i]! + gradient[i]!;
        mu[i]! -= rate * velocity[i]!;
      }
      finite = mu.every(Number.isFinite);
    }
    if (finite) return mu;
  }
  return start;
}

/**
 * Labels of equal balance may be swapped without changing the loss. Of all such solutions this takes the one that
 * trusts the LFs most: the largest sum over LFs of P(LF votes y, label is y).
 */
function trustUserLabels(mu: Float64Array, { votes, balance }: MomentProblem): Float64Array {
  const K = balance.length;
  const trust = Array.from({ length: K }, () => new Array<number>(K).fill(0));
  for (let e = 0; e < votes.size; e++) {
    for (let y = 0; y < K; y++) trust[votes.label[e]!]![y]! += mu[e * K + y]! * balance[y]!;
  }
  const same = (y: number, z: number): boolean => Math.round(balance[y]! * 1000) === Math.round(balance[z]! * 1000);
  const columnOf = bestAssignment(trust.map((row, y) => row.map((sum, z) => (same(y, z) ? sum : -1e9))));
  return mu.map((_, i) => mu[i - (i % K) + columnOf[i % K]!]!);
}
