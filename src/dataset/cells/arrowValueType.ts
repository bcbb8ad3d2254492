import { DataType, Precision, type Field } from "apache-arrow";
import type { ScalarType, ValueType } from "../../core/data/valueType";

/** What exports keep an Arrow column as; undefined for a type that they do not have. */
export function arrowValueType(type: DataType): ValueType | undefined {
  if (DataType.isDictionary(type)) return arrowValueType(type.dictionary as DataType);
  const children = type.children as readonly Field<DataType>[];
  if (DataType.isList(type) || DataType.isFixedSizeList(type)) return { list: nested(children[0]!.type) };
  if (DataType.isStruct(type)) return structOf(children);
  if (DataType.isMap(type)) {
    const [key, value] = children[0]!.type.children as readonly Field<DataType>[];
    const keyType = arrowValueType(key!.type);
    return typeof keyType === "string" && /^(string|u?int\d+)$/.test(keyType)
      ? { map: { key: keyType, value: nested(value!.type) } }
      : undefined;
  }
  return scalarOf(type);
}

/** DuckDB tells fields by their names in any case, and they need one. */
function structOf(fields: readonly Field<DataType>[]): ValueType | undefined {
  const names = new Set(fields.map(({ name }) => name.toLowerCase()));
  if (fields.length === 0 || names.size < fields.length || names.has("")) return undefined;
  return { struct: fields.map(({ name, type }) => ({ name, type: nested(type) })) };
}

/** Within other values, what has no type is text; so are bytes, as base64. */
function nested(type: DataType): ValueType {
  const own = arrowValueType(type) ?? "string";
  return own === "binary" ? "string" : own;
}

function scalarOf(type: DataType): ScalarType | undefined {
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return "string";
  if (DataType.isBool(type)) return "bool";
  if (DataType.isInt(type)) return `${type.isSigned ? "int" : "uint"}${type.bitWidth}`;
  if (DataType.isFloat(type)) return type.precision === Precision.DOUBLE ? "float64" : "float32";
  if (DataType.isDecimal(type)) return type.precision > 38 ? undefined : `decimal128(${type.precision}, ${type.scale})`;
  if (DataType.isDate(type)) return "date32";
  if (DataType.isTime(type)) return "time64[us]";
  if (DataType.isTimestamp(type))
    return type.timezone == null ? `timestamp[${(["s", "ms", "us", "ns"] as const)[type.unit]}]` : "timestamp[us, tz=UTC]";
  return DataType.isBinary(type) || DataType.isLargeBinary(type) ? "binary" : undefined;
}
