import { BANDS } from "../../core/export/nearDuplicates";
import { createKindCollector } from "../../core/patterns/rowKinds";
import { ABSTAIN } from "../../core/statistics/votes";
import type { LfFault } from "../../protocol/fault";
import type { Applied, ApplyOrder } from "./applier";
import { addAsked, type AskedByLf } from "./askedRows";
import type { Part } from "./parts";
import type { LoadedPlan } from "../realm/lfFiles";
import type { VotingInput } from "./voteOnRows";
import { mergeFaults } from "../run/faultLog";
import { onAllRows } from "../stoppedCode";

/** Takes parts in, and holds what stays in memory of them. */
export interface PartTally {
  readonly rows: () => number;
  readonly add: (part: Part) => void;
  readonly finish: () => Omit<Applied, "slices" | "parts" | "rows" | "resumedRows">;
}

/**
 * @param total how many rows will come
 * @param slices how many each of them is in, or not
 */
export function createPartTally(
  { project, plan }: Pick<VotingInput, "project" | "plan">,
  { keepRows, parts }: ApplyOrder,
  total: number,
  slices: number,
): PartTally {
  const collector = createKindCollector(plan.lfs.length, project.spec.labels.length, slices);
  const rowKind = keepRows ? new Int32Array(total) : undefined;
  const keys = {
    ...(parts?.equalTexts === undefined ? {} : { textKeys: new Uint32Array(2 * total) }),
    ...(parts?.nearTexts === undefined ? {} : { bandKeys: new Uint32Array(BANDS * total) }),
  };
  const faults: (readonly LfFault[])[] = [];
  const notAsked = plan.lfs.map(() => 0);
  let asked: AskedByLf = [];
  let rows = 0;
  return {
    rows: () => rows,
    add(part) {
      if (rows + part.rows > total) throw new Error(`The data gave more than its ${total} rows. Load the data again.`);
      const kinds = collector.add(countedVotes(part, plan));
      rowKind?.set(kinds, rows);
      if (part.textKeys) keys.textKeys?.set(part.textKeys, 2 * rows);
      if (part.bandKeys) keys.bandKeys?.set(part.bandKeys, BANDS * rows);
      faults.push(part.faults);
      if (part.asked) asked = addAsked(asked, part.asked);
      part.notAsked.forEach((count, j) => (notAsked[j]! += count));
      rows += part.rows;
    },
    finish: () => ({
      kinds: collector.finish(),
      ...(rowKind ? { rowKind } : {}),
      ...keys,
      faults: faultsOf(plan, total, faults.flat()),
      ...{ notAsked, asked },
    }),
  };
}

/** A part's rows, with no votes of the LFs that were stopped after it was written. */
export function countedVotes(part: Part, { lfs }: Pick<LoadedPlan, "lfs">): Part {
  const silent = new Int16Array(part.rows).fill(ABSTAIN);
  return { ...part, votes: lfs.map((lf, j) => (lf.stop ? silent : part.votes[j]!)) };
}

/** One entry for each different fault of an LF, most rows first; for an LF that stopped a worker that alone. */
function faultsOf({ lfs }: LoadedPlan, total: number, faults: readonly LfFault[]): readonly LfFault[] {
  return lfs.flatMap((lf) => {
    const own = faults.filter((one) => one.lf === lf.name).map(({ fault }) => fault);
    const merged = lf.stop ? [onAllRows(lf.stop, total)] : mergeFaults(own, lf);
    return merged.map((fault) => ({ lf: lf.name, fault }));
  });
}
