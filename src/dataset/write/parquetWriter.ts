import { rm } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { ExportColumn } from "../../core/export/exportColumns";
import { createDuckDb, quoteName, quoteText } from "../cells/duckdb";
import type { FormatWriter } from "./formatWriter";
import type { JoinedRows } from "./joinedRows";
import { storedColumn, type Categories } from "./parquetCells";
import { CHUNK_ROWS, createRowTables, type RowTables } from "./rowTables";

/** DuckDB keeps a row group's cells in memory; its own size of 122,880 rows is for few columns. */
const GROUP_CELLS = 1 << 21;
const MAX_GROUP_ROWS = 60 * CHUNK_ROWS;
/** The smallest: while rows are added, each column keeps at least a block in memory. */
const BLOCK_BYTES = 16_384;
/** What reading a data file beside the rows takes. */
const JOIN_MB = 64;

export interface ParquetOptions {
  readonly categories?: Categories;
  /** Columns that are copied from the data's own files. */
  readonly joined?: JoinedRows;
}

/**
 * Writes Parquet (zstd) by way of a DuckDB database on disk, so that memory stays bounded, copied out in one go at the end. Cells that
 * rows of a kind have in common are kept once for each kind, those that the data's files have are read there while the file is written.
 */
export async function createParquetWriter(
  path: string,
  columns: readonly ExportColumn[],
  { categories = "names", joined }: ParquetOptions = {},
): Promise<FormatWriter> {
  const database = `${path}.duckdb`;
  const instance = await createDuckDb({ memoryMb: memoryMbOf(columns.length) + (joined ? JOIN_MB : 0), threads: 2 });
  const connection = await instance.connect();
  const groupRows = groupRowsOf(columns.length);
  await connection.run(
    `ATTACH ${quoteText(database)} AS file (BLOCK_SIZE ${BLOCK_BYTES}, ROW_GROUP_SIZE ${groupRows}); USE file; PRAGMA disable_checkpoint_on_shutdown`,
  );
  const stored = columns.map((column) => storedColumn(column, categories));
  const tables = createRowTables(connection, stored, joined);
  return {
    write: (batch) => tables.add(batch),
    async finish() {
      await tables.flush();
      const copied = copySql(
        columns,
        stored.map(
          ({ written }, i) =>
            (source: number) =>
              written(tables.cellSql(i, source)),
        ),
        tables,
      );
      await copyTo(connection, copied, path, groupRows);
    },
    async close() {
      tables.close();
      connection.disconnectSync();
      instance.closeSync();
      await Promise.all([database, `${database}.wal`].map((file) => rm(file, { force: true })));
    },
  };
}

function copySql(columns: readonly ExportColumn[], cells: readonly ((source: number) => string)[], tables: RowTables): string {
  return tables
    .sources()
    .map(({ from, where }, source) => {
      const select = columns.map(({ name }, i) => `${cells[i]!(source)} AS ${quoteName(name)}`).join(", ");
      return `SELECT ${select} FROM ${from}${where === undefined ? "" : ` WHERE ${where}`}`;
    })
    .join(" UNION ALL ");
}

async function copyTo(connection: DuckDBConnection, select: string, path: string, groupRows: number): Promise<void> {
  await connection.run(`COPY (${select}) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${groupRows})`);
}

const groupRowsOf = (columns: number): number =>
  Math.min(Math.max(Math.floor(GROUP_CELLS / columns / CHUNK_ROWS), 1) * CHUNK_ROWS, MAX_GROUP_ROWS);

/** Few columns need little, and what DuckDB may have it takes. */
const memoryMbOf = (columns: number): number => Math.min(64 + columns, 256);
