import { open, type FileHandle } from "node:fs/promises";
import {
  compressionRegistry,
  CompressionType,
  RecordBatchReader,
  type DataType,
  type Field,
  type RecordBatch as ArrowBatch,
} from "apache-arrow";
import { decompress as unzstd } from "fzstd";
import { decompress as unlz4 } from "lz4js";
import type { CellValue } from "../../core/data/cells";
import { arrowCell } from "./arrowCell";
import { arrowValueType } from "../cells/arrowValueType";
import type { DataFile, RecordBatch } from "./source";

compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (bytes) => unlz4(bytes) });
// Copied, because numbers are read where they lie, and must lie at multiples of their size.
compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => unzstd(bytes).slice() });

/** Rows at a time, however many a batch of the file has. */
const BATCH_ROWS = 8_192;

/**
 * Streams an Arrow IPC file or stream, a record batch of it at a time. Feather files (version 2) are Arrow files. Buffers may be
 * compressed by LZ4 or Zstandard.
 * @throws Error if the file is neither
 */
export async function* readArrow({ path }: DataFile): AsyncGenerator<RecordBatch> {
  const handle = await open(path);
  try {
    await assertArrow(handle);
    const reader = await RecordBatchReader.from(handle).then((opened) => opened.open());
    const batches = reader.isFile() ? reader.numRecordBatches : undefined;
    let [position, done] = [0, 0];
    for await (const batch of reader) {
      done++;
      const valueTypes = new Map(
        (batch.schema.fields as readonly Field<DataType>[]).map(({ name, type }) => [name, arrowValueType(type) ?? null]),
      );
      const share = batches === undefined ? 1 - 1 / (done + 1) : done / batches;
      for (let start = 0; start < batch.numRows; start += BATCH_ROWS) {
        const rows = Math.min(BATCH_ROWS, batch.numRows - start);
        const positions = Array.from({ length: rows }, (_, row) => position + row);
        yield { rows, columns: columnsOf(batch, start, rows), valueTypes, positions, findings: [], share };
        position += rows;
      }
    }
  } finally {
    await handle.close();
  }
}

async function assertArrow(handle: FileHandle): Promise<void> {
  const { buffer } = await handle.read(Buffer.alloc(6), 0, 6, 0);
  if (buffer.toString("latin1", 0, 4) === "FEA1") throw new Error("is Feather version 1; write it again as version 2");
  const isStream = buffer.readUInt32LE(0) === 0xffffffff;
  if (buffer.toString("latin1") !== "ARROW1" && !isStream) throw new Error("is not an Arrow file; write it again");
}

/** @returns the cells of some of its rows, by column; throws Error where two columns have one name */
export function columnsOf(batch: Pick<ArrowBatch, "schema" | "getChildAt">, start: number, rows: number): Map<string, CellValue[]> {
  const columns = new Map<string, CellValue[]>();
  (batch.schema.fields as readonly Field<DataType>[]).forEach(({ name, type }, i) => {
    if (columns.has(name)) throw new Error(`has two columns "${name}"; rename one of them`);
    const vector = batch.getChildAt(i)!;
    columns.set(
      name,
      Array.from({ length: rows }, (_, row) => arrowCell(vector.get(start + row), type)),
    );
  });
  return columns;
}
