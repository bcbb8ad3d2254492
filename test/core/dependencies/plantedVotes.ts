/** Synthetic votes of independent LFs into which dependencies are planted. */
import { syntheticVotes } from "../../../bench/generator";
import { sem } from "../../../src/core/labelModel/sem";
import type { PatternTable } from "../../../src/core/patterns/patternTable";
import { buildPatterns } from "../../../src/core/patterns/patterns";
import { seededRandom } from "../../../src/core/math/random";
import { ABSTAIN, type VoteMatrix } from "../../../src/core/statistics/votes";

export interface Plant {
  readonly rows: number;
  readonly lfs: number;
  readonly labels: number;
  readonly seed?: number;
  /** [a, b, share]: on this share of the rows b votes what a votes, or abstains with it; else it is independent. */
  readonly copies?: readonly (readonly [number, number, number])[];
  /** [a, b]: a keeps its votes only where b votes too. */
  readonly subsets?: readonly (readonly [number, number])[];
}

export function plantedVotes({ rows, lfs, labels, seed = 1, copies = [], subsets = [] }: Plant): VoteMatrix {
  const votes = syntheticVotes(rows, lfs, labels, seed);
  const columns = votes.columns.map((column) => column.slice());
  const random = seededRandom(seed);
  for (const [a, b, share] of copies) columns[b] = columns[b]!.map((vote, row) => (random() < share ? columns[a]![row]! : vote));
  for (const [a, b] of subsets) columns[a] = columns[a]!.map((vote, row) => (columns[b]![row] === ABSTAIN ? ABSTAIN : vote));
  return { ...votes, columns };
}

/** The votes as patterns, and SEM's posterior for them. */
export function withPosterior(votes: VoteMatrix): { table: PatternTable; posterior: Float64Array } {
  const { table } = buildPatterns(votes);
  return { table, posterior: sem.predictProba(sem.fit(table), table) };
}
