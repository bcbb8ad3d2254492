import { BOOLEAN, DOUBLE, DuckDBDataChunk, VARCHAR, type DuckDBConnection, type DuckDBInstance, type DuckDBType } from "@duckdb/node-api";
import type { CellValue, ColumnInfo } from "../../core/data/cells";
import { createDuckDb, quoteName } from "../cells/duckdb";
import type { Table } from "../open/dataset";
import { fillVector } from "../write/parquetCells";
import { CHUNK_ROWS } from "../write/rowTables";
import { checkPredicate, knownFunctions, type SqlFunctions } from "./predicate";

/** SQL conditions on rows, checked, in a DuckDB of their own that reaches neither files nor network. */
export interface Predicates {
  /** Why a condition cannot be used, in plain words; undefined if it can. */
  check(sql: string): Promise<string | undefined>;
  /**
   * @param sqls conditions that passed `check`
   * @returns for each of them 1 for each row for which it is true, and 0 where it is false or null; or why it failed on these rows
   */
  test(table: Pick<Table, "rows" | "columns">, sqls: readonly string[]): Promise<(Uint8Array<ArrayBuffer> | Error)[]>;
  close(): void;
}

/** @param gold the gold column's name, which no condition reads */
export function createPredicates(columns: readonly ColumnInfo[], gold: string | undefined): Predicates {
  let started: Promise<{ readonly instance: DuckDBInstance; readonly connection: DuckDBConnection }> | undefined;
  let functions: Promise<SqlFunctions> | undefined;
  const checked = new Map<string, Promise<readonly string[]>>();
  const connect = async (): Promise<DuckDBConnection> => (await (started ??= start())).connection;

  /** There is one table for all. */
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  }

  const columnsOf = (sql: string): Promise<readonly string[]> => {
    const known = checked.get(sql) ?? inTurn(() => bind(sql));
    checked.set(sql, known);
    return known;
  };

  async function bind(sql: string): Promise<readonly string[]> {
    const connection = await connect();
    functions ??= knownFunctions(connection);
    const { columns: read } = await checkPredicate(sql, { connection, columns, gold, functions: await functions });
    await createRows(connection, typed(columns, read));
    const described = await plainly(() => connection.runAndReadAll(`DESCRIBE SELECT (${sql}\n) FROM rows`));
    const type = String(described.getRows()[0]![1]);
    if (type !== "BOOLEAN") throw new Error(`A slice is a condition, true or false; this gives ${type}.`);
    return read;
  }

  return {
    check: (sql) =>
      columnsOf(sql).then(
        () => undefined,
        (error: unknown) => (error as Error).message,
      ),
    async test(table, sqls) {
      const read = new Set((await Promise.all(sqls.map(columnsOf))).flat());
      const own = typed(columns, [...read]);
      return inTurn(async () => {
        const connection = await connect();
        await createRows(connection, own);
        await fillRows(connection, own, table);
        const tested: (Uint8Array<ArrayBuffer> | Error)[] = [];
        for (const sql of sqls) tested.push(await testOne(connection, sql, table.rows).catch((error: unknown) => error as Error));
        return tested;
      });
    },
    close: () => void started?.then(({ connection, instance }) => (connection.closeSync(), instance.closeSync())),
  };
}

async function start(): Promise<{ readonly instance: DuckDBInstance; readonly connection: DuckDBConnection }> {
  const instance = await createDuckDb({ threads: 1, isShut: true });
  return { instance, connection: await instance.connect() };
}

const typed = (columns: readonly ColumnInfo[], names: readonly string[]): readonly ColumnInfo[] =>
  columns.filter(({ name }) => names.includes(name));

/** Dates are timestamps and nested cells JSON, so that SQL can look into them. */
const viewSql = ({ type }: ColumnInfo, cell: string): string => {
  if (type === "json") return `${cell}::JSON`;
  // DuckDB reads no time of hours and minutes that a zone follows.
  return type === "date" ? `try_cast(regexp_replace(${cell}, '([T ]\\d\\d:\\d\\d)($|[Z+-])', '\\1:00\\2') AS TIMESTAMP)` : cell;
};

const storedType = ({ type }: ColumnInfo): DuckDBType => (type === "number" ? DOUBLE : type === "boolean" ? BOOLEAN : VARCHAR);

/** A table without columns cannot be. */
async function createRows(connection: DuckDBConnection, columns: readonly ColumnInfo[]): Promise<void> {
  const stored = ["n BOOLEAN", ...columns.map((column, i) => `c${i} ${storedType(column).toString()}`)];
  const shown = columns.map((column, i) => `${viewSql(column, `c${i}`)} AS ${quoteName(column.name)}`);
  await connection.run(`DROP VIEW IF EXISTS rows; DROP TABLE IF EXISTS cells; CREATE TABLE cells (${stored.join(", ")})`);
  await connection.run(`CREATE VIEW rows AS SELECT ${shown.length === 0 ? 'n AS "\uE000"' : shown.join(", ")} FROM cells`);
}

async function fillRows(
  connection: DuckDBConnection,
  columns: readonly ColumnInfo[],
  { rows, columns: cells }: Pick<Table, "rows" | "columns">,
): Promise<void> {
  const types = [BOOLEAN, ...columns.map(storedType)];
  const appender = await connection.createAppender("cells");
  for (let start = 0; start < rows; start += CHUNK_ROWS) {
    const chunk = DuckDBDataChunk.create(types, Math.min(CHUNK_ROWS, rows - start));
    fillVector(chunk.getColumnVector(0), new Array<CellValue>(rows).fill(null), start, () => null);
    for (const [i, column] of columns.entries()) {
      const stored = column.type === "json" ? (cell: CellValue) => (cell === null ? null : JSON.stringify(cell)) : plainCell;
      fillVector(chunk.getColumnVector(i + 1), cells.get(column.name)!, start, stored);
    }
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

const plainCell = (cell: CellValue): string | number | boolean | null => (typeof cell === "object" ? null : cell);

/** How long one condition may take over some rows. */
const MOST_MS = 10_000;

async function testOne(connection: DuckDBConnection, sql: string, rows: number): Promise<Uint8Array<ArrayBuffer>> {
  const timer = setTimeout(() => connection.interrupt(), MOST_MS);
  try {
    const reply = await plainly(() => connection.runAndReadAll(`SELECT coalesce((${sql}\n), false) FROM rows`));
    const [values] = reply.getColumns();
    if (values?.length !== rows && rows > 0) throw new Error("A slice is a condition on one row.");
    return Uint8Array.from(values ?? [], (value) => (value === true ? 1 : 0));
  } finally {
    clearTimeout(timer);
  }
}

/** DuckDB's errors quote the query that was made of the condition, on lines after the first. */
async function plainly<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    const [first = ""] = (error as Error).message.split("\n");
    const message = first.replace(/^(Binder|Conversion|Catalog|Invalid Input|Parser|Out of Range) Error: /, "");
    if (/^INTERRUPT/.test(first)) throw new Error(`The condition took longer than ${MOST_MS / 1000} seconds.`, { cause: error });
    const help = /^Conversion Error/.test(first) ? " Use try_cast(... AS ...) where a cell may hold something else." : "";
    throw new Error(`${message}${help}`, { cause: error });
  }
}
