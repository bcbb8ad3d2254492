import { rm } from "node:fs/promises";
import {
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  ENUM,
  SMALLINT,
  VARCHAR,
  type DuckDBType,
  type DuckDBValue,
  type DuckDBVector,
} from "@duckdb/node-api";
import type { CellValue } from "../../core/data/cells";
import type { ExportColumn } from "../../core/export/exportColumns";
import type { ValueType } from "../../core/data/valueType";
import { createDuckDb, quoteName, quoteText } from "../cells/duckdb";
import { finite, type Cells, type FormatWriter } from "./formatWriter";
import { sqlType } from "../cells/valueTypes";

/** The most rows that one DuckDB chunk holds. */
const CHUNK_ROWS = 2048;
/** DuckDB keeps a row group's cells in memory; its own size of 122,880 rows is for few columns. */
const GROUP_CELLS = 1 << 21;
const MAX_GROUP_ROWS = 60 * CHUNK_ROWS;
/** The smallest: while rows are added, each column keeps at least a block in memory. */
const BLOCK_BYTES = 16_384;

/**
 * Writes Parquet (zstd) by way of a DuckDB database on disk, so that memory stays bounded, copied out in one go at the end. There, cells
 * are VARCHAR, DOUBLE or BOOLEAN, and nested ones JSON text; copying casts those that have a value type.
 * @param categories what stands for a category: its name, or its index as a 64-bit integer (Hugging Face's class labels)
 */
export async function createParquetWriter(
  path: string,
  columns: readonly ExportColumn[],
  categories: "names" | "indices" = "names",
): Promise<FormatWriter> {
  const database = `${path}.duckdb`;
  const instance = await createDuckDb({ memoryMb: memoryMbOf(columns.length), threads: 2 });
  const connection = await instance.connect();
  const groupRows = groupRowsOf(columns.length);
  await connection.run(
    `ATTACH ${quoteText(database)} AS file (BLOCK_SIZE ${BLOCK_BYTES}, ROW_GROUP_SIZE ${groupRows}); USE file; PRAGMA disable_checkpoint_on_shutdown`,
  );
  const types = columns.map((column) => storedType(column, categories));
  await connection.run(`CREATE TABLE rows (${columns.map((_, i) => `c${i} ${types[i]!.toString()}`).join(", ")})`);
  const mapsAsEntries = categories === "indices";
  const stored = columns.map((column, i) => storedCell(column, types[i]!, mapsAsEntries));
  const appender = await connection.createAppender("rows");
  const select = columns
    .map((column, i) => `${cellSql(`c${i}`, types[i]!, column, mapsAsEntries)} AS ${quoteName(column.name)}`)
    .join(", ");
  return {
    write(batch) {
      const rows = batch[0]?.length ?? 0;
      for (let start = 0; start < rows; start += CHUNK_ROWS) {
        const chunk = DuckDBDataChunk.create(types, Math.min(CHUNK_ROWS, rows - start));
        for (const [i, cells] of batch.entries()) fill(chunk.getColumnVector(i), cells, start, stored[i]!);
        appender.appendDataChunk(chunk);
      }
      return Promise.resolve();
    },
    async finish() {
      appender.flushSync();
      await connection.run(
        `COPY (SELECT ${select} FROM rows) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${groupRows})`,
      );
    },
    async close() {
      appender.closeSync();
      connection.disconnectSync();
      instance.closeSync();
      await Promise.all([database, `${database}.wal`].map((file) => rm(file, { force: true })));
    },
  };
}

const groupRowsOf = (columns: number): number =>
  Math.min(Math.max(Math.floor(GROUP_CELLS / columns / CHUNK_ROWS), 1) * CHUNK_ROWS, MAX_GROUP_ROWS);

/** Few columns need little, and what DuckDB may have it takes. */
const memoryMbOf = (columns: number): number => Math.min(64 + columns, 256);

function storedType({ type, names }: ExportColumn, categories: "names" | "indices"): DuckDBType {
  // Parquet gets an ENUM as text, and a number is looked up once: text for each row takes twice the time.
  if (names) return categories === "names" ? ENUM(names) : SMALLINT;
  if (type === "number") return DOUBLE;
  return type === "boolean" ? BOOLEAN : VARCHAR;
}

function cellSql(cell: string, stored: DuckDBType, { valueType }: ExportColumn, mapsAsEntries: boolean): string {
  if (stored === SMALLINT) return `${cell}::BIGINT`;
  if (valueType === undefined) return cell;
  const type = sqlType(valueType, mapsAsEntries);
  if (typeof valueType !== "string") return `${cell}::JSON::${type}`;
  if (valueType === "binary") return `from_base64(${cell})`;
  return /^(date|timestamp)/.test(valueType) ? `replace(${cell}, 'T', ' ')::${type}` : `${cell}::${type}`;
}

/** Fills a chunk's column with the cells from `start` on. */
function fill(vector: DuckDBVector, cells: Cells, start: number, stored: (cell: CellValue) => DuckDBValue): void {
  for (let row = 0; row < vector.itemCount; row++) vector.setItem(row, stored(cells[start + row]!));
  vector.flush();
}

/** How a cell is stored. */
function storedCell(
  { type, names, valueType }: ExportColumn,
  stored: DuckDBType,
  mapsAsEntries: boolean,
): (cell: CellValue) => DuckDBValue {
  if (names && stored !== SMALLINT) return (cell) => (cell === null ? null : names[cell as number]!);
  if (typeof valueType === "object") return (cell) => (cell === null ? null : JSON.stringify(fitted(cell, valueType, mapsAsEntries)));
  if (valueType?.startsWith("timestamp")) return (cell) => (typeof cell === "string" ? withSeconds(cell) : null);
  if (type === "json") return (cell) => (cell === null ? null : JSON.stringify(cell));
  return (type === "number" ? finite : (cell) => cell) as (cell: CellValue) => Exclude<CellValue, object>;
}

/** Half of a surrogate pair is not text to DuckDB; the others write it as a replacement character. */
const wellFormed = (text: string): string => (/\p{Surrogate}/u.test(text) ? text.replace(/\p{Surrogate}/gu, "\uFFFD") : text);

/** DuckDB reads no time of hours and minutes that a zone follows. */
const withSeconds = (text: string): string => text.replace(/([T ]\d\d:\d\d)(?=$|[Z+-])/, "$1:00");

/** A nested cell as the cast of its JSON wants it: every field of an object is there. */
function fitted(cell: CellValue, type: ValueType, mapsAsEntries: boolean): CellValue {
  if (typeof cell === "string") return wellFormed(cell);
  if (typeof type === "string" || typeof cell !== "object" || cell === null) return cell;
  if ("list" in type) return (cell as readonly CellValue[]).map((item) => fitted(item, type.list, mapsAsEntries));
  const own = cell as { readonly [key: string]: CellValue };
  if ("struct" in type)
    return Object.fromEntries(
      type.struct.map(({ name, type: field }) => [name, Object.hasOwn(own, name) ? fitted(own[name]!, field, mapsAsEntries) : null]),
    );
  const entries = Object.entries(own).map(([key, value]): [string, CellValue] => [key, fitted(value, type.map.value, mapsAsEntries)]);
  return mapsAsEntries ? entries.map(([key, value]) => ({ key, value })) : Object.fromEntries(entries);
}
