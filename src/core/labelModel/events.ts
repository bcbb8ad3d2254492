import type { PatternTable } from "../patterns/patternTable";
import { thinPatterns } from "./thinning";

/**
 * The votes that a fit runs over, as events "LF j votes label c", numbered j * labels + c, in compressed rows:
 * pattern i holds the events ids[starts[i]] .. ids[starts[i + 1] - 1].
 */
export interface Events {
  readonly labels: number;
  readonly lfs: number;
  /** Number of patterns. */
  readonly size: number;
  readonly starts: Int32Array;
  readonly ids: Int32Array;
  /** Rows of each pattern. */
  readonly weights: Float64Array;
  /** Gold label of each pattern, or -1: patterns with gold come last, one for each label they have. */
  readonly gold: Int32Array;
  /** Rows in which each event occurs, and the label that it votes: lfs x labels. */
  readonly totals: Float64Array;
  readonly labelOf: Int32Array;
  /** Rows without a vote. */
  readonly silentRows: number;
}

/**
 * A fit uses about this many patterns at most, chosen to represent the rest. Estimates from that many differ from those
 * of all by far less than the models' assumptions are wrong.
 */
const FIT_PATTERNS = 100_000;
/** Posteriors (patterns x labels) that a fit may hold. */
const FIT_CELLS = 20_000_000;
/** What a gold row counts for in a fit, in rows. */
const GOLD_WEIGHT = 20;

export interface EventOptions {
  /** Gold rows per pattern and label (patterns x labels), among the table's rows or beside them. */
  readonly gold?: Float64Array | undefined;
  /** Whether the pattern without a vote is one of the patterns. */
  readonly keepSilent?: boolean;
}

export function fitEvents(patterns: PatternTable, { gold, keepSilent = false }: EventOptions = {}): Events {
  const { lfs, labels, votes } = patterns;
  const limit = Math.max(1000, Math.min(FIT_PATTERNS, Math.floor(FIT_CELLS / Math.max(1, labels))));
  const free = thinPatterns(patterns, gold ? rowsWithoutGold(patterns, gold) : patterns.counts, limit, keepSilent);
  const clamped = gold ? goldCells(patterns, gold, keepSilent) : [];
  const rows = [...free.kept, ...clamped.map((cell) => cell.pattern)];
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((pattern, i) => (starts[i + 1] = starts[i]! + countVotes(patterns, pattern)));
  const events: Events = {
    labels,
    lfs,
    size: rows.length,
    starts,
    ids: new Int32Array(starts[rows.length]!),
    weights: Float64Array.from([...free.weights, ...clamped.map((cell) => GOLD_WEIGHT * cell.rows)]),
    gold: Int32Array.from([...free.kept.map(() => -1), ...clamped.map((cell) => cell.label)]),
    totals: new Float64Array(lfs * labels),
    labelOf: Int32Array.from({ length: lfs * labels }, (_, event) => event % labels),
    silentRows: free.silentRows,
  };
  rows.forEach((pattern, i) => {
    patternEvents(votes, pattern * lfs, lfs, labels, events.ids, starts[i]!);
    for (let e = starts[i]!; e < starts[i + 1]!; e++) events.totals[events.ids[e]!]! += events.weights[i]!;
  });
  return events;
}

/** Writes the events of the `lfs` votes at `votes[from]` to `ids[at]` and on; gives how many there are. */
export function patternEvents(votes: Int16Array, from: number, lfs: number, labels: number, ids: Int32Array, at: number): number {
  let end = at;
  for (let j = 0; j < lfs; j++) {
    const vote = votes[from + j]!;
    if (vote >= 0) ids[end++] = j * labels + vote;
  }
  return end - at;
}

function countVotes({ votes, lfs }: PatternTable, pattern: number): number {
  let count = 0;
  for (let i = pattern * lfs; i < (pattern + 1) * lfs; i++) if (votes[i]! >= 0) count++;
  return count;
}

function rowsWithoutGold({ counts, labels }: PatternTable, gold: Float64Array): Float64Array {
  return counts.map((count, p) => Math.max(0, count - gold.subarray(p * labels, (p + 1) * labels).reduce((sum, rows) => sum + rows, 0)));
}

function goldCells(patterns: PatternTable, gold: Float64Array, keepSilent: boolean): { pattern: number; label: number; rows: number }[] {
  return Array.from(gold)
    .map((rows, at) => ({ pattern: Math.floor(at / patterns.labels), label: at % patterns.labels, rows }))
    .filter(({ pattern, rows }) => rows > 0 && (keepSilent || countVotes(patterns, pattern) > 0));
}
