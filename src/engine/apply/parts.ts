import type { AskedByLf } from "./askedRows";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { CellValue } from "../../core/data/cells";
import { writeAtomically } from "../../files/writeAtomically";
import type { LfFault } from "../../protocol/fault";

/**
 * What is kept of a run of rows between reading the data and writing the export: the votes, and whatever is written besides.
 * The data is read once; an export that was cut off goes on after the last whole part.
 */
export interface Part {
  readonly rows: number;
  readonly ids: readonly string[];
  /** Index into SPLITS. */
  readonly splits: Uint8Array;
  /** Label index or ABSTAIN. */
  readonly gold: Int16Array;
  /** A column for each LF. */
  readonly votes: readonly Int16Array[];
  /** For each slice that is asked for 1 for each row that it has, else 0. */
  readonly slices: readonly Uint8Array[];
  /** Cells of the columns that are written, or that labels are made from. */
  readonly cells: ReadonlyMap<string, readonly CellValue[]>;
  /** Two numbers a row, which tell texts apart; only where rows with the same text are left out. */
  readonly textKeys?: Uint32Array;
  /** BANDS numbers a row, which near-duplicates share; only where rows are split again. */
  readonly bandKeys?: Uint32Array;
  readonly faults: readonly LfFault[];
  /** Of each LF: rows that its model was not asked about. */
  readonly notAsked: readonly number[];
  /** Absent if there were no prompts to tell of. */
  readonly asked?: AskedByLf;
}

const HASH_BYTES = 32;

const partPath = (folder: string, index: number): string => join(folder, `part-${String(index).padStart(6, "0")}`);

/** Writes a part after a hash of its bytes, so that a torn part is never taken for a whole one. */
export async function writePart(folder: string, index: number, part: Part): Promise<void> {
  const bytes = serialize(part);
  await writeAtomically(partPath(folder, index), [createHash("sha256").update(bytes).digest(), bytes], { flush: false });
}

/** The part that was written, or undefined if there is none or not a whole one. */
export async function readPart(folder: string, index: number): Promise<Part | undefined> {
  const bytes = await readFile(partPath(folder, index)).catch(() => undefined);
  if (!bytes || bytes.length < HASH_BYTES) return undefined;
  const body = bytes.subarray(HASH_BYTES);
  return createHash("sha256").update(body).digest().equals(bytes.subarray(0, HASH_BYTES)) ? (deserialize(body) as Part) : undefined;
}
