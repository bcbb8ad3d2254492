import { SPLITS, type CellValue, type ColumnInfo } from "../../core/data/cells";
import { assertUnchanged } from "../read/dataFiles";
import type { Table } from "./dataset";
import { toType } from "../cells/kinds";
import type { RolesOf } from "../schema/roles";
import { cellsOf, type DataFile, type RecordBatch } from "../read/source";
import type { FileSchema } from "../schema/inferSchema";

/** What it takes to turn a file's records into rows of the dataset. */
export interface TableContext {
  readonly columns: readonly ColumnInfo[];
  readonly roles: RolesOf;
}

/**
 * Streams a file's rows in reading order, typed as the dataset's columns: all good rows, or those of `rows`.
 * @throws Error if the file is not the one that was surveyed, or does not yield as many rows as were counted
 */
export async function* readTables(survey: FileSchema, context: TableContext, rows?: readonly number[]): AsyncGenerator<Table> {
  const { file, read } = survey.source;
  const expected = rows?.length ?? survey.rows;
  if (expected === 0) return;
  await assertUnchanged(file);
  const names = context.columns.map(({ name }) => name);
  let count = 0;
  for await (const batch of read({ columns: names, ...(rows && { rows }) })) {
    if (batch.rows === 0) continue;
    count += batch.rows;
    yield toTable(batch, context, file);
  }
  await assertUnchanged(file);
  if (count !== expected) throw new Error(`${file.name} gave ${count} rows where ${expected} were counted; load the data again`);
}

/** Records that were kept while their file was surveyed. */
export const keptTable = (kept: RecordBatch, context: TableContext, { source }: FileSchema): Table => toTable(kept, context, source.file);

function toTable(batch: RecordBatch, { columns, roles }: TableContext, file: DataFile): Table {
  const absent = new Array<CellValue>(batch.rows).fill(null);
  const cells = columns.map(({ name, type }): [string, readonly CellValue[]] => {
    const own = batch.columns.get(name);
    return [name, own ? toType(own, type, cellsOf(file)) : absent];
  });
  return { rows: batch.rows, columns: new Map(cells), ...roles(batch, file) };
}

/** Puts tables with the same columns under each other. */
export function concatTables(tables: readonly Table[], columns: readonly ColumnInfo[]): Table {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const [splits, gold] = [new Uint8Array(rows), new Int16Array(rows)];
  let first = 0;
  for (const table of tables) {
    splits.set(table.splits, first);
    gold.set(table.gold, first);
    first += table.rows;
  }
  const cells = columns.map(({ name }): [string, readonly CellValue[]] => [name, tables.flatMap((table) => table.columns.get(name)!)]);
  return { rows, columns: new Map(cells), ids: tables.flatMap(({ ids }) => ids), splits, gold };
}

/** The rows of one split, or the table itself if all are. */
export function ofSplit(table: Table, split: (typeof SPLITS)[number] | undefined): Table {
  const wanted = split === undefined ? -1 : SPLITS.indexOf(split);
  if (split === undefined || table.splits.every((own) => own === wanted)) return table;
  const rows = Array.from(table.splits.keys()).filter((row) => table.splits[row] === wanted);
  const pick = <T>(values: readonly T[]): T[] => rows.map((row) => values[row]!);
  return {
    rows: rows.length,
    columns: new Map([...table.columns].map(([name, cells]) => [name, pick(cells)])),
    ids: pick(table.ids),
    splits: Uint8Array.from(rows, () => wanted),
    gold: Int16Array.from(rows, (row) => table.gold[row]!),
  };
}

/** A table in pieces of at most `size` rows. */
export function* piecesOf(table: Table, size: number): Generator<Table> {
  if (table.rows <= size) {
    if (table.rows > 0) yield table;
    return;
  }
  for (let start = 0; start < table.rows; start += size) yield slice(table, start, Math.min(start + size, table.rows));
}

/** A table without its first rows. */
export const withoutFirst = (table: Table, rows: number): Table => (rows === 0 ? table : slice(table, rows, table.rows));

function slice(table: Table, start: number, end: number): Table {
  return {
    rows: end - start,
    columns: new Map([...table.columns].map(([name, cells]) => [name, cells.slice(start, end)])),
    ids: table.ids.slice(start, end),
    splits: table.splits.slice(start, end),
    gold: table.gold.slice(start, end),
  };
}
