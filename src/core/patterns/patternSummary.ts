import type { PatternIndex, PatternTable } from "./patternTable";
import { goldCounts } from "./patterns";
import type { LfSummary, Summary } from "../statistics/summary";
import { ABSTAIN } from "../statistics/votes";

/**
 * The figures of `summarize`, from patterns: no vote column of all rows is needed, and the cost is that of the patterns.
 * @param gold label index or ABSTAIN of each row
 * @param index what its table does not count is left out; gold of such rows must be ABSTAIN
 */
export function summarizePatterns(index: PatternIndex, gold: Int16Array): Summary {
  const { table } = index;
  const goldOf = goldCounts(index, gold);
  const lfs = Array.from({ length: table.lfs }, () => ({ votes: 0, overlaps: 0, conflicts: 0, correct: 0, incorrect: 0 }));
  const polarity = lfs.map(() => new Set<number>());
  const set = { covered: 0, overlaps: 0, conflicts: 0 };
  for (let pattern = 0; pattern < table.size; pattern++) {
    const rows = table.counts[pattern]!;
    if (rows === 0) continue;
    const votes = table.votes.subarray(pattern * table.lfs, (pattern + 1) * table.lfs);
    const given = votes.filter((vote) => vote !== ABSTAIN);
    const conflict = given.some((vote) => vote !== given[0]);
    const golden = goldOf.subarray(pattern * table.labels, (pattern + 1) * table.labels);
    const goldRows = sum(golden);
    if (given.length > 0) set.covered += rows;
    if (given.length > 1) set.overlaps += rows;
    if (conflict) set.conflicts += rows;
    for (const [lf, vote] of votes.entries()) {
      if (vote === ABSTAIN) continue;
      const own = lfs[lf]!;
      polarity[lf]!.add(vote);
      own.votes += rows;
      if (given.length > 1) own.overlaps += rows;
      if (conflict) own.conflicts += rows;
      own.correct += golden[vote]!;
      own.incorrect += goldRows - golden[vote]!;
    }
  }
  const described = lfs.map((own, lf): LfSummary => ({ ...own, polarity: [...polarity[lf]!].sort((a, b) => a - b) }));
  return { rows: sum(table.counts), goldRows: sum(goldOf), lfs: described, set };
}

/** Rows of each label. @param prediction the denoised label of each pattern, or ABSTAIN */
export function countPatternLabels({ size, labels, counts }: PatternTable, prediction: Int16Array): number[] {
  const rows = new Array<number>(labels).fill(0);
  for (let pattern = 0; pattern < size; pattern++) {
    const label = prediction[pattern]!;
    if (label !== ABSTAIN) rows[label]! += counts[pattern]!;
  }
  return rows;
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
