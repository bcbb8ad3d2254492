import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { LabelFormat } from "../protocol/engine";
import type { FormatWriter, LabelCells, LabelColumn } from "./formatWriter";
import { createTextWriter } from "./textWriter";

export type { LabelCells, LabelColumn };

export interface LabelWriter {
  /** Appends rows, given as one array of cells for each column, all of the same length. */
  write(batch: readonly LabelCells[]): Promise<void>;
  /** Makes the file appear at its place, whole and flushed to disk. Removes the temporary file if that fails. */
  finish(): Promise<void>;
  /** Removes what was written; what was at the place before stays. */
  abort(): Promise<void>;
}

/**
 * Starts a file of rows beside `out` under a temporary name; `finish` renames it. Memory is bounded by a batch.
 * JSONL: one object a line, nulls included. CSV: RFC 4180 with "\n", null is empty and empty text is "". Parquet: VARCHAR and
 * DOUBLE columns, zstd.
 * @param out absolute path; missing folders are made
 * @throws Error if two columns have one name (in Parquet: in any case)
 */
export async function createLabelWriter(out: string, format: LabelFormat, columns: readonly LabelColumn[]): Promise<LabelWriter> {
  assertDistinct(columns, format);
  await mkdir(dirname(out), { recursive: true });
  const temporary = join(dirname(out), `.${basename(out)}.${randomUUID().slice(0, 8)}.tmp`);
  const writer = await openFormat(temporary, format, columns);
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
        await flush(temporary);
        await rename(temporary, out);
      } finally {
        await discard();
      }
    },
    abort: discard,
  };
}

async function openFormat(path: string, format: LabelFormat, columns: readonly LabelColumn[]): Promise<FormatWriter> {
  if (format === "parquet") {
    const { createParquetWriter } = await import("./parquetWriter");
    return createParquetWriter(path, columns);
  }
  return createTextWriter(path, format, columns);
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function assertBatch(batch: readonly LabelCells[], columns: readonly LabelColumn[]): void {
  if (batch.length !== columns.length) throw new Error(`a batch of ${batch.length} columns where the file has ${columns.length}`);
  if (batch.some((cells) => cells.length !== batch[0]!.length)) throw new Error("the columns of a batch differ in length");
}

function assertDistinct(columns: readonly LabelColumn[], format: LabelFormat): void {
  const seen = new Map<string, string>();
  for (const { name } of columns) {
    const key = format === "parquet" ? name.toLowerCase() : name;
    const other = seen.get(key);
    if (other !== undefined) throw new Error(`the columns "${other}" and "${name}" cannot both be in a ${format} file; rename one`);
    seen.set(key, name);
  }
}
