import { BOOLEAN, DuckDBDataChunk, INTEGER, type DuckDBAppender, type DuckDBConnection, type DuckDBType } from "@duckdb/node-api";
import type { RecordCells } from "../../core/export/exportColumns";
import { isRepeated, type Cells, type RepeatedCells } from "./formatWriter";
import type { JoinedRows } from "./joinedRows";
import { fillVector, type StoredColumn } from "./parquetCells";

/** The most rows that one DuckDB chunk holds. */
export const CHUNK_ROWS = 2048;

/** Tables of rows that wait to be copied into a file: one, or where rows are joined with data files, one for each of those. */
export interface RowTables {
  add(batch: readonly Cells[]): Promise<void>;
  /** Ends adding. */
  flush(): Promise<void>;
  /** What to copy, in order; after `flush`. */
  sources(): { readonly from: string; readonly where?: string }[];
  /** SQL for a cell of a column in the copy of one source. */
  cellSql(column: number, source: number): string;
  close(): void;
}

/** A column of the tables. */
interface TableColumn {
  readonly name: string;
  readonly type: DuckDBType;
  readonly stored: StoredColumn["stored"];
  readonly cells: (batch: readonly Cells[]) => RecordCells | Int32Array;
}

export function createRowTables(connection: DuckDBConnection, columns: readonly StoredColumn[], joined: JoinedRows | undefined): RowTables {
  const prefix = freePrefix(joined);
  const own = columns.map((_, i) => i).filter((i) => !joined?.columns[i]);
  const lefts = joined ? joined.files.map(({ rows }) => rows) : [Infinity];
  const appenders: DuckDBAppender[] = [];
  let table: readonly TableColumn[] | undefined;
  let isOfKind: readonly boolean[] = [];
  const tableName = (source: number): string => `rows${source}`;

  /** The first batch shows which cells are repeated. */
  async function open(batch: readonly Cells[]): Promise<readonly TableColumn[]> {
    const ofRows = joined ? batch.slice(1) : batch;
    isOfKind = ofRows.map(isRepeated);
    await keepKinds(connection, own, columns, ofRows);
    const opened = tableColumns({ columns, own, prefix, isOfKind, joined: joined !== undefined });
    const types = opened.map(({ name, type }) => `${name} ${type.toString()}`).join(", ");
    for (const source of lefts.keys()) {
      await connection.run(`CREATE TABLE ${tableName(source)} (${types})`);
      appenders.push(await connection.createAppender(tableName(source)));
    }
    return opened;
  }

  let source = 0;
  return {
    async add(batch) {
      table ??= await open(batch);
      const rows = batch[0]?.length ?? 0;
      const cells = table.map((column) => column.cells(batch) as RecordCells);
      for (let start = 0; start < rows;) {
        while (lefts[source] === 0) source++;
        const count = Math.min(CHUNK_ROWS, rows - start, lefts[source]!);
        appenders[source]!.appendDataChunk(chunkOf(table, cells, start, count));
        lefts[source]! -= count;
        start += count;
      }
    },
    async flush() {
      table ??= await open((joined ? [-1, ...own] : own).map(() => []));
      for (const appender of appenders) appender.flushSync();
    },
    sources: () =>
      lefts.map((_, at) => {
        if (!joined) return { from: tableName(at) };
        const { from, position } = joined.files[at]!;
        const misplaced = `CASE WHEN ${position} <> ${prefix}.rowid THEN error('The rows of a data file came in another order.') ELSE true END`;
        return { from: `${from} POSITIONAL JOIN ${tableName(at)} AS ${prefix}`, where: `${prefix}.${prefix}chosen AND ${misplaced}` };
      }),
    cellSql(column, at) {
      const given = joined?.columns[column]?.[at];
      if (given !== undefined) return given;
      const isRepeatedHere = isOfKind[own.indexOf(column)];
      return isRepeatedHere ? `list_extract(getvariable('c${column}'), ${prefix}kind + 1)` : `${prefix}${column}`;
    },
    close() {
      for (const appender of appenders) appender.closeSync();
    },
  };
}

function chunkOf(
  table: readonly Omit<TableColumn, "cells">[],
  cells: readonly RecordCells[],
  start: number,
  count: number,
): DuckDBDataChunk {
  const types = table.map(({ type }) => type);
  const chunk = DuckDBDataChunk.create(types, count);
  for (const [i, { stored }] of table.entries()) fillVector(chunk.getColumnVector(i), cells[i]!, start, stored);
  return chunk;
}

interface TableInput {
  readonly columns: readonly StoredColumn[];
  /** Which of them come with the rows. */
  readonly own: readonly number[];
  readonly prefix: string;
  /** For each of `own`. */
  readonly isOfKind: readonly boolean[];
  readonly joined: boolean;
}

function tableColumns({ columns, own, prefix, isOfKind, joined }: TableInput): TableColumn[] {
  const first = joined ? 1 : 0;
  const asIs: StoredColumn["stored"] = (cell) => cell as boolean;
  const repeated = isOfKind.indexOf(true);
  const plain = own.flatMap((column, i): TableColumn[] => {
    if (isOfKind[i]) return [];
    const { type, stored } = columns[column]!;
    return [{ name: `${prefix}${column}`, type, stored, cells: (batch) => batch[first + i] as RecordCells }];
  });
  return [
    ...(joined
      ? [{ name: `${prefix}chosen`, type: BOOLEAN, stored: asIs, cells: (batch: readonly Cells[]) => batch[0] as RecordCells }]
      : []),
    ...(repeated < 0
      ? []
      : [
          {
            name: `${prefix}kind`,
            type: INTEGER,
            stored: asIs,
            cells: (batch: readonly Cells[]) => (batch[first + repeated] as RepeatedCells).kinds,
          },
        ]),
    ...plain,
  ];
}

/** Keeps what rows of a kind have in common in lists that SQL can look into: looking there keeps the rows' order, which a join need not. */
async function keepKinds(
  connection: DuckDBConnection,
  own: readonly number[],
  columns: readonly StoredColumn[],
  batch: readonly Cells[],
): Promise<void> {
  for (const [i, cells] of batch.entries()) {
    if (!isRepeated(cells)) continue;
    const name = `c${own[i]!}`;
    const { type, stored } = columns[own[i]!]!;
    await connection.run(`CREATE TEMP TABLE ${name} (cell ${type.toString()})`);
    const appender = await connection.createAppender(name, null, "temp");
    for (let start = 0; start < cells.ofKind.length; start += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, cells.ofKind.length - start);
      appender.appendDataChunk(chunkOf([{ name, type, stored }], [cells.ofKind], start, count));
    }
    appender.closeSync();
    await connection.run(`SET VARIABLE ${name} = (SELECT list(cell ORDER BY rowid) FROM temp.${name}); DROP TABLE temp.${name}`);
  }
}

/** What no column of the data begins with. */
function freePrefix(joined: JoinedRows | undefined): string {
  const names = (joined?.files ?? []).flatMap((file) => file.names.map((name) => name.toLowerCase()));
  let prefix = "c";
  while (names.some((name) => name.startsWith(prefix))) prefix += "_";
  return prefix;
}
