/** The value types of columns: of those that a file's schema declares, and of those that only cells tell. */
import {
  DuckDBArrayType,
  DuckDBDecimalType,
  DuckDBListType,
  DuckDBMapType,
  DuckDBStructType,
  DuckDBTypeId as Id,
  type DuckDBType,
} from "@duckdb/node-api";
import type { ScalarType, ValueType } from "../../core/data/valueType";

const SCALARS: ReadonlyMap<Id, ScalarType> = new Map<Id, ScalarType>([
  [Id.VARCHAR, "string"],
  [Id.BOOLEAN, "bool"],
  [Id.TINYINT, "int8"],
  [Id.SMALLINT, "int16"],
  [Id.INTEGER, "int32"],
  [Id.BIGINT, "int64"],
  [Id.UTINYINT, "uint8"],
  [Id.USMALLINT, "uint16"],
  [Id.UINTEGER, "uint32"],
  [Id.UBIGINT, "uint64"],
  [Id.FLOAT, "float32"],
  [Id.DOUBLE, "float64"],
  [Id.DATE, "date32"],
  [Id.TIME, "time64[us]"],
  [Id.TIMESTAMP_S, "timestamp[s]"],
  [Id.TIMESTAMP_MS, "timestamp[ms]"],
  [Id.TIMESTAMP, "timestamp[us]"],
  [Id.TIMESTAMP_NS, "timestamp[ns]"],
  [Id.TIMESTAMP_TZ, "timestamp[us, tz=UTC]"],
  [Id.BLOB, "binary"],
]);
/** Their text is one of a kind, so that it can be the key of an object. */
const KEYS = /^(string|u?int\d+)$/;

/** @returns undefined for a type that other formats do not have: its cells are text or JSON */
export function valueTypeOf(type: DuckDBType): ValueType | undefined {
  if (type instanceof DuckDBDecimalType) return `decimal128(${type.width}, ${type.scale})`;
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) return { list: nested(type.valueType) };
  if (type instanceof DuckDBStructType) return { struct: type.entryNames.map((name, i) => ({ name, type: nested(type.entryTypes[i]!) })) };
  if (type instanceof DuckDBMapType) {
    const key = SCALARS.get(type.keyType.typeId);
    return key === undefined || !KEYS.test(key) ? undefined : { map: { key, value: nested(type.valueType) } };
  }
  return SCALARS.get(type.typeId);
}

/** Within other values, what has no type is text; so are bytes, as base64. */
function nested(type: DuckDBType): ValueType {
  const own = valueTypeOf(type) ?? "string";
  return own === "binary" ? "string" : own;
}

/** The type as DuckDB's SQL has it. */
export function sqlType(type: ValueType, mapsAsEntries: boolean): string {
  if (typeof type === "string") return SQL_SCALARS[type] ?? type.replace("decimal128", "DECIMAL");
  if ("list" in type) return `${sqlType(type.list, mapsAsEntries)}[]`;
  if ("struct" in type) {
    const fields = type.struct.map((field) => `"${field.name.replaceAll('"', '""')}" ${sqlType(field.type, mapsAsEntries)}`);
    return `STRUCT(${fields.join(", ")})`;
  }
  const { key, value } = type.map;
  if (mapsAsEntries) return `STRUCT("key" ${sqlType(key, true)}, "value" ${sqlType(value, true)})[]`;
  return `MAP(${sqlType(key, false)}, ${sqlType(value, false)})`;
}

const SQL_SCALARS: Readonly<Partial<Record<ScalarType, string>>> = {
  string: "VARCHAR",
  bool: "BOOLEAN",
  int8: "TINYINT",
  int16: "SMALLINT",
  int32: "INTEGER",
  int64: "BIGINT",
  uint8: "UTINYINT",
  uint16: "USMALLINT",
  uint32: "UINTEGER",
  uint64: "UBIGINT",
  float32: "FLOAT",
  float64: "DOUBLE",
  date32: "DATE",
  "time64[us]": "TIME",
  "timestamp[s]": "TIMESTAMP_S",
  "timestamp[ms]": "TIMESTAMP_MS",
  "timestamp[us]": "TIMESTAMP",
  "timestamp[ns]": "TIMESTAMP_NS",
  "timestamp[us, tz=UTC]": "TIMESTAMPTZ",
  binary: "BLOB",
};
