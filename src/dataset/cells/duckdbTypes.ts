import {
  DuckDBArrayType,
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDecimalType,
  DuckDBDecimalValue,
  DuckDBListType,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructType,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTypeId as Id,
  DuckDBUnionValue,
  type DuckDBType,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { CellValue } from "../../core/data/cells";
import { decimalCell, EXACT_DIGITS } from "./decimals";
import { emptyShape, type JsonShape } from "./jsonShape";
import { KIND, textOf } from "./kinds";

const FLOATS = new Set([Id.FLOAT, Id.DOUBLE]);
const SMALL_INTEGERS = new Set([Id.TINYINT, Id.SMALLINT, Id.INTEGER, Id.UTINYINT, Id.USMALLINT, Id.UINTEGER]);
const WIDE_INTEGERS = new Set([Id.BIGINT, Id.UBIGINT, Id.HUGEINT, Id.UHUGEINT]);
const DATES = new Set([Id.DATE, Id.TIMESTAMP, Id.TIMESTAMP_S, Id.TIMESTAMP_MS, Id.TIMESTAMP_NS]);
const NESTED = new Set([Id.LIST, Id.ARRAY, Id.STRUCT, Id.MAP, Id.UNION, Id.VARIANT]);

/** SQL that is true of a column's values whose digits a double does not hold; undefined where it holds those of all values. */
export function inexactSql(name: string, type: DuckDBType): string | undefined {
  const beyond = `abs(${name}::DOUBLE) > ${Number.MAX_SAFE_INTEGER}`;
  if (WIDE_INTEGERS.has(type.typeId)) return beyond;
  if (!(type instanceof DuckDBDecimalType) || type.width <= EXACT_DIGITS) return undefined;
  return `${beyond} OR try_cast(${name}::DOUBLE AS ${type.toString()}) IS DISTINCT FROM ${name}`;
}

/** The kind of all cells of a DuckDB column (see kinds.ts). */
export function kindOfType(type: DuckDBType): number {
  const id = type.typeId;
  if (FLOATS.has(id) || SMALL_INTEGERS.has(id) || WIDE_INTEGERS.has(id) || id === Id.DECIMAL) return KIND.number;
  if (id === Id.BOOLEAN) return KIND.boolean;
  if (DATES.has(id) || id === Id.TIMESTAMP_TZ) return KIND.date;
  return NESTED.has(id) ? KIND.json : KIND.string;
}

/** SQL that turns a column into doubles, booleans or text, null where it has no such value; nested columns stay. */
export function toSql(name: string, type: DuckDBType): string {
  const id = type.typeId;
  if (FLOATS.has(id)) return `CASE WHEN isfinite(${name}) THEN ${name}::DOUBLE END`;
  if (DATES.has(id)) return `CASE WHEN ${name}::VARCHAR NOT LIKE '%infinity' THEN replace(${name}::VARCHAR, ' ', 'T') END`;
  if (id === Id.TIMESTAMP_TZ)
    return `CASE WHEN isfinite(${name}) THEN replace(make_timestamp(epoch_us(${name}))::VARCHAR, ' ', 'T') || 'Z' END`;
  if (id === Id.BLOB) return `to_base64(${name})`;
  if (id === Id.VARCHAR || id === Id.BOOLEAN || NESTED.has(id)) return name;
  return `${name}::${kindOfType(type) === KIND.number ? "DOUBLE" : "VARCHAR"}`;
}

/** SQL for a cell's text where it names its row, else null: text that is not white space to JavaScript, or a whole number. */
export function idSqlOf(name: string, { typeId }: DuckDBType): string | undefined {
  if (SMALL_INTEGERS.has(typeId) || WIDE_INTEGERS.has(typeId)) return `${name}::VARCHAR`;
  if (typeId !== Id.VARCHAR) return undefined;
  return `CASE WHEN ascii(${name}) BETWEEN 33 AND 126 OR regexp_matches(${name}, '${NOT_WHITE}') THEN ${name} END`;
}

/** What `trim` of JavaScript leaves, as RE2 spells it. */
const NOT_WHITE = "[^\\t\\n\\x0B\\f\\r \\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}]";

/** A nested value as plain JSON: numbers whose digits a double does not hold as text, NaN and infinities as null, maps as objects. */
export function toCell(value: DuckDBValue): CellValue {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(toCell);
  if (value instanceof DuckDBStructValue)
    return Object.fromEntries(Object.entries(value.entries).map(([key, entry]) => [key, toCell(entry)]));
  if (value instanceof DuckDBMapValue)
    return Object.fromEntries(value.entries.map(({ key, value: entry }) => [textOf(toCell(key)) ?? "null", toCell(entry)]));
  if (value instanceof DuckDBUnionValue) return toCell(value.value);
  if (value instanceof DuckDBDecimalValue) return decimalCell(value.value, value.scale);
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString("base64");
  if (value instanceof DuckDBTimestampTZValue) return `${new DuckDBTimestampValue(value.micros).toString().replace(" ", "T")}Z`;
  return value.toString().replace(/^(\d{4}-\d\d-\d\d) (?=\d\d:)/, "$1T");
}

/** Widens a shape to hold any value of a nested type. Everything nested may be null. */
export function addType(shape: JsonShape, type: DuckDBType): void {
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) {
    addNullable((shape.items ??= emptyShape()), type.valueType);
  } else if (type instanceof DuckDBStructType) {
    shape.objects++;
    shape.fields ??= new Map();
    for (const [i, name] of type.entryNames.entries()) {
      const field = shape.fields.get(name) ?? { shape: emptyShape(), count: 0 };
      field.count++;
      addNullable(field.shape, type.entryTypes[i]!);
      shape.fields.set(name, field);
    }
  } else if (kindOfType(type) === KIND.json) shape.unknown = true;
  else shape.scalars.add(kindOfType(type) === KIND.number ? "number" : type.typeId === Id.BOOLEAN ? "boolean" : "string");
}

function addNullable(shape: JsonShape, type: DuckDBType): void {
  addType(shape, type);
  shape.scalars.add("null");
}
