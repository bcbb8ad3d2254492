import type { Explanation } from "./contract";
import { TIED } from "./expectationMaximization";

/**
 * Explains a pattern by a model whose log scores are a sum over votes. A vote's log-odds are those of the explained label
 * against the runner-up: together with the prior's they sum to the margin between the two. A tie gives no label, and no odds.
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
  const scores = votes.map(({ lf, vote }) => scoreOf(lf, vote));
  const sums = Array.from(logPrior, (prior, k) => scores.reduce((sum, score) => sum + score[k]!, prior));
  const [first = -1, second = first] = sums.map((_, k) => k).sort((a, b) => sums[b]! - sums[a]!);
  const tied = votes.length === 0 || (first !== second && sums[first]! - sums[second]! < TIED);
  const logOdds = (score: ArrayLike<number>): number => (tied ? 0 : score[first]! - score[second]!);
  return { label: tied ? -1 : first, votes: votes.map((vote, i) => ({ ...vote, logOdds: logOdds(scores[i]!) })) };
}
