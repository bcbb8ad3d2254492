import { BOOLEAN, DOUBLE, ENUM, SMALLINT, VARCHAR, type DuckDBType, type DuckDBValue, type DuckDBVector } from "@duckdb/node-api";
import type { CellValue } from "../../core/data/cells";
import type { ValueType } from "../../core/data/valueType";
import type { ExportColumn, RecordCells } from "../../core/export/exportColumns";
import { sqlType } from "../cells/valueTypes";
import { finite } from "./formatWriter";

/** What stands for a category in Parquet: its name, or its index as a 64-bit integer (Hugging Face's class labels). */
export type Categories = "names" | "indices";

/** How the cells of a column get into a table and out of it. */
export interface StoredColumn {
  /** What they are in the table. */
  readonly type: DuckDBType;
  /** A cell as the table takes it. */
  readonly stored: (cell: CellValue) => DuckDBValue;
  /** SQL that makes of the table's cell what the file gets. */
  readonly written: (cell: string) => string;
}

/** In the table cells are VARCHAR, DOUBLE or BOOLEAN, and nested ones JSON text; writing casts those that have a value type. */
export function storedColumn(column: ExportColumn, categories: Categories): StoredColumn {
  const type = storedType(column, categories);
  const mapsAsEntries = categories === "indices";
  return {
    type,
    stored: storedCell(column, type, mapsAsEntries),
    written: (cell) => writtenSql(cell, type, column, mapsAsEntries),
  };
}

/** Fills a chunk's column with the cells from `start` on. */
export function fillVector(vector: DuckDBVector, cells: RecordCells, start: number, stored: StoredColumn["stored"]): void {
  for (let row = 0; row < vector.itemCount; row++) vector.setItem(row, stored(cells[start + row]!));
  vector.flush();
}

function storedType({ type, names }: ExportColumn, categories: Categories): DuckDBType {
  // Parquet gets an ENUM as text, and a number is looked up once: text for each row takes twice the time.
  if (names) return categories === "names" ? ENUM(names) : SMALLINT;
  if (type === "number") return DOUBLE;
  return type === "boolean" ? BOOLEAN : VARCHAR;
}

function writtenSql(cell: string, stored: DuckDBType, { valueType }: ExportColumn, mapsAsEntries: boolean): string {
  if (stored === SMALLINT) return `${cell}::BIGINT`;
  if (valueType === undefined) return cell;
  const type = sqlType(valueType, mapsAsEntries);
  if (typeof valueType !== "string") return `${cell}::JSON::${type}`;
  if (valueType === "binary") return `from_base64(${cell})`;
  return /^(date|timestamp)/.test(valueType) ? `replace(${cell}, 'T', ' ')::${type}` : `${cell}::${type}`;
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
