import type { PatternTable } from "../patterns/patternTable";
import { fitEvents } from "../labelModel/events";
import { thinPatterns } from "../labelModel/thinning";
import type { Dependency } from "./dependency";
import { emptyNode, nodeSlope, type NodeSample } from "./nodeModel";
import { LEAST_ROWS, pairEvidence, tallyPairs } from "./pairTally";

const STEPS = 60;
/** A node is done when no coupling moves by more than this. */
const TOLERANCE = 0.005;
/** Start of every LF's accuracy: log-odds that it votes the true label rather than abstains. */
const START_ACCURACY = 1;
/** The l1 penalty in standard errors of the likelihood's slope. */
const PENALTY_SIGMAS = 3;
/** Log-odds that are worth a word: one LF's vote makes the same vote of the other 1.65 times as likely. */
const LEAST_LOG_ODDS = 0.5;
/** LFs x patterns x (LFs + labels) that one step over all LFs may cost. */
const STEP_COST = 4e6;
const FEWEST_PATTERNS = 500;

/**
 * Structure learning by pseudo-likelihood (Bach et al. 2017, arXiv:1703.00854). For each LF in turn, the probability of
 * its vote given all other votes, the label summed out, is made as large as possible over accuracies and over one
 * coupling per other LF, "votes the same as that one", under an l1 penalty that sets couplings without evidence to 0.
 * A pair counts if both directions find it; its strength is the weaker of the two. Looks at a representative part of
 * the patterns where there are many.
 * @param follow told after each LF how many are done
 */
export function pseudoLikelihood(patterns: PatternTable, follow: (lfs: number) => void = () => {}): Dependency[] {
  const sample = nodeSample(patterns);
  const couplings = Array.from({ length: patterns.lfs }, (_, lf) => {
    const found = nodeCouplings(sample, lf);
    follow(lf + 1);
    return found;
  });
  const tally = tallyPairs(patterns);
  const found: Dependency[] = [];
  for (let j = 0; j < patterns.lfs; j++) {
    for (let k = j + 1; k < patterns.lfs; k++) {
      const strength = Math.min(couplings[j]![k]!, couplings[k]![j]!);
      const evidence = pairEvidence(tally, j, k);
      if (strength < LEAST_LOG_ODDS || evidence.rows < LEAST_ROWS) continue;
      found.push({ kind: "correlated", foundBy: "pseudo-likelihood", lfs: [j, k], strength, ...evidence });
    }
  }
  return found.sort((a, b) => b.strength - a.strength);
}

function nodeSample(patterns: PatternTable): NodeSample {
  const { lfs, labels, votes, counts } = patterns;
  const limit = Math.max(FEWEST_PATTERNS, Math.floor(STEP_COST / (lfs * (lfs + labels) + 1)));
  const { kept, weights } = thinPatterns(patterns, counts, limit, true);
  const part = new Int16Array(kept.length * lfs);
  kept.forEach((pattern, i) => part.set(votes.subarray(pattern * lfs, (pattern + 1) * lfs), i * lfs));
  const events = fitEvents({ size: kept.length, lfs, labels, votes: part, counts: weights }, { keepSilent: true });
  const lfOf = Int32Array.from(events.totals, (_, event) => Math.floor(event / labels));
  const coverage = new Float64Array(lfs);
  events.totals.forEach((rows, event) => (coverage[lfOf[event]!]! += rows));
  const rows = weights.reduce((sum, weight) => sum + weight, 0);
  const inflation = weights.reduce((sum, weight, i) => sum + weight ** 2 / counts[kept[i]!]!, 0) / rows;
  return { ...events, lfOf, coverage, rows, inflation };
}

/** One LF's couplings with all others, by proximal gradient steps scaled by how often each LF votes. */
function nodeCouplings(sample: NodeSample, lf: number): Float64Array {
  const { lfs, labels, totals, coverage, rows, inflation } = sample;
  const node = emptyNode(lf, lfs, labels);
  if (coverage[lf] === 0) return node.coupling;
  const silent = Math.max(1, rows - coverage[lf]!);
  const votesPerRow = Math.max(1, coverage.reduce((sum, votes) => sum + votes, 0) / rows);
  const own = totals.subarray(lf * labels, (lf + 1) * labels);
  own.forEach((votes, c) => (node.bias[c] = votes > 0 ? Math.log(votes / silent) : -Infinity));
  node.accuracy.fill(START_ACCURACY);
  const slope = emptyNode(lf, lfs, labels);
  for (let step = 0, moved = Infinity; step < STEPS && moved > TOLERANCE; step++) {
    nodeSlope(sample, node, slope);
    moved = 0;
    for (let c = 0; c < labels; c++) if (own[c]! > 0) node.bias[c]! += slope.bias[c]! / coverage[lf]!;
    for (let k = 0; k < lfs; k++) {
      if (coverage[k] === 0) continue;
      const rate = 4 / (votesPerRow * coverage[k]!);
      node.accuracy[k]! += rate * slope.accuracy[k]!;
      if (k === lf) continue;
      const penalty = PENALTY_SIGMAS * Math.sqrt((inflation * coverage[k]! * coverage[lf]!) / rows);
      const coupling = shrink(node.coupling[k]! + rate * slope.coupling[k]!, rate * penalty);
      moved = Math.max(moved, Math.abs(coupling - node.coupling[k]!));
      node.coupling[k] = coupling;
    }
  }
  return node.coupling;
}

function shrink(value: number, by: number): number {
  return Math.sign(value) * Math.max(0, Math.abs(value) - by);
}
