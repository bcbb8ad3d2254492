/** Arrow's columns, built by hand where its builders take JavaScript's dates and numbers: those hold neither microseconds nor 64 bits. */
import {
  Binary,
  Bool,
  DateDay,
  Decimal,
  Field,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  List,
  makeData,
  Map_,
  Struct,
  TimeMicrosecond,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint16,
  Uint32,
  Uint64,
  Uint8,
  Utf8,
  vectorFromArray,
  type Data,
  type DataType,
} from "apache-arrow";
import type { CellValue } from "../../core/data/cells";
import type { ScalarType, ValueType } from "../../core/data/valueType";
import { daysOf, instantNs, timeNs } from "../cells/instants";
import { textOf } from "../cells/kinds";

type Cells = readonly (CellValue | undefined)[];

const SCALARS: Readonly<Partial<Record<ScalarType, () => DataType>>> = {
  string: () => new Utf8(),
  bool: () => new Bool(),
  int8: () => new Int8(),
  int16: () => new Int16(),
  int32: () => new Int32(),
  int64: () => new Int64(),
  uint8: () => new Uint8(),
  uint16: () => new Uint16(),
  uint32: () => new Uint32(),
  uint64: () => new Uint64(),
  float32: () => new Float32(),
  float64: () => new Float64(),
  date32: () => new DateDay(),
  "time64[us]": () => new TimeMicrosecond(),
  "timestamp[s]": () => new TimestampSecond(),
  "timestamp[ms]": () => new TimestampMillisecond(),
  "timestamp[us]": () => new TimestampMicrosecond(),
  "timestamp[ns]": () => new TimestampNanosecond(),
  "timestamp[us, tz=UTC]": () => new TimestampMicrosecond("UTC"),
  binary: () => new Binary(),
};

export function arrowType(type: ValueType): DataType {
  if (typeof type === "string") {
    const made = SCALARS[type]?.();
    if (made) return made;
    const { width, scale } = decimalOf(type);
    return new Decimal(scale, width, 128);
  }
  if ("list" in type) return new List(new Field("item", arrowType(type.list), true));
  if ("struct" in type) return new Struct(type.struct.map((field) => new Field(field.name, arrowType(field.type), true)));
  return new Map_(new Field("entries", entryType(type.map), false));
}

const entryType = ({ key, value }: { readonly key: ScalarType; readonly value: ValueType }): Struct<{ key: DataType; value: DataType }> =>
  new Struct([new Field("key", arrowType(key), false), new Field("value", arrowType(value), true)]);

