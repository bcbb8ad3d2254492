import type { DuckDBConnection, DuckDBDataChunk, DuckDBValue } from "@duckdb/node-api";
import type { CellValue } from "../../core/data/cells";
import { chunksOf, connectDuckDb, quoteText } from "../cells/duckdb";
import { KIND } from "../cells/kinds";
import type { CodedBatch, CodedSource, DistinctCell } from "./source";

/** A table as SQL sees it. */
export interface CodedTable {
  /** To stand behind FROM. */
  readonly sql: string;
  /** The column of the rows' numbers, quoted. */
  readonly position: string;
  /** How each column's cells are read; see kinds.ts. */
  readonly columns: readonly { readonly name: string; readonly kinds: number; readonly sql: string }[];
}

/** Rows that are given at a time, as elsewhere. */
const BATCH_ROWS = 8_192;
/** Up to this many different cells are told apart by comparing; looking more of them up takes less time. */
const COMPARED = 8;

/** Has DuckDB turn cells into small numbers: a cell that crosses to JavaScript as it is costs ten times as much. */
export function codedCells(table: CodedTable): CodedSource {
  return {
    distinct: (most) => withConnection((connection) => distinctCells(connection, table, most)),
    read: (coded, cells) => readCoded(table, coded, cells),
  };
}

async function withConnection<T>(use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const connection = await connectDuckDb();
  try {
    return await use(connection);
  } finally {
    connection.disconnectSync();
  }
}

async function distinctCells(connection: DuckDBConnection, { sql, position, columns }: CodedTable, most: number) {
  const plain = columns.filter(({ kinds }) => !(kinds & KIND.json));
  const found = new Map<string, readonly DistinctCell[]>();
  if (plain.length === 0) return found;
  const counts = await connection.run(`SELECT ${plain.map((own) => `approx_count_distinct(${own.sql})`).join(", ")} FROM ${sql}`);
  const [row] = await counts.getRows();
  for (const [i, own] of plain.entries()) {
    // The count is off by a few percent.
    if (Number(row![i]) > 1.5 * most) continue;
    const grouped = await connection.run(
      `SELECT cell, cell::VARCHAR, count(*)::DOUBLE FROM (SELECT ${own.sql} AS cell, ${position} AS position FROM ${sql}) GROUP BY cell ORDER BY min(position)`,
    );
    const cells = (await grouped.getRows()).map(toDistinct);
    // SQL's own text has no such character in a literal.
    if (!cells.some(({ text }) => text?.includes("\0"))) found.set(own.name, cells);
  }
  return found;
}

const toDistinct = ([cell, text, rows]: DuckDBValue[]): DistinctCell => ({
  cell: cell as CellValue,
  text: text as string | null,
  rows: rows as number,
});

async function* readCoded(
  { sql, columns }: CodedTable,
  coded: ReadonlyMap<string, readonly DistinctCell[]>,
  cells: readonly string[],
): AsyncGenerator<CodedBatch> {
  const sqlOf = (name: string): string => columns.find((own) => own.name === name)!.sql;
  const select = [...[...coded].map(([name, own]) => codeSql(sqlOf(name), own)), ...cells.map(sqlOf), "NULL"];
  const names = [...coded.keys()];
  const connection = await connectDuckDb();
  try {
    const result = await connection.stream(`SELECT ${select.join(", ")} FROM ${sql}`);
    let batch = emptyBatch(names, cells);
    for await (const chunk of chunksOf(result)) {
      addChunk(batch, chunk, names.length);
      if (batch.rows < BATCH_ROWS) continue;
      yield batch;
      batch = emptyBatch(names, cells);
    }
    if (batch.rows > 0) yield batch;
  } finally {
    connection.disconnectSync();
  }
}

/** The place of a cell among the distinct ones. */
function codeSql(sql: string, distinct: readonly DistinctCell[]): string {
  const places = [...distinct.keys()].filter((place) => distinct[place]!.text !== null);
  const absent = distinct.findIndex(({ text }) => text === null);
  if (places.length <= COMPARED) {
    const whens = places.map((place) => `WHEN ${literal(distinct[place]!)} THEN ${place}`);
    return whens.length === 0
      ? `${absent}::USMALLINT`
      : `(CASE ${sql} ${whens.join(" ")} ELSE ${absent < 0 ? places.length : absent} END)::USMALLINT`;
  }
  const texts = places.map((place) => quoteText(distinct[place]!.text!));
  // Codes of an ENUM leave the null out.
  const code = `enum_code((${sql})::VARCHAR::ENUM(${texts.join(", ")}))::USMALLINT`;
  return absent < 0
    ? code
    : `(CASE WHEN (${sql}) IS NULL THEN ${absent} WHEN ${code} < ${absent} THEN ${code} ELSE ${code} + 1 END)::USMALLINT`;
}

function literal({ cell, text }: DistinctCell): string {
  if (typeof cell === "boolean") return String(cell);
  return typeof cell === "number" ? `${quoteText(text!)}::DOUBLE` : quoteText(text!);
}

function emptyBatch(coded: readonly string[], cells: readonly string[]) {
  const rows = 0 as number;
  return {
    rows,
    codes: new Map(coded.map((name) => [name, new Uint16Array(2 * BATCH_ROWS)])),
    cells: new Map(cells.map((name) => [name, [] as CellValue[]])),
  };
}

function addChunk(batch: ReturnType<typeof emptyBatch>, chunk: DuckDBDataChunk, coded: number): void {
  // Each time it is asked for, native code is called.
  const { rowCount } = chunk;
  for (const [i, codes] of [...batch.codes.values()].entries()) {
    const vector = chunk.getColumnVector(i);
    for (let row = 0; row < rowCount; row++) codes[batch.rows + row] = vector.getItem(row) as number;
  }
  for (const [i, cells] of [...batch.cells.values()].entries()) chunk.appendColumnValues(coded + i, cells as DuckDBValue[]);
  batch.rows += rowCount;
}
