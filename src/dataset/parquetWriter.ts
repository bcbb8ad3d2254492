import { rm } from "node:fs/promises";
import { DOUBLE, DuckDBDataChunk, VARCHAR } from "@duckdb/node-api";
import { createDuckDb, quoteName, quoteText } from "./duckdb";
import { finite, type FormatWriter, type LabelColumn } from "./formatWriter";

/** The most rows that one DuckDB chunk holds. */
const CHUNK_ROWS = 2048;

/** Writes Parquet by way of a DuckDB database on disk, so that memory stays bounded, copied out in one go at the end. */
export async function createParquetWriter(path: string, columns: readonly LabelColumn[]): Promise<FormatWriter> {
  const database = `${path}.duckdb`;
  const instance = await createDuckDb(database);
  const connection = await instance.connect();
  const types = columns.map(({ type }) => (type === "number" ? DOUBLE : VARCHAR));
  await connection.run(`CREATE TABLE rows (${columns.map(({ name }, i) => `${quoteName(name)} ${types[i]!.toString()}`).join(", ")})`);
  const appender = await connection.createAppender("rows");
  return {
    write(batch) {
      const rows = batch[0]?.length ?? 0;
      for (let start = 0; start < rows; start += CHUNK_ROWS) {
        const cells = batch.map((column) => column.slice(start, start + CHUNK_ROWS).map(finite));
        const chunk = DuckDBDataChunk.create(types, cells[0]!.length);
        chunk.setColumns(cells);
        appender.appendDataChunk(chunk);
      }
      return Promise.resolve();
    },
    async finish() {
      appender.flushSync();
      await connection.run(`COPY rows TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`);
    },
    async close() {
      appender.closeSync();
      connection.disconnectSync();
      instance.closeSync();
      await Promise.all([database, `${database}.wal`].map((file) => rm(file, { force: true })));
    },
  };
}
