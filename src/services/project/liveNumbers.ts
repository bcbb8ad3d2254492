import { createSummary, readSummary, replaceLf, type LiveSummary } from "../../core/statistics/liveSummary";
import type { Summary } from "../../core/statistics/summary";
import type { VoteMatrix } from "../../core/statistics/votes";

/** The statistics of all LFs: known as soon as there are votes, before the label model is fitted. */
export interface LiveNumbers {
  /** The LFs, in the order of the summary's. */
  readonly names: readonly string[];
  readonly summary: Summary;
}

/** Above this many changed LFs, counting everything again costs less. */
const FEW = 8;

/** Counts a project's votes again and again; an LF whose votes changed costs a pass over its own column only. */
export function createVoteFollower(): (names: readonly string[], matrix: VoteMatrix) => LiveNumbers {
  let known: { readonly names: readonly string[]; readonly live: LiveSummary } | undefined;
  return (names, matrix) => {
    const changed = known && isSameSet(known, names, matrix) ? changedLfs(known.live, matrix) : undefined;
    if (!known || !changed || changed.length > FEW) known = { names, live: createSummary(matrix) };
    else for (const lf of changed) replaceLf(known.live, lf, matrix.columns[lf]!);
    return { names, summary: readSummary(known.live) };
  };
}

const isSameSet = (
  known: { names: readonly string[]; live: LiveSummary },
  names: readonly string[],
  { gold, labels }: VoteMatrix,
): boolean => known.live.gold === gold && known.live.labels === labels && known.names.join("\n") === names.join("\n");

const changedLfs = (live: LiveSummary, { columns }: VoteMatrix): number[] =>
  [...columns.keys()].filter((lf) => live.columns[lf] !== columns[lf]);
