import { DataType, type Field } from "apache-arrow";
import type { CellValue } from "../../core/data/cells";
import { decimalCell } from "../cells/decimals";
import { textOf } from "../cells/kinds";

/**
 * A value of an Arrow column as plain JSON, like a Parquet file's: numbers that a double does not hold are text, NaN and
 * infinities null, bytes base64, dates and timestamps ISO 8601 text (to the microsecond), maps objects.
 */
export function arrowCell(value: unknown, type: DataType): CellValue {
  if (value === null || value === undefined) return null;
  if (DataType.isDictionary(type)) return arrowCell(value, type.dictionary as DataType);
  if (DataType.isDate(type)) return isoText(Number(value)).slice(0, 10);
  if (DataType.isTimestamp(type)) return isoText(Number(value)) + (type.timezone == null ? "" : "Z");
  if (DataType.isTime(type)) return isoText(Number(value) / TICKS_OF_MS[type.unit]!).slice(11);
  if (DataType.isDecimal(type)) return decimalCell(signedInteger(value as Uint32Array), type.scale);
  const children = type.children as readonly Field<DataType>[];
  if (DataType.isList(type) || DataType.isFixedSizeList(type))
    return Array.from(value as Iterable<unknown>, (item) => arrowCell(item, children[0]!.type));
  if (DataType.isStruct(type)) return structCell(value as Readonly<Record<string, unknown>>, children);
  if (DataType.isMap(type)) return mapCell(value as Iterable<[unknown, unknown]>, children[0]!.type.children as readonly Field<DataType>[]);
  return scalarCell(value);
}

/** Ticks of a millisecond in seconds, milliseconds, microseconds and nanoseconds. */
const TICKS_OF_MS = [1e-3, 1, 1e3, 1e6];

function structCell(row: Readonly<Record<string, unknown>>, fields: readonly Field<DataType>[]): CellValue {
  return Object.fromEntries(fields.map(({ name, type }) => [name, arrowCell(row[name], type)]));
}

function mapCell(entries: Iterable<[unknown, unknown]>, [key, value]: readonly Field<DataType>[]): CellValue {
  return Object.fromEntries(
    Array.from(entries, ([name, entry]) => [textOf(arrowCell(name, key!.type)) ?? "null", arrowCell(entry, value!.type)]),
  );
}

function scalarCell(value: unknown): CellValue {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return String(value);
}

/** Milliseconds since 1970 as ISO 8601 text without a zone, and without a fraction of zeros. */
function isoText(ms: number): string {
  const micros = Math.round(ms * 1000);
  const whole = Math.floor(micros / 1e6);
  const fraction = String(micros - whole * 1e6)
    .padStart(6, "0")
    .replace(/0+$/, "");
  const text = new Date(whole * 1000).toISOString().slice(0, -5);
  return fraction === "" ? text : `${text}.${fraction}`;
}

/** A two's complement number of 32-bit words, the lowest first. */
function signedInteger(words: Uint32Array): bigint {
  const unsigned = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  return BigInt.asIntN(32 * words.length, unsigned);
}
