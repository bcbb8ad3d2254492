import type { ValueType } from "../../core/data/valueType";
import type { JsonShape } from "./jsonShape";
import { KIND } from "./kinds";

/** The value type that the cells of a column without a schema have in common; undefined where its `type` says all, or where they vary. */
export function cellValueType(kinds: number, shape: JsonShape): ValueType | undefined {
  if (kinds & KIND.json)
    return (kinds & (KIND.string | KIND.number | KIND.boolean | KIND.date | KIND.blank)) > 0 ? undefined : typed(shape);
  if ((kinds & (KIND.string | KIND.number | KIND.boolean | KIND.date)) !== KIND.date) return undefined;
  switch (kinds & (KIND.day | KIND.local | KIND.zoned | KIND.inexactTime)) {
    case KIND.day:
      return "date32";
    case KIND.local:
      return "timestamp[us]";
    case KIND.zoned:
      return "timestamp[us, tz=UTC]";
    default:
      return undefined;
  }
}

/** Lists and objects that are alike; undefined where their values vary too much for one type. */
function typed({ items, fields, scalars, unknown }: JsonShape): ValueType | undefined {
  const own = [...scalars].filter((scalar) => scalar !== "null");
  const forms = own.length + (items ? 1 : 0) + (fields ? 1 : 0);
  if (unknown || forms > 1) return undefined;
  if (items) return { list: nested(items) };
  if (fields) return structOf(fields);
  return ({ number: "float64", boolean: "bool", string: "string" } as const)[own[0] ?? "string"];
}

/** Within other values, what varies is text: JSON where it is nested. */
const nested = (shape: JsonShape): ValueType => typed(shape) ?? "string";

/** DuckDB tells fields by their names in any case, and they need one. */
function structOf(fields: NonNullable<JsonShape["fields"]>): ValueType | undefined {
  const names = new Set([...fields.keys()].map((name) => name.toLowerCase()));
  if (fields.size === 0 || names.size < fields.size || names.has("")) return undefined;
  return { struct: [...fields].map(([name, field]) => ({ name, type: nested(field.shape) })) };
}
