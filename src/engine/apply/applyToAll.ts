import type { PatternIndex } from "../../core/patterns/patternTable";
import { allSlices, namedSlices, type SliceTests } from "../run/sliceTests";
import type { Applied, AppliedSlice, Applier, ApplyOrder } from "./applier";
import { readPart, writePart } from "./parts";
import { createPartDraft } from "./partDraft";
import { partsOf } from "./partRows";
import { createPartTally } from "./partTally";
import { BATCH_ROWS, voteOn, type VotingInput } from "./voteOnRows";

/**
 * The applier of this machine: one scan of the data in the thread that asks. In memory stay the kinds of rows, whose number does not
 * grow with the rows; if asked for, 4 bytes for each row; 8 to leave out equal texts, 64 to find near-duplicates. It is cancelled by
 * ending the thread: what it has put on disk by then is taken up by the next one.
 */
export const localApplier = (input: VotingInput): Applier => ({ apply: (order) => applyToAll(input, order) });

async function applyToAll(input: VotingInput, order: ApplyOrder): Promise<Applied> {
  const { dataset, plan, onProgress } = input;
  const { folder } = order.parts ?? {};
  const total = dataset.info.rows;
  const slices = await slicesFor(input, order);
  const tally = createPartTally(input, order, total, slices?.names.length ?? 0);
  let parts = 0;
  if (folder !== undefined) for (let part = await readPart(folder, 0); part; part = await readPart(folder, ++parts)) tally.add(part);
  const resumedRows = tally.rows();
  let draft = createPartDraft(input, order.parts);
  const close = async (): Promise<void> => {
    const part = draft.part();
    if (folder !== undefined) await writePart(folder, parts++, part);
    tally.add(part);
    draft = createPartDraft(input, order.parts);
  };
  for await (const table of dataset.scan({ batchRows: BATCH_ROWS, from: resumedRows })) {
    const done = tally.rows() + draft.rows();
    draft.add(table, await voteOn(input, table, done, draft.logs), (await slices?.test(table, done)) ?? []);
    if (draft.isFull()) await close();
    onProgress({ what: `running ${plan.lfs.length} LFs on all rows`, done: tally.rows() + draft.rows(), total });
  }
  if (draft.rows() > 0) await close();
  if (tally.rows() !== total) throw new Error(`The data gave ${tally.rows()} rows where it had ${total}. Load the data again.`);
  return { ...tally.finish(), slices: appliedSlices(slices), parts: partsOf(plan, folder ?? "", parts), rows: total, resumedRows };
}

async function slicesFor(input: VotingInput, { slices }: ApplyOrder): Promise<SliceTests | undefined> {
  if (slices === undefined) return undefined;
  return slices === "all" ? allSlices(input) : namedSlices(slices, input);
}

function appliedSlices(slices: SliceTests | undefined): readonly AppliedSlice[] {
  const faults = slices?.faults() ?? [];
  return (slices?.names ?? []).map((name) => {
    const problem = slices!.problem(name);
    const own = faults.flatMap(({ lf, fault }) => (lf === name ? [fault] : []));
    return { name, faults: own, ...(problem === undefined ? {} : { problem }) };
  });
}

/** What training needs: what is known of each row of the data. */
export interface AppliedRows extends Pick<Applied, "faults" | "parts"> {
  readonly index: PatternIndex;
  /** Label index or ABSTAIN. */
  readonly gold: Int16Array;
  /** Index into SPLITS. */
  readonly splits: Uint8Array;
}

/** @throws Error if it was not kept of which kind each row is */
export function eachRow({ kinds, rowKind, faults, parts }: Applied): AppliedRows {
  if (!rowKind) throw new Error("It was not kept of which kind each row is.");
  const { table, rowPattern } = kinds.index;
  const gold = new Int16Array(rowKind.length);
  const splits = new Uint8Array(rowKind.length);
  rowKind.forEach((kind, row) => {
    gold[row] = kinds.gold[kind]!;
    splits[row] = kinds.splits[kind]!;
  });
  return { index: { table, rowPattern: rowKind.map((kind) => rowPattern[kind]!) }, gold, splits, faults, parts };
}
