import type { PatternTable } from "../patterns/patternTable";
import type { Dependency } from "./dependency";
import { LEAST_ROWS, pairEvidence, tallyPairs } from "./pairTally";

/** Share of an LF's votes that must be on rows where the other votes. */
const CONTAINED = 0.98;
/** An LF that votes nearly everywhere contains every other without meaning anything. */
const MOST_COVERAGE = 0.9;
/** The chance that as many votes fall inside by accident, over all pairs together. */
const FALSE_ALARM = 0.001;

/**
 * Pairs of LFs of which the first votes only where the second does. That is a dependency even when they disagree:
 * then the first is an exception to the second. Of two LFs that vote on the same rows, the one with fewer votes stands first.
 */
export function subsets(patterns: PatternTable): Dependency[] {
  const tally = tallyPairs(patterns);
  const { lfs, both, rows } = tally;
  const found: Dependency[] = [];
  for (let a = 0; a < lfs; a++) {
    for (let b = 0; b < lfs; b++) {
      const [votesA, votesB, shared] = [both[a * lfs + a]!, both[b * lfs + b]!, both[a * lfs + b]!];
      const smaller = votesA < votesB || (votesA === votesB && a < b);
      if (!smaller || votesA < LEAST_ROWS || shared < CONTAINED * votesA) continue;
      const coverage = votesB / rows;
      const byChance = coverage ** votesA;
      if (coverage > MOST_COVERAGE || byChance * lfs * lfs > FALSE_ALARM) continue;
      found.push({ kind: "subset", foundBy: "co-votes", lfs: [a, b], strength: shared / votesA, ...pairEvidence(tally, a, b) });
    }
  }
  return found.sort((x, y) => y.strength - x.strength);
}
