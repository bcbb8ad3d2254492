import { BANDS } from "../../core/export/nearDuplicates";
import { createKindCollector, type KindRows } from "../../core/patterns/rowKinds";
import { ABSTAIN } from "../../core/statistics/votes";
import type { LfFault } from "../../protocol/fault";
import type { CollectedParts, CollectInput } from "./collected";
import type { Part } from "./parts";
import type { LoadedPlan } from "../realm/lfFiles";
import { onAllRows } from "../stoppedCode";

/** Takes parts in, and holds what stays in memory of them. */
export interface PartTally {
  readonly rows: () => number;
  readonly add: (part: Part) => void;
  readonly finish: () => Omit<CollectedParts, "parts" | "rows" | "resumedRows">;
}

/** @param total how many rows will come */
export function createPartTally({ project, plan, target, keepRows }: CollectInput, total: number): PartTally {
  const collector = createKindCollector(plan.lfs.length, project.spec.labels.length);
  const rowKind = keepRows ? new Int32Array(total) : undefined;
  const keys = {
    ...(target.options.dedupe ? { textKeys: new Uint32Array(2 * total) } : {}),
    ...(target.options.resplit ? { bandKeys: new Uint32Array(BANDS * total) } : {}),
  };
  const faults: (readonly LfFault[])[] = [];
  let rows = 0;
  return {
    rows: () => rows,
    add(part) {
      if (rows + part.rows > total)
        throw new Error(`The data gave more than its ${total} rows: nothing was exported. Load the data again.`);
      const kinds = collector.add(countedVotes(part, plan));
      rowKind?.set(kinds, rows);
      if (part.textKeys) keys.textKeys?.set(part.textKeys, 2 * rows);
      if (part.bandKeys) keys.bandKeys?.set(part.bandKeys, BANDS * rows);
      faults.push(part.faults);
      rows += part.rows;
    },
    finish: () => ({
      kinds: collector.finish(),
      ...(rowKind ? { rowKind } : {}),
      ...keys,
      faults: mergeFaults(plan, total, faults.flat()),
    }),
  };
}

/** A part's rows, with no votes of the LFs that were stopped after it was written. */
export function countedVotes(part: Part, { lfs }: LoadedPlan): KindRows {
  const silent = new Int16Array(part.rows).fill(ABSTAIN);
  return { ...part, votes: lfs.map((lf, j) => (lf.stop ? silent : part.votes[j]!)) };
}

/** One entry for each different fault of an LF, most rows first; for an LF that stopped a worker that alone. */
function mergeFaults({ lfs }: LoadedPlan, total: number, faults: readonly LfFault[]): readonly LfFault[] {
  return lfs.flatMap(({ name, stop }) => {
    if (stop) return [{ lf: name, fault: onAllRows(stop, total) }];
    const merged = new Map<string, LfFault>();
    for (const { lf, fault } of faults) {
      if (lf !== name) continue;
      const place = `${fault.file}:${fault.line}:${fault.column} ${fault.message}`;
      const same = merged.get(place)?.fault;
      merged.set(place, { lf, fault: same ? { ...same, rows: same.rows + fault.rows } : fault });
    }
    return [...merged.values()].sort((a, b) => b.fault.rows - a.fault.rows);
  });
}
