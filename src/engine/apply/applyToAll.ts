import type { PatternIndex } from "../../core/patterns/patternTable";
import { BATCH_ROWS, voteOn } from "./voteOnRows";
import type { CollectedParts, CollectInput } from "./collected";
import { readPart, writePart } from "./parts";
import { createPartDraft } from "./partDraft";
import { createPartTally } from "./partTally";

/**
 * Runs all LFs over all rows and keeps what the export needs of them in parts on disk. In memory stay the kinds of
 * rows, whose number does not grow with the rows; if asked for, 4 bytes for each row; 8 to leave out equal texts, 64 to find near-duplicates.
 * @throws Error if the data yields another number of rows than it did when it was opened
 */
export async function applyToAll(input: CollectInput): Promise<CollectedParts> {
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
    const voted = await voteOn(input, table, tally.rows() + draft.rows(), draft.logs);
    draft.add(
      table,
      voted.map(({ votes }) => votes),
    );
    if (draft.isFull()) await close();
    onProgress({ what: `running ${plan.lfs.length} LFs`, done: tally.rows() + draft.rows(), total });
  }
  if (draft.rows() > 0) await close();
  if (tally.rows() !== total)
    throw new Error(`The data gave ${tally.rows()} rows where it had ${total}: nothing was exported. Load the data again.`);
  return { ...tally.finish(), parts, rows: total, resumedRows };
}

/** What training needs: what is known of each row of the data. */
export interface Collected extends Pick<CollectedParts, "faults" | "parts"> {
  readonly index: PatternIndex;
  /** Label index or ABSTAIN. */
  readonly gold: Int16Array;
  /** Index into SPLITS. */
  readonly splits: Uint8Array;
}

/** @throws Error if it was not kept of which kind each row is */
export function eachRow({ kinds, rowKind, faults, parts }: CollectedParts): Collected {
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
