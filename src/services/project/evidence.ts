import { ABSTAIN } from "../../core/statistics/votes";
import type { LfResult } from "../../protocol/engine";
import type { EvidenceCount } from "../../protocol/snapshot";
import type { LfEntry } from "./state";

type Counts = Pick<EvidenceCount, "rows" | "correct" | "incorrect" | "label">;

/** Results do not change, and snapshots are made often. */
const known = new WeakMap<LfResult, Counted>();

interface Counted {
  readonly gold: Int16Array;
  readonly sites: LfEntry["site"]["evidence"];
  readonly counts: readonly EvidenceCount[];
}

/**
 * How many rows each part of an LF decides, and how many of them rightly.
 * @param gold of the rows that the LF ran on
 * @returns undefined where the votes are of an older version of the code
 */
export function countEvidence({ site, result, stale }: LfEntry, gold: Int16Array): readonly EvidenceCount[] | undefined {
  if (!result?.evidence || stale) return undefined;
  const before = known.get(result);
  if (before?.gold === gold && before.sites === site.evidence) return before.counts;
  const numbers = countSites(result.evidence, result.votes, gold, site.evidence.length);
  const counts = site.evidence.map((place, i) => ({ ...place, ...numbers[i]! }));
  known.set(result, { gold, sites: site.evidence, counts });
  return counts;
}

function countSites(evidence: Int16Array, votes: Int16Array, gold: Int16Array, sites: number): Counts[] {
  const counts = Array.from({ length: sites }, () => ({ rows: 0, correct: 0, incorrect: 0, label: ABSTAIN, givesSeveral: false }));
  for (let row = 0; row < evidence.length; row++) {
    const site = evidence[row]!;
    if (site < 0) continue;
    const found = counts[site]!;
    const vote = votes[row]!;
    if (found.rows++ === 0) found.label = vote;
    else if (vote !== found.label) found.givesSeveral = true;
    if (vote === ABSTAIN || gold[row] === ABSTAIN) continue;
    if (vote === gold[row]) found.correct++;
    else found.incorrect++;
  }
  return counts.map(({ label, givesSeveral, ...numbers }) => ({ ...numbers, ...(numbers.rows === 0 || givesSeveral ? {} : { label }) }));
}
