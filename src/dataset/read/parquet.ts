import {
  BIGINT,
  DuckDBTypeId,
  LIST,
  listValue,
  type DuckDBConnection,
  type DuckDBResult,
  type DuckDBType,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { CellValue } from "../../core/data/cells";
import { chunksOf, connectDuckDb, quoteName, quoteText } from "../cells/duckdb";
import { addType, idSqlOf, inexactSql, kindOfType, toCell, toSql } from "../cells/duckdbTypes";
import { KIND } from "../cells/kinds";
import type { SqlColumn, SqlFile } from "../cells/sqlRows";
import { valueTypeOf } from "../cells/valueTypes";
import { codedCells } from "./codedCells";
import type { DataFile, ReadOptions, RecordBatch, Schema, SchemaColumn, Source } from "./source";

interface ParquetColumn extends SchemaColumn {
  readonly type: DuckDBType;
  /** Yields the cell as text, double or boolean; nested cells as they are. */
  readonly sql: string;
}

interface ParquetSchema extends Schema {
  readonly columns: readonly ParquetColumn[];
}

/** A file as SQL sees it. */
interface ParquetTable {
  /** To stand behind FROM. */
  readonly sql: string;
  /** The column of the rows' numbers, quoted. */
  readonly position: string;
  /** Whether `sql` is nothing but a scan. */
  readonly isScan: boolean;
}

/**
 * Opens a Parquet file: reads its schema, its number of rows and, per column, how many cells are null.
 * Integer and decimal columns with a value whose digits a double does not hold are text; NaN and infinities are null; blobs are base64.
 */
export async function openParquet(file: DataFile): Promise<Source> {
  const connection = await connectDuckDb();
  try {
    const path = quoteText(escapeGlob(file.path));
    const empty = await connection.run(`SELECT * FROM read_parquet(${path}, hive_partitioning = false) LIMIT 0`);
    const table = numberedTable(path, empty.columnNames());
    const schema = await readSchema(connection, table, empty, await nullCounts(connection, path));
    return {
      file,
      schema,
      read: (options) => readParquet(table, schema, options),
      coded: codedCells({ ...table, columns: schema.columns }),
      ...sqlFile(table, schema),
    };
  } finally {
    connection.disconnectSync();
  }
}

/** DuckDB numbers the rows itself, unless the file has a column of the name that it uses; names differ by more than case. */
function numberedTable(path: string, names: readonly string[]): ParquetTable {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  let name = "file_row_number";
  if (!taken.has(name))
    return { sql: `read_parquet(${path}, file_row_number = true, hive_partitioning = false)`, position: quoteName(name), isScan: true };
  while (taken.has(name)) name += "_";
  const position = quoteName(name);
  const numbered = `SELECT *, row_number() OVER () - 1 AS ${position} FROM read_parquet(${path}, hive_partitioning = false)`;
  return { sql: `(${numbered})`, position, isScan: false };
}

function sqlFile({ sql, position, isScan }: ParquetTable, { rows, columns }: ParquetSchema): { readonly sql?: SqlFile } {
  if (!isScan) return {};
  const plain = columns.filter(({ kinds }) => !(kinds & KIND.json));
  const ofColumn = ({ name, type, sql, kinds }: ParquetColumn): [string, SqlColumn] => {
    const idSql = idSqlOf(quoteName(name), type);
    return [name, { sql, kinds, ...(idSql === undefined ? {} : { idSql }) }];
  };
  const names = ["file_row_number", ...columns.map(({ name }) => name)];
  return { sql: { rows, from: sql, position, names, columns: new Map(plain.map(ofColumn)) } };
}

async function readSchema(
  connection: DuckDBConnection,
  table: ParquetTable,
  empty: DuckDBResult,
  nulls: ReadonlyMap<string, number>,
): Promise<ParquetSchema> {
  const types = empty.columnTypes();
  const names = empty.columnNames();
  const facts = names.flatMap((name, i) => columnFacts(quoteName(name), types[i]!, nulls.get(name)));
  const [row] = await (await connection.run(`SELECT ${["count(*)", ...facts].join(", ")} FROM ${table.sql}`)).getRows();
  const rows = Number(row![0]);
  const columns = names.map((name, i): ParquetColumn => {
    const [present, inexact] = row!.slice(1 + 2 * i, 3 + 2 * i).map(Number);
    const kind = inexact! > 0 ? KIND.string : kindOfType(types[i]!);
    const kinds = (present! > 0 ? kind : 0) | (present! < rows ? KIND.null : 0);
    return {
      name,
      type: types[i]!,
      kinds,
      ...valueTypePart(types[i]!),
      addTo: (shape) => addType(shape, types[i]!),
      sql: inexact! > 0 ? `${quoteName(name)}::VARCHAR` : toSql(quoteName(name), types[i]!),
    };
  });
  return { columns, rows };
}

function valueTypePart(type: DuckDBType): Pick<SchemaColumn, "valueType"> {
  const valueType = valueTypeOf(type);
  return valueType === undefined ? {} : { valueType };
}

/** Null cells of the columns that are not nested, where the file itself says how many there are in each of its row groups. */
async function nullCounts(connection: DuckDBConnection, path: string): Promise<ReadonlyMap<string, number>> {
  const result = await connection.run(
    `SELECT path_in_schema, sum(stats_null_count)::DOUBLE FROM parquet_metadata(${path}) GROUP BY path_in_schema HAVING count(stats_null_count) = count(*) AND count(DISTINCT column_id) = 1`,
  );
  return new Map((await result.getRows()) as [string, number][]);
}

/**
 * Two figures of a column: cells with a value, and cells that a double does not hold.
 * @param nulls where it is known, a column of text need not be read to count them
 */
function columnFacts(name: string, type: DuckDBType, nulls: number | undefined): string[] {
  const inexact = inexactSql(name, type);
  const isCounted = nulls !== undefined && type.typeId === DuckDBTypeId.VARCHAR;
  return [
    isCounted ? `count(*) - ${nulls}` : `count(${toSql(name, type)})`,
    inexact === undefined ? "0" : `count(*) FILTER (WHERE ${inexact})`,
  ];
}

async function* readParquet(table: ParquetTable, schema: ParquetSchema, options: ReadOptions): AsyncGenerator<RecordBatch> {
  const columns = schema.columns.filter(({ name }) => !options.columns || options.columns.includes(name));
  const select = `SELECT ${[...columns.map(({ sql }) => sql), `${table.position}::DOUBLE`].join(", ")} FROM ${table.sql}`;
  const connection = await connectDuckDb();
  try {
    const result = options.rows
      ? await connection.stream(
          `${select} WHERE ${table.position} IN (SELECT unnest($1)) ORDER BY ${table.position}`,
          [listValue(options.rows.map(BigInt))],
          [LIST(BIGINT)],
        )
      : await connection.stream(select);
    let next = 0;
    for await (const values of batchesOf(result)) {
      const positions = values[columns.length] as number[];
      if (!options.rows && positions.some((position) => position !== next++))
        throw new Error("its rows came in the wrong order; please report this");
      const cells = columns.map(({ name, kinds }, i): [string, CellValue[]] => [
        name,
        kinds & KIND.json ? values[i]!.map(toCell) : (values[i] as CellValue[]),
      ]);
      yield { rows: positions.length, columns: new Map(cells), positions, findings: [], share: (positions.at(-1)! + 1) / schema.rows };
    }
  } finally {
    connection.disconnectSync();
  }
}

/** A batch costs each LF a message before and one after, so it is more than the 2,048 rows of a chunk; long texts come in fewer. */
const BATCH_ROWS = 8_192;
const BATCH_TEXT = 1 << 22;

/** The columns of a streaming result, several chunks at a time. */
async function* batchesOf(result: DuckDBResult): AsyncGenerator<DuckDBValue[][]> {
  const empty = (): DuckDBValue[][] => Array.from({ length: result.columnCount }, () => []);
  let [columns, rows, text] = [empty(), 0, 0];
  for await (const chunk of chunksOf(result)) {
    for (const [i, values] of columns.entries()) {
      chunk.appendColumnValues(i, values);
      for (let row = rows; row < values.length; row++) text += textLength(values[row]!);
    }
    rows += chunk.rowCount;
    if (rows < BATCH_ROWS && text < BATCH_TEXT) continue;
    yield columns;
    [columns, rows, text] = [empty(), 0, 0];
  }
  if (rows > 0) yield columns;
}

const textLength = (value: DuckDBValue): number => (typeof value === "string" ? value.length : 0);

/** DuckDB takes every path for a glob. */
const escapeGlob = (path: string): string => path.replace(/[[*?]/g, "[$&]");
