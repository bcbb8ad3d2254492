import type { PatternIndex } from "../core/labelModel/contract";
import type { LabelReport } from "../protocol/engine";
import { BATCH_ROWS, voteOn, type AllRows } from "./allRows";
import { readPart, writePart } from "./exportParts";
import type { Staging } from "./exportStaging";
import type { ExportTarget } from "./exportTarget";
import { createPartDraft } from "./partDraft";
import { createPartTally } from "./partTally";
import type { Stopped } from "./workerApi";

export interface CollectInput extends Omit<AllRows<unknown>, "request"> {
  /** LFs that abstain everywhere, because they stopped a worker. */
  readonly stopped: Stopped;
  readonly target: ExportTarget;
  /** Where the parts go. */
  readonly staging: Pick<Staging, "folder">;
}

/** What is kept in memory of all rows of the data, whatever is exported of them. */
export interface Collected {
  readonly index: PatternIndex;
  /** Label index or ABSTAIN. */
  readonly gold: Int16Array;
  /** Index into SPLITS. */
  readonly splits: Uint8Array;
  readonly textKeys?: Uint32Array;
  readonly bandKeys?: Uint32Array;
  readonly faults: LabelReport["faults"];
  /** How many parts there are. */
  readonly parts: number;
  /** Rows whose votes an earlier, cut off export had left. */
  readonly resumedRows: number;
}

/**
 * Runs all LFs over all rows and keeps what the export needs of them in parts on disk. In memory stay the patterns and 7
 * bytes a row; 8 more to leave out equal texts, 64 more to find near-duplicates.
 * @throws Error if the data yields another number of rows than it did when it was opened
 */
export async function collectParts(input: CollectInput): Promise<Collected> {
  const { dataset, plan, staging, onProgress } = input;
  const total = dataset.info.rows;
  const tally = createPartTally(input, total);
  let parts = 0;
  for (let part = await readPart(staging.folder, 0); part; part = await readPart(staging.folder, ++parts)) tally.add(part);
  const resumedRows = tally.rows();
  let draft = createPartDraft(input);
  const close = async (): Promise<void> => {
    const part = draft.part();
    await writePart(staging.folder, parts++, part);
    tally.add(part);
    draft = createPartDraft(input);
  };
  for await (const table of dataset.scan({ batchRows: BATCH_ROWS, from: resumedRows })) {
    draft.add(table, await voteOn(input, table, tally.rows() + draft.rows(), draft.logs));
    if (draft.isFull()) await close();
    onProgress({ what: `running ${plan.lfs.length} LFs`, done: tally.rows() + draft.rows(), total });
  }
  if (draft.rows() > 0) await close();
  if (tally.rows() !== total)
    throw new Error(`The data gave ${tally.rows()} rows where it had ${total}: nothing was exported. Load the data again.`);
  return { ...tally.finish(), parts, resumedRows };
}
