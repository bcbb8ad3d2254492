import type { Events } from "../labelModel/events";

/** The votes to fit on: what each vote event's LF is, and the rows on which each LF votes. */
export interface NodeSample extends Events {
  readonly lfOf: Int32Array;
  readonly coverage: Float64Array;
  readonly rows: number;
  /** How many times the variance of a sum over rows grows because some patterns stand for others. */
  readonly inflation: number;
}

/**
 * How one LF votes given all others: log-odds, all against abstaining. Also the slope of the likelihood in each of them.
 * The true label is not known; it is summed out.
 */
export interface NodeModel {
  readonly lf: number;
  /** Of voting each label at all. */
  readonly bias: Float64Array;
  /** Of each LF voting the true label. */
  readonly accuracy: Float64Array;
  /** Of voting as each other LF does. */
  readonly coupling: Float64Array;
}

export function emptyNode(lf: number, lfs: number, labels: number): NodeModel {
  return { lf, bias: new Float64Array(labels), accuracy: new Float64Array(lfs), coupling: new Float64Array(lfs) };
}

/** The largest log-odds that are told apart from certainty. */
const MOST_LOG_ODDS = 30;

/**
 * The slope of sum of weight x log P(vote of the node's LF | all other votes): for each parameter "seen" minus "expected".
 * @param slope overwritten
 */
export function nodeSlope(sample: NodeSample, node: NodeModel, slope: NodeModel): void {
  const { labels, starts, ids, labelOf, lfOf, weights } = sample;
  for (const part of [slope.bias, slope.accuracy, slope.coupling]) part.fill(0);
  const state = {
    byLabel: new Float64Array(labels),
    pull: new Float64Array(labels),
    expected: new Float64Array(labels),
    shift: new Float64Array(labels),
  };
  for (let p = 0; p < sample.size; p++) {
    const weight = weights[p]!;
    const own = othersSay(sample, node, p, state);
    slope.accuracy[node.lf]! += weight * expectVote(node, own, state);
    for (let c = 0; c < labels; c++) slope.bias[c]! -= weight * state.expected[c]!;
    if (own >= 0) slope.bias[own]! += weight;
    for (let i = starts[p]!; i < starts[p + 1]!; i++) {
      const lf = lfOf[ids[i]!]!;
      const vote = labelOf[ids[i]!]!;
      if (lf === node.lf) continue;
      slope.accuracy[lf]! += weight * state.shift[vote]!;
      slope.coupling[lf]! += weight * ((vote === own ? 1 : 0) - state.expected[vote]!);
    }
  }
}

interface PatternState {
  /** P(label) as the other LFs see it. */
  readonly byLabel: Float64Array;
  /** Odds of the node voting each label, its accuracy aside. */
  readonly pull: Float64Array;
  /** P(node votes c | the others). */
  readonly expected: Float64Array;
  /** How much the node's actual vote raises P(label) over what its expected vote does. */
  readonly shift: Float64Array;
}

/** Fills `byLabel` and `pull` for a pattern; gives the node's own vote in it. */
function othersSay({ starts, ids, labelOf, lfOf }: NodeSample, node: NodeModel, p: number, { byLabel, pull }: PatternState): number {
  let own = -1;
  byLabel.fill(0);
  pull.set(node.bias);
  for (let i = starts[p]!; i < starts[p + 1]!; i++) {
    const lf = lfOf[ids[i]!]!;
    const vote = labelOf[ids[i]!]!;
    if (lf === node.lf) own = vote;
    else {
      byLabel[vote]! += node.accuracy[lf]!;
      pull[vote]! += node.coupling[lf]!;
    }
  }
  let top = -Infinity;
  for (let y = 0; y < byLabel.length; y++) if (byLabel[y]! > top) top = byLabel[y]!;
  let sum = 0;
  for (let y = 0; y < byLabel.length; y++) {
    sum += byLabel[y] = Math.exp(byLabel[y]! - top);
    pull[y] = Math.exp(Math.min(MOST_LOG_ODDS, pull[y]!));
  }
  for (let y = 0; y < byLabel.length; y++) byLabel[y]! /= sum;
  return own;
}

/** Fills `expected` and `shift`; gives the slope of the node's own accuracy. */
function expectVote(node: NodeModel, own: number, { byLabel, pull, expected, shift }: PatternState): number {
  const labels = byLabel.length;
  const odds = Math.exp(Math.min(MOST_LOG_ODDS, node.accuracy[node.lf]!));
  let total = 1;
  let anyVote = 1;
  for (let c = 0; c < labels; c++) {
    expected[c] = pull[c]! * (1 + (odds - 1) * byLabel[c]!);
    total += expected[c]!;
    anyVote += pull[c]!;
  }
  const ownTotal = own < 0 ? 1 : 1 + (odds - 1) * byLabel[own]!;
  let ownSlope = own < 0 ? 0 : (odds * byLabel[own]!) / ownTotal;
  for (let y = 0; y < labels; y++) {
    const seen = (byLabel[y]! * (y === own ? odds : 1)) / ownTotal;
    shift[y] = seen - (byLabel[y]! * (anyVote + pull[y]! * (odds - 1))) / total;
    ownSlope -= (pull[y]! * odds * byLabel[y]!) / total;
    expected[y]! /= total;
  }
  return ownSlope;
}
