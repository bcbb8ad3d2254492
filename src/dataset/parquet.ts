import { BIGINT, LIST, listValue, type DuckDBType } from "@duckdb/node-api";
import type { CellValue } from "../core/cells";
import { chunksOf, connectDuckDb, quoteName, quoteText } from "./duckdb";
import { addType, isWideInteger, kindOfType, toCell, toSql } from "./duckdbTypes";
import { KIND } from "./kinds";
import type { DataFile, ReadOptions, RecordBatch, Schema, SchemaColumn, Source } from "./source";

interface ParquetColumn extends SchemaColumn {
  /** Yields the cell as text, double or boolean; nested cells as they are. */
  readonly sql: string;
}

interface ParquetSchema extends Schema {
  readonly columns: readonly ParquetColumn[];
}

/**
 * Opens a Parquet file: reads its schema, its number of rows and, per column, how many cells are null.
 * Integer columns with a value beyond 2^53 are text; NaN and infinities are null; blobs are base64.
 */
export async function openParquet(file: DataFile): Promise<Source> {
  const table = `read_parquet(${quoteText(escapeGlob(file.path))}, file_row_number = true, hive_partitioning = false)`;
  const schema = await readSchema(table);
  return { file, schema, read: (options) => readParquet(table, schema, options) };
}

async function readSchema(table: string): Promise<ParquetSchema> {
  const connection = await connectDuckDb();
  try {
    const empty = await connection.run(`SELECT * EXCLUDE (file_row_number) FROM ${table} LIMIT 0`);
    const types = empty.columnTypes();
    const names = empty.columnNames();
    const facts = names.flatMap((name, i) => columnFacts(quoteName(name), types[i]!));
    const [row] = await (await connection.run(`SELECT ${["count(*)", ...facts].join(", ")} FROM ${table}`)).getRows();
    const rows = Number(row![0]);
    const columns = names.map((name, i): ParquetColumn => {
      const [present, min, max] = row!.slice(1 + 3 * i, 4 + 3 * i).map(Number);
      const wide = isWideInteger(types[i]!) && !(Number.isSafeInteger(min) && Number.isSafeInteger(max));
      const kind = wide ? KIND.string : kindOfType(types[i]!);
      const kinds = (present! > 0 ? kind : 0) | (present! < rows ? KIND.null : 0);
      return {
        name,
        kinds,
        addTo: (shape) => addType(shape, types[i]!),
        sql: wide ? `${quoteName(name)}::VARCHAR` : toSql(quoteName(name), types[i]!),
      };
    });
    return { columns, rows };
  } finally {
    connection.disconnectSync();
  }
}

/** Three figures of a column: cells with a value, and the range where integers may be too wide for a double. */
function columnFacts(name: string, type: DuckDBType): string[] {
  const range = isWideInteger(type) ? [`min(${name})::VARCHAR`, `max(${name})::VARCHAR`] : ["0", "0"];
  return [`count(${toSql(name, type)})`, ...range];
}

async function* readParquet(table: string, schema: ParquetSchema, options: ReadOptions): AsyncGenerator<RecordBatch> {
  const columns = schema.columns.filter(({ name }) => !options.columns || options.columns.includes(name));
  const select = `SELECT ${[...columns.map(({ sql }) => sql), "file_row_number::DOUBLE"].join(", ")} FROM ${table}`;
  const connection = await connectDuckDb();
  try {
    const result = options.rows
      ? await connection.stream(
          `${select} WHERE file_row_number IN (SELECT unnest($1)) ORDER BY file_row_number`,
          [listValue(options.rows.map(BigInt))],
          [LIST(BIGINT)],
        )
      : await connection.stream(select);
    let next = 0;
    for await (const chunk of chunksOf(result)) {
      const positions = chunk.getColumnValues(columns.length) as number[];
      if (!options.rows && positions.some((position) => position !== next++))
        throw new Error("its rows came in the wrong order; please report this");
      const cells = columns.map((column, i): [string, CellValue[]] => {
        const values = chunk.getColumnValues(i);
        return [column.name, column.kinds & KIND.json ? values.map(toCell) : (values as CellValue[])];
      });
      yield { rows: chunk.rowCount, columns: new Map(cells), positions, findings: [], share: (positions.at(-1)! + 1) / schema.rows };
    }
  } finally {
    connection.disconnectSync();
  }
}

/** DuckDB takes every path for a glob. */
const escapeGlob = (path: string): string => path.replace(/[[*?]/g, "[$&]");
