import { SPLITS } from "../core/data/cells";
import type { LabelFit } from "../core/labelModel/fitLabelModel";
import { applyFrozen } from "../core/labelModel/frozen";
import { addRows, emptyPatternSet, tableOf } from "../core/patterns/patternSet";
import type { RowKinds } from "../core/patterns/rowKinds";
import { ABSTAIN } from "../core/statistics/votes";
import { describeKinds } from "../engine/apply/describeKinds";
import { fitAllRows } from "../engine/apply/fitAllRows";
import type { Fault } from "../protocol/fault";
import type { ClusterJob } from "./clusterJob";
import { STATISTICS_FORMAT, type ClusterStatistics } from "./clusterStatistics";
import type { PartitionFaults } from "./voting";

/** Kinds of rows as partitions give them: see VotedRows. */
export interface CountedKinds {
  readonly rows: Int16Array;
  /** Of each kind. */
  readonly counts: Float64Array;
}

export interface CombinedKinds {
  readonly kinds: RowKinds;
  readonly fit: LabelFit;
  readonly statistics: ClusterStatistics;
}

/** Labels and statistics of kinds of rows. An LF that stopped its thread anywhere counts nowhere, as on one machine. */
export function combineKinds(job: ClusterJob, counted: CountedKinds, { faults, stopped }: PartitionFaults): CombinedKinds {
  const names = job.lfs.map(({ name }) => name);
  const kinds = rowKinds(job, counted, new Set(stopped));
  const { index, gold, splits } = kinds;
  const fit = job.frozen ? applyFrozen(job.frozen, index.table) : fitAllRows({ index, gold, splits, names, spec: job.labelModel });
  // Slices are not asked for on a cluster.
  const { slices: _none, ...described } = describeKinds({ kinds, fit, labels: job.labels, splits: job.splits });
  const rows = counted.counts.reduce((sum, count) => sum + count, 0);
  const statistics: ClusterStatistics = {
    format: STATISTICS_FORMAT,
    ...described,
    lfs: job.lfs,
    labels: job.labels,
    rows,
    faults: names.map((name) =>
      faults.filter(({ lf }) => lf === name).map(({ fault }) => onRows(fault, stopped.includes(name) ? rows : fault.rows)),
    ),
    notAsked: names.map(() => 0),
    asked: names.map(() => undefined),
  };
  return { kinds, fit, statistics };
}

const onRows = (fault: Fault, rows: number): Fault => ({ ...fault, rows });

function rowKinds({ lfs, labels }: ClusterJob, { rows, counts }: CountedKinds, stopped: ReadonlySet<string>): RowKinds {
  const width = lfs.length + 2;
  const size = counts.length;
  const column = (at: number): Int16Array => Int16Array.from({ length: size }, (_, kind) => rows[kind * width + at]!);
  const silent = new Int16Array(size).fill(ABSTAIN);
  const patterns = emptyPatternSet(lfs.length);
  const rowPattern = new Int32Array(size);
  addRows(
    patterns,
    lfs.map(({ name }, lf) => (stopped.has(name) ? silent : column(lf))),
    size,
    rowPattern,
    0,
  );
  const table = tableOf(patterns, labels.length);
  table.counts.fill(0);
  for (let kind = 0; kind < size; kind++) table.counts[rowPattern[kind]!]! += counts[kind]!;
  const splits = Uint8Array.from(column(width - 1));
  if (splits.some((split) => split >= SPLITS.length)) throw new Error("The kinds of rows are damaged: a split is none.");
  return { index: { table, rowPattern, weights: counts }, gold: column(width - 2), splits, slices: [] };
}
