import type { PatternIndex, PatternTable } from "../labelModel/contract";
import { LF_VERDICTS, PREDICTION_VERDICTS, type LfVerdict, type PredictionVerdict } from "../rowFilter";
import { ABSTAIN } from "../votes";

export type ClarityCounts = Record<PredictionVerdict, Record<LfVerdict, number>>;

/** The clarity matrix's counts over all rows with gold, from patterns: no vote column of all rows is needed. */
export function countClarity({ table, rowPattern, weights }: PatternIndex, patternLabel: Int16Array, gold: Int16Array): ClarityCounts {
  const counts = Object.fromEntries(
    PREDICTION_VERDICTS.map((prediction) => [prediction, Object.fromEntries(LF_VERDICTS.map((lfs) => [lfs, 0]))]),
  ) as ClarityCounts;
  for (let row = 0; row < gold.length; row++) {
    if (gold[row] === ABSTAIN) continue;
    const pattern = rowPattern[row]!;
    const label = patternLabel[pattern]!;
    const prediction = label === ABSTAIN ? "none" : label === gold[row] ? "right" : "wrong";
    counts[prediction][judgeVotes(table, pattern, gold[row]!)] += weights?.[row] ?? 1;
  }
  return counts;
}

/** What the votes of a pattern say about a row with this gold label. */
export function judgeVotes({ votes, lfs }: PatternTable, pattern: number, gold: number): LfVerdict {
  let [right, wrong] = [false, false];
  for (let at = pattern * lfs; at < (pattern + 1) * lfs; at++) {
    if (votes[at] === ABSTAIN) continue;
    if (votes[at] === gold) right = true;
    else wrong = true;
  }
  if (right) return wrong ? "split" : "right";
  return wrong ? "wrong" : "silent";
}

/** For each pattern 1 if LFs vote different labels in it. */
export function patternsInConflict({ votes, lfs, size }: PatternTable): Uint8Array {
  return Uint8Array.from({ length: size }, (_, pattern) => {
    let first = ABSTAIN;
    for (let at = pattern * lfs; at < (pattern + 1) * lfs; at++) {
      if (votes[at] === ABSTAIN) continue;
      if (first !== ABSTAIN && votes[at] !== first) return 1;
      first = votes[at]!;
    }
    return 0;
  });
}
