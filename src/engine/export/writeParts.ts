import { SPLITS, type Split } from "../../core/data/cells";
import { rowsOfKinds } from "../../core/export/chooseRows";
import type { RecordBatch } from "../../core/export/exportColumns";
import { isSplitFormat } from "../../core/export/exportOptions";
import { createKindCollector } from "../../core/patterns/rowKinds";
import { ABSTAIN } from "../../core/statistics/votes";
import type { ExportFiles } from "../../dataset/write/exportFiles";
import type { Cells } from "../../dataset/write/formatWriter";
import type { JoinedRows } from "../../dataset/write/joinedRows";
import type { EngineEvents } from "../../protocol/engine";
import type { Chosen, Denoised } from "./chooseExport";
import { createRecords, type Records } from "./exportRecords";
import type { Applied } from "../apply/applier";
import type { Part } from "../apply/parts";
import type { ExportTarget } from "../output/exportTarget";

export interface WriteInput {
  readonly collected: Applied;
  readonly denoised: Denoised;
  readonly chosen: Chosen;
  readonly target: ExportTarget;
  readonly files: ExportFiles;
  /** Which columns the files take from the data themselves. */
  readonly joined?: JoinedRows;
  readonly onProgress: EngineEvents["progress"];
}

/** Rows that are written at a time. */
const BATCH_ROWS = 8_192;

/**
 * Writes the chosen rows from the parts.
 * @returns how many rows were written
 * @throws Error if a part is not what it was when it was written
 */
export async function writeParts(input: WriteInput): Promise<number> {
  const { collected, chosen, joined, onProgress } = input;
  const write = joined ? joinedWrite(input, joined) : plainWrite(input);
  const kindsOf = createKindsOf(input);
  let written = 0;
  for await (const { first, part } of collected.parts) {
    const kinds = kindsOf(first, part);
    const { rows, batch } = exportedOf(part, kinds, { ...input, first, written });
    await write({ part, kinds, rows, batch }, (done) =>
      onProgress({ what: "writing labels", done: written + done, total: chosen.counts.rows }),
    );
    written += rows.length;
  }
  return written;
}

/** A part with the kind of each of its rows, which of them are exported, and what a record may hold of them. */
interface ChosenPart {
  readonly part: Pick<Part, "rows">;
  readonly kinds: Int32Array;
  readonly rows: Uint32Array;
  readonly batch: Omit<RecordBatch, "rows">;
}

type WritePart = (part: ChosenPart, onRows: (done: number) => void) => Promise<void>;

/** Where it was not kept of which kind each row is, the same parts once more give each row the number of its kind again. */
function createKindsOf({ collected, denoised }: WriteInput): (first: number, part: Part) => Int32Array {
  const again = createKindCollector(denoised.lfs, denoised.labels, collected.kinds.slices.length);
  return (first, part) => collected.rowKind?.subarray(first, first + part.rows) ?? again.add(part);
}

/** Writes the rows that are exported. */
function plainWrite(input: WriteInput): WritePart {
  const { target, files } = input;
  const records = createRecords(input);
  const cellsOf = (own: Records): Cells[] => target.columns.map((_, column) => records(column, own));
  return async ({ kinds, rows, batch }, onRows) => {
    for (let from = 0; from < rows.length; from += BATCH_ROWS) {
      const some = rows.subarray(from, from + BATCH_ROWS);
      const write = (split: Split, own: ArrayLike<number>): Promise<void> =>
        files.write(split, cellsOf({ kinds, batch: { ...batch, rows: own } }));
      if (isSplitFormat(target.format)) await writeEachSplit({ ...batch, rows: some }, write);
      else await write("train", some);
      onRows(from + some.length);
    }
  };
}

/** Hands all rows of the data on, with a mark on those that are exported. */
function joinedWrite(input: WriteInput, joined: JoinedRows): WritePart {
  const { target, files } = input;
  const records = createRecords(input);
  const columns = [...target.columns.keys()].filter((column) => !joined.columns[column]);
  return async ({ part, kinds, rows, batch }, onRows) => {
    const isChosen = new Array<boolean>(part.rows).fill(false);
    for (const row of rows) isChosen[row] = true;
    for (let from = 0; from < part.rows; from += BATCH_ROWS) {
      const end = Math.min(from + BATCH_ROWS, part.rows);
      const all = { kinds, batch: { ...batch, rows: Int32Array.from({ length: end - from }, (_, i) => from + i) } };
      await files.write("train", [isChosen.slice(from, end), ...columns.map((column) => records(column, all))]);
    }
    onRows(rows.length);
  };
}

/**
 * @param at the number of the part's first row, and how many rows of earlier parts are exported
 * @returns which of a part's rows are exported, and what a record may hold of each of its rows
 */
function exportedOf(
  part: Part,
  kinds: Int32Array,
  { collected, chosen, target, first, written }: WriteInput & { readonly first: number; readonly written: number },
): { rows: Uint32Array; batch: Omit<RecordBatch, "rows"> } {
  const { rowPattern } = collected.kinds.index;
  const rows = chosen.rows ? rowsWithin(chosen.rows, written, first, first + part.rows) : rowsOfKinds(kinds, chosen.kinds);
  const splits = chosen.splits ? new Uint8Array(part.rows) : part.splits;
  if (chosen.splits) rows.forEach((row, i) => (splits[row] = chosen.splits![written + i]!));
  const { ids, gold, cells } = part;
  const labels = new Int16Array(part.rows);
  kinds.forEach((kind, row) => (labels[row] = chosen.labels[kind]!));
  const isGold = (row: number): boolean => target.options.gold === "override" && gold[row] !== ABSTAIN;
  return { rows, batch: { ids, splits, labels, gold, isGold, patterns: kinds.map((kind) => rowPattern[kind]!), cells } };
}

/** Those of the ascending `rows`, from the index `at` on, that are in first..end, counted from `first`. */
function rowsWithin(rows: Uint32Array, at: number, first: number, end: number): Uint32Array {
  let to = at;
  while (to < rows.length && rows[to]! < end) to++;
  return rows.subarray(at, to).map((row) => row - first);
}

async function writeEachSplit(
  { rows, splits }: RecordBatch,
  write: (split: Split, rows: readonly number[]) => Promise<void>,
): Promise<void> {
  for (const [index, split] of SPLITS.entries()) {
    const own = Array.from(rows).filter((row) => splits[row] === index);
    if (own.length > 0) await write(split, own);
  }
}
