import type { PatternTable } from "../patterns/patternTable";
import type { Dependency } from "./dependency";
import { LEAST_ROWS, pairEvidence, tallyPairs, type PairTally } from "./pairTally";

/** Equal votes, as a share of the rows where either votes, from which two LFs say the same whatever the reason. */
const SAME_VOTES = 0.95;
/** The same where the label alone does not explain it. */
const SAME_VOTES_IN_EXCESS = 0.8;
const HIGH_CORRELATION = 0.5;
/** Correlation given the label that is worth a word, and by how many standard errors it must stand out. */
const LEAST_CORRELATION = 0.2;
const LEAST_SIGMAS = 4;

/**
 * Pairs of LFs that cast the same votes (near-duplicate) or vote together more than the label explains (correlated).
 * Two good LFs agree often because both are right, so equal votes are compared with what a label model's posterior makes
 * one expect: the correlation of their votes within a label, over all labels.
 *
 * @param posterior P(label) of each pattern, patterns x labels, from any label model; rows it gives no label count as average
 */
export function nearDuplicates(patterns: PatternTable, posterior: Float64Array): Dependency[] {
  const tally = tallyPairs(patterns);
  const expected = expectedVotes(patterns, posterior, tally.rows);
  const found: Dependency[] = [];
  for (let j = 0; j < patterns.lfs; j++) {
    for (let k = j + 1; k < patterns.lfs; k++) {
      const pair = comparePair(tally, expected, j, k);
      if (pair) found.push(pair);
    }
  }
  return found.sort((a, b) => b.strength - a.strength);
}

function comparePair(tally: PairTally, expected: ExpectedVotes, j: number, k: number): Dependency | undefined {
  const { lfs, both, same } = tally;
  const equal = same[j * lfs + k]!;
  const either = both[j * lfs + j]! + both[k * lfs + k]! - both[j * lfs + k]!;
  if (equal < LEAST_ROWS) return undefined;
  const sameShare = equal / either;
  const chance = expectedEqual(expected, j, k);
  const spread = Math.sqrt(expected.variance[j]! * expected.variance[k]!);
  const correlation = spread > 0 ? (equal - chance) / spread : 0;
  const excess = equal - chance >= LEAST_SIGMAS * Math.sqrt(chance + 1) && correlation >= LEAST_CORRELATION;
  const base = { foundBy: "co-votes", lfs: [j, k], ...pairEvidence(tally, j, k) } as const;
  const duplicate = sameShare >= SAME_VOTES || (excess && correlation >= HIGH_CORRELATION && sameShare >= SAME_VOTES_IN_EXCESS);
  if (duplicate) return { ...base, kind: "near-duplicate", strength: sameShare };
  return excess ? { ...base, kind: "correlated", strength: Math.min(1, correlation) } : undefined;
}

/** What each LF votes within each true label, as the posterior sees it. */
interface ExpectedVotes {
  readonly labels: number;
  /** Rows of each true label. */
  readonly labelRows: Float64Array;
  /** P(LF votes c | label y): lfs x labels x labels, [lf, y, c]. */
  readonly rates: Float64Array;
  /** Each LF's votes' variance within a label, over all rows. */
  readonly variance: Float64Array;
}

function expectedVotes({ size, lfs, labels, votes, counts }: PatternTable, posterior: Float64Array, rows: number): ExpectedVotes {
  const labelRows = new Float64Array(labels);
  const rates = new Float64Array(lfs * labels * labels);
  for (let p = 0; p < size; p++) {
    for (let y = 0; y < labels; y++) {
      const mass = counts[p]! * posterior[p * labels + y]!;
      if (mass === 0) continue;
      labelRows[y]! += mass;
      for (let j = 0; j < lfs; j++) {
        const vote = votes[p * lfs + j]!;
        if (vote >= 0) rates[(j * labels + y) * labels + vote]! += mass;
      }
    }
  }
  const labeled = labelRows.reduce((sum, mass) => sum + mass, 0);
  for (let y = 0; y < labels; y++) labelRows[y]! *= labeled > 0 ? rows / labeled : 0;
  const variance = new Float64Array(lfs);
  for (let i = 0; i < rates.length; i++) {
    const inLabel = labelRows[Math.floor(i / labels) % labels]!;
    rates[i] = inLabel > 0 ? Math.min(1, rates[i]! / inLabel) : 0;
    variance[Math.floor(i / labels / labels)]! += inLabel * rates[i]! * (1 - rates[i]!);
  }
  return { labels, labelRows, rates, variance };
}

/** Rows on which both would vote the same if they voted independently within each label. */
function expectedEqual({ labels, labelRows, rates }: ExpectedVotes, j: number, k: number): number {
  const block = labels * labels;
  let rows = 0;
  for (let i = 0; i < block; i++) rows += labelRows[Math.floor(i / labels)]! * rates[j * block + i]! * rates[k * block + i]!;
  return rows;
}
