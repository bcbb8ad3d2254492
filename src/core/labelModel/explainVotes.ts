import type { Explanation } from "./contract";

/**
 * Explains a pattern by a model whose log scores are a sum over votes. A vote's log-odds are those of the explained label
 * against the runner-up: together with the prior's they sum to the margin between the two.
 * @param pattern one vote per LF
 * @param scoreOf what LF `lf` voting `vote` adds to each label's log score
 * @param logPrior log P(label)
 */
export function explainVotes(
  pattern: Int16Array,
  scoreOf: (lf: number, vote: number) => ArrayLike<number>,
  logPrior: ArrayLike<number>,
): Explanation {
  const votes = Array.from(pattern, (vote, lf) => ({ lf, vote })).filter(({ vote }) => vote >= 0);
  if (votes.length === 0) return { label: -1, votes: [] };
  const scored = votes.map(({ lf, vote }) => ({ lf, vote, scores: scoreOf(lf, vote) }));
  const sums = Array.from(logPrior, (prior, k) => scored.reduce((sum, { scores }) => sum + scores[k]!, prior));
  const [label = -1, runnerUp = label] = sums.map((_, k) => k).sort((a, b) => sums[b]! - sums[a]! || a - b);
  return { label, votes: scored.map(({ lf, vote, scores }) => ({ lf, vote, logOdds: scores[label]! - scores[runnerUp]! })) };
}
