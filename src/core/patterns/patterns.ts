import type { PatternIndex } from "./patternTable";
import { addRows, emptyPatternSet, grow, tableOf } from "./patternSet";
import { ABSTAIN, type VoteColumn, type VoteMatrix } from "../statistics/votes";

/** Merges equal rows of votes while batches of rows arrive. Holds the distinct patterns and 4 bytes for each row. */
export interface PatternCollector {
  /** Adds rows: one column for each LF, all of `rows` entries. */
  add(columns: readonly VoteColumn[], rows: number): void;
  /** All rows so far. The collector must not be used afterwards. */
  finish(): PatternIndex;
}

/**
 * Merges equal rows of votes. Patterns stand in the order of their first row, so the same votes always give the same table.
 * A row without votes is a pattern too.
 */
export function buildPatterns({ rows, labels, columns }: VoteMatrix): PatternIndex {
  const collector = createPatternCollector(columns.length, labels, rows);
  collector.add(columns, rows);
  return collector.finish();
}

/** @param expectedRows how many rows will come, if known: saves growing */
export function createPatternCollector(lfs: number, labels: number, expectedRows = 1024): PatternCollector {
  const patterns = emptyPatternSet(lfs);
  let rowPattern = new Int32Array(expectedRows);
  let total = 0;
  return {
    add(columns, rows) {
      if (total + rows > rowPattern.length) rowPattern = grow(rowPattern, total + rows);
      addRows(patterns, columns, rows, rowPattern, total);
      total += rows;
    },
    finish: () => ({ table: tableOf(patterns, labels), rowPattern: total === rowPattern.length ? rowPattern : rowPattern.slice(0, total) }),
  };
}

/** Gold rows per pattern and label (patterns x labels, row-major), as FitOptions.gold wants them. */
export function goldCounts({ table, rowPattern, weights }: PatternIndex, gold: Int16Array): Float64Array {
  const counts = new Float64Array(table.size * table.labels);
  for (let row = 0; row < gold.length; row++) {
    const label = gold[row]!;
    if (label !== ABSTAIN) counts[rowPattern[row]! * table.labels + label]! += weights?.[row] ?? 1;
  }
  return counts;
}

/** The same patterns, counting only some rows: one table then tells every split's rows, and a model is fitted on one of them. */
export function countingOnly({ table, ...index }: PatternIndex, rows: Iterable<number>): PatternIndex {
  const { rowPattern, weights } = index;
  const counts = new Float64Array(table.size);
  for (const row of rows) counts[rowPattern[row]!]! += weights?.[row] ?? 1;
  return { table: { ...table, counts }, ...index };
}

/** Gives each row what its pattern got: patterns' labels (or ABSTAIN) -> rows' labels. */
export function rowLabels({ rowPattern }: PatternIndex, patternLabels: Int16Array): Int16Array {
  const labels = new Int16Array(rowPattern.length);
  for (let row = 0; row < labels.length; row++) labels[row] = patternLabels[rowPattern[row]!]!;
  return labels;
}
