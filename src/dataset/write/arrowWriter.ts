import { open } from "node:fs/promises";
import {
  Bool,
  Field,
  Float64,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  Utf8,
  vectorFromArray,
  type Data,
  type DataType,
} from "apache-arrow";
import type { CellValue } from "../../core/data/cells";
import type { ExportColumn } from "../../core/export/exportColumns";
import { arrowData, arrowType } from "./arrowValues";
import { finite, plainCells, type Cells, type FormatWriter } from "./formatWriter";

/** Writes an Arrow IPC file, a record batch for each batch: each column of its value type, else Utf8, Float64 or Bool, all nullable; nested cells without a type are JSON text. */
export async function createArrowWriter(path: string, columns: readonly ExportColumn[]): Promise<FormatWriter> {
  const fields = columns.map((column) => new Field(column.name, typeOf(column), true));
  const schema = new Schema(fields);
  const handle = await open(path, "w");
  const writer = new RecordBatchFileWriter();
  const written = (async () => {
    for await (const bytes of writer) await handle.writeFile(bytes as Uint8Array);
  })();
  // The next to wait for it is told.
  written.catch(() => {});
  writer.write(new RecordBatch(schema, makeData({ type: new Struct(fields), length: 0, children: columns.map((c) => columnData(c, [])) })));
  return {
    async write(batch) {
      const length = batch[0]?.length ?? 0;
      const children = columns.map((column, i) => columnData(column, batch[i]!));
      writer.write(new RecordBatch(schema, makeData({ type: new Struct(fields), length, nullCount: 0, children })));
      await Promise.race([written, new Promise(setImmediate)]);
    },
    async finish() {
      writer.finish();
      await written;
    },
    async close() {
      writer.abort();
      await written.catch(() => {});
      await handle.close();
    },
  };
}

function typeOf({ type, valueType }: ExportColumn): DataType {
  if (valueType !== undefined) return arrowType(valueType);
  if (type === "number") return new Float64();
  return type === "boolean" ? new Bool() : new Utf8();
}

function columnData(column: ExportColumn, given: Cells): Data {
  const cells = plainCells(given);
  if (column.valueType !== undefined) return arrowData(column.valueType, Array.from<CellValue>(cells));
  return vectorFromArray(Array.from<CellValue, CellValue>(cells, arrowCell(column)), typeOf(column)).data[0]!;
}

function arrowCell({ type, names }: ExportColumn): (cell: CellValue) => CellValue {
  if (names) return (cell) => (cell === null ? null : names[cell as number]!);
  return type === "json" ? (cell) => (cell === null ? null : JSON.stringify(cell)) : finite;
}