function decimalOf(type: string): { readonly width: number; readonly scale: number } {
  const [width, scale] = type.match(/(?<=[( ])\d+/g)!.map(Number);
  return { width: width!, scale: scale! };
}

/** A column of Arrow data. @throws Error if a cell is not of the type */
export function arrowData(type: ValueType, cells: Cells): Data {
  if (typeof type === "string") return scalarData(type, cells);
  if ("list" in type) {
    const lists = cells.map((cell) => (Array.isArray(cell) ? (cell as Cells) : []));
    const child = arrowData(type.list, lists.flat(1));
    return makeData({ ...nulls(cells), type: arrowType(type) as List, valueOffsets: offsets(lists), child });
  }
  if ("struct" in type) {
    const children = type.struct.map((field) =>
      arrowData(
        field.type,
        cells.map((cell) => fieldOf(cell, field.name)),
      ),
    );
    return makeData({ ...nulls(cells), type: arrowType(type) as Struct, children });
  }
  const entries = cells.map((cell) => (isObject(cell) ? Object.entries(cell) : []));
  const all = entries.flat(1);
  const children = [
    arrowData(
      type.map.key,
      all.map(([key]) => key),
    ),
    arrowData(
      type.map.value,
      all.map(([, value]) => value),
    ),
  ];
  const child = makeData({ type: entryType(type.map), length: all.length, nullCount: 0, children });
  return makeData({ ...nulls(cells), type: arrowType(type) as Map_, valueOffsets: offsets(entries), child });
}

const isObject = (cell: CellValue | undefined): cell is { readonly [key: string]: CellValue } =>
  typeof cell === "object" && cell !== null && !Array.isArray(cell);
const fieldOf = (cell: CellValue | undefined, name: string): CellValue | undefined =>
  isObject(cell) && Object.hasOwn(cell, name) ? cell[name] : undefined;

function offsets(lists: readonly { readonly length: number }[]): Int32Array {
  const all = new Int32Array(lists.length + 1);
  lists.forEach(({ length }, at) => (all[at + 1] = all[at]! + length));
  return all;
}

/** One bit for each cell, set where it has a value. */
function nulls(cells: Cells): { readonly length: number; readonly nullCount: number; readonly nullBitmap: Uint8Array } {
  const nullBitmap = new Uint8Array(Math.ceil(cells.length / 8));
  let nullCount = 0;
  cells.forEach((cell, at) => {
    if (cell === null || cell === undefined) nullCount++;
    else nullBitmap[at >> 3]! |= 1 << (at & 7);
  });
  return { length: cells.length, nullCount, nullBitmap };
}

function scalarData(type: ScalarType, cells: Cells): Data {
  const made = arrowType(type);
  const own = nulls(cells);
  if (type === "string")
    return vectorFromArray(
      cells.map((cell) => textOf(cell ?? null)),
      made,
    ).data[0]!;
  if (type === "bool")
    return vectorFromArray(
      cells.map((cell) => cell ?? null),
      made,
    ).data[0]!;
  if (type === "binary")
    return vectorFromArray(
      cells.map((cell) => (typeof cell === "string" ? Buffer.from(cell, "base64") : null)),
      made,
    ).data[0]!;
  if (type === "date32") return makeData({ ...own, type: made as DateDay, data: Int32Array.from(cells, (cell) => read(cell, daysOf, 0)) });
  if (type === "int64") return makeData({ ...own, type: made as Int64, data: BigInt64Array.from(cells, (cell) => read(cell, BigInt, 0n)) });
  if (type === "uint64")
    return makeData({ ...own, type: made as Uint64, data: BigUint64Array.from(cells, (cell) => read(cell, BigInt, 0n)) });
  if (type.startsWith("decimal")) return makeData({ ...own, type: made as Decimal, data: decimalWords(cells, decimalOf(type).scale) });
  if (type.startsWith("time")) return makeData({ ...own, type: made as TimestampMicrosecond, data: instants(type, cells) });
  const numbers = new (made as Float64).ArrayType(cells.length);
  cells.forEach((cell, at) => (numbers[at] = read(cell, Number, 0)));
  return makeData({ ...own, type: made as Float64, data: numbers });
}

function instants(type: ScalarType, cells: Cells): BigInt64Array {
  const unit = { s: 1_000_000_000n, ms: 1_000_000n, us: 1_000n, ns: 1n }[/\[(\w+)/.exec(type)![1] as "s" | "ms" | "us" | "ns"];
  return BigInt64Array.from(cells, (cell) => read(cell, type.startsWith("time64") ? timeNs : instantNs, 0n) / unit);
}

/** 128 bits each, the lowest first. */
function decimalWords(cells: Cells, scale: number): Uint32Array {
  const words = new Uint32Array(4 * cells.length);
  cells.forEach((cell, at) => {
    let value = BigInt.asUintN(
      128,
      read(cell, (text) => decimalValue(text, scale), 0n),
    );
    for (let word = 0; word < 4; word++, value >>= 32n) words[4 * at + word] = Number(value & 0xffffffffn);
  });
  return words;
}

/** A decimal number's digits without the point, at its scale. */
function decimalValue(text: string, scale: number): bigint | undefined {
  const plain = /e/i.test(text) ? Number(text).toFixed(scale) : text;
  const [, sign, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(plain) ?? [];
  return whole === undefined ? undefined : BigInt(`${sign}${whole}${fraction.slice(0, scale).padEnd(scale, "0")}`);
}

/** A cell by its text, or what stands in for null. */
function read<T>(cell: CellValue | undefined, parse: (text: string) => T | undefined, absent: T): T {
  if (cell === null || cell === undefined) return absent;
  const value = parse(textOf(cell)!);
  if (value === undefined)
    throw new Error(`"${textOf(cell)}" cannot be written with its column's type; leave the column out, or export as JSONL`);
  return value;
}
