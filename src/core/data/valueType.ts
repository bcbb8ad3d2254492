/** What a column's values are in Parquet, Arrow and Hugging Face's features, by the names that Arrow has for it. */
export type ScalarType =
  | "string"
  | "bool"
  | `${"int" | "uint"}${8 | 16 | 32 | 64}`
  | "float32"
  | "float64"
  | `decimal128(${number}, ${number})`
  | "date32"
  | "time64[us]"
  | `timestamp[${"s" | "ms" | "us" | "ns"}]`
  | "timestamp[us, tz=UTC]"
  | "binary";

/** Everything may be null. A cell of a list is a list; of a struct and of a map an object; of all others text, a number or a truth value. */
export type ValueType =
  | ScalarType
  | { readonly list: ValueType }
  | { readonly struct: readonly ValueField[] }
  | { readonly map: { readonly key: ScalarType; readonly value: ValueType } };

export interface ValueField {
  readonly name: string;
  readonly type: ValueType;
}

/** Hugging Face's features have no maps: a list of keys and values stands for one. */
export const entriesOf = ({ key, value }: { readonly key: ScalarType; readonly value: ValueType }): ValueType => ({
  list: {
    struct: [
      { name: "key", type: key },
      { name: "value", type: value },
    ],
  },
});
