import { ABSTAIN } from "../../core/statistics/votes";
import type { LfResult } from "../../protocol/engine";
import type { EvidenceCount } from "../../protocol/snapshot";
import type { LfEntry } from "./state";

type Counts = Pick<EvidenceCount, "rows" | "correct" | "incorrect" | "label">;

/** Results do not change, and snapshots are made often. */
const known = new WeakMap<LfResult, { readonly gold: Int16Array; readonly counts: readonly Counts[] }>();

/**
 * How many rows each part of an LF decides, and how many of them rightly.
 * @param gold of the rows that the LF ran on
 * @returns undefined where the votes are of an older version of the code
 */
export function countEvidence({ site, result, stale }: LfEntry, gold: Int16Array): readonly EvidenceCount[] | undefined {
  if (!result?.evidence || stale) return undefined;
  const before = known.get(result);
  const counts = before?.gold === gold ? before.counts : countSites(result.evidence, result.votes, gold, site.evidence.length);
  known.set(result, { gold, counts });
  return site.evidence.map((place, i) => ({ ...place, ...counts[i]! }));
}

function countSites(evidence: Int16Array, votes: Int16Array, gold: Int16Array, sites: number): Counts[] {
  const counts = Array.from({ length: sites }, () => ({ rows: 0, correct: 0, incorrect: 0, labels: new Set<number>() }));
  for (let row = 0; row < evidence.length; row++) {
    const found = counts[evidence[row]!];
    if (!found) continue;
    const vote = votes[row]!;
    found.rows++;
    found.labels.add(vote);
    if (vote === ABSTAIN || gold[row] === ABSTAIN) continue;
    if (vote === gold[row]) found.correct++;
    else found.incorrect++;
  }
  return counts.map(({ labels, ...numbers }) => ({ ...numbers, ...(labels.size === 1 ? { label: [...labels][0]! } : {}) }));
}
