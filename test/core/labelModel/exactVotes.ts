import type { PatternTable } from "../../../src/core/patterns/patternTable";

/** What an LF does given the label: P(it votes label c | label y) as [y][c]; it abstains otherwise. */
export type Behaviour = readonly (readonly number[])[];

/** An LF that always votes and errs evenly among the other labels. */
export function alwaysVotes(accuracy: number, labels = 2): Behaviour {
  return Array.from({ length: labels }, (_, y) =>
    Array.from({ length: labels }, (_, c) => (c === y ? accuracy : (1 - accuracy) / (labels - 1))),
  );
}

/**
 * Every pattern of independent LFs with exactly its expected share of a million rows: votes without sampling error,
 * from which a method that is right must find what was put in.
 */
export function exactVotes(balance: readonly number[], lfs: readonly Behaviour[]): PatternTable {
  const labels = balance.length;
  let patterns: { votes: number[]; given: number[] }[] = [{ votes: [], given: [...balance] }];
  for (const behaviour of lfs) {
    patterns = patterns.flatMap(({ votes, given }) =>
      Array.from({ length: labels + 1 }, (_, c) => c - 1).map((vote) => {
        const share = (y: number): number => (vote < 0 ? 1 - behaviour[y]!.reduce((sum, p) => sum + p, 0) : behaviour[y]![vote]!);
        return { votes: [...votes, vote], given: given.map((p, y) => p * share(y)) };
      }),
    );
  }
  const kept = patterns
    .map(({ votes, given }) => ({ votes, rows: 1e6 * given.reduce((sum, p) => sum + p, 0) }))
    .filter(({ rows }) => rows > 1e-6);
  return {
    size: kept.length,
    lfs: lfs.length,
    labels,
    votes: Int16Array.from(kept.flatMap(({ votes }) => votes)),
    counts: Float64Array.from(kept, ({ rows }) => rows),
  };
}
