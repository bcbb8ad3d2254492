import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { ExportColumn } from "../../core/export/exportColumns";
import type { TableFormat } from "../../core/export/exportOptions";
import { flushFile, temporaryPath } from "../../files/writeAtomically";
import type { Cells } from "./formatWriter";
import { createTableWriter } from "./tableWriter";

export interface LabelWriter {
  /** Appends rows, given as one array of cells for each column, all of the same length. */
  write(batch: readonly Cells[]): Promise<void>;
  /** Makes the file appear at its place, whole and flushed to disk. Removes the temporary file if that fails. */
  finish(): Promise<void>;
  /** Removes what was written; what was at the place before stays. */
  abort(): Promise<void>;
}

/**
 * Starts a file of rows beside `out` under a temporary name; `finish` renames it. Memory is bounded by a batch.
 * @param out absolute path; missing folders are made
 * @throws Error if two columns have one name (in Parquet: in any case)
 */
export async function createLabelWriter(out: string, format: TableFormat, columns: readonly ExportColumn[]): Promise<LabelWriter> {
  await mkdir(dirname(out), { recursive: true });
  const temporary = temporaryPath(out);
  const writer = await createTableWriter(temporary, format, columns);
  let open = true;
  const discard = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await writer.close().finally(() => rm(temporary, { force: true }));
  };
  return {
    async write(batch) {
      if (!open) throw new Error(`${out} is already finished`);
      assertBatch(batch, columns);
      await writer.write(batch);
    },
    async finish() {
      if (!open) throw new Error(`${out} is already finished`);
      try {
        await writer.finish();
        await flushFile(temporary);
        await rename(temporary, out);
      } finally {
        await discard();
      }
    },
    abort: discard,
  };
}

function assertBatch(batch: readonly Cells[], columns: readonly ExportColumn[]): void {
  if (batch.length !== columns.length) throw new Error(`a batch of ${batch.length} columns where the file has ${columns.length}`);
  if (batch.some((cells) => cells.length !== batch[0]!.length)) throw new Error("the columns of a batch differ in length");
}
