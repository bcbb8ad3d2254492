import type { ColumnInfo, ColumnType } from "../../core/data/cells";
import type { ValueType } from "../../core/data/valueType";
import { cellValueType } from "../cells/cellTypes";
import { addValue, emptyShape, toTypeScript, type JsonShape } from "../cells/jsonShape";
import { isNullable, KIND, kindsOf, typeOf } from "../cells/kinds";
import { cellsOf, type RecordBatch, type Source } from "../read/source";

/** Learns the dataset's columns, from the schema of files that have one and from the cells of the others. */
export interface ColumnTypes {
  /** Before a source's batches: takes its columns from its schema, if it has one. */
  readonly addSource: (source: Source) => void;
  /** Takes columns from cells, of a source without a schema. */
  readonly addBatch: (source: Source, batch: RecordBatch) => void;
  /** The columns of one source, in its order. */
  readonly namesOf: (source: Source) => readonly string[];
  /**
   * All columns in the order of their first appearance.
   * @param rows good records of all files
   */
  readonly columns: (rows: number) => ColumnInfo[];
}

interface Profile {
  kinds: number;
  /** Rows of the files and batches that have the column: elsewhere it is null. */
  rows: number;
  readonly shape: JsonShape;
  /** What files' schemas declare: a type, or null for one that other formats do not have. */
  readonly declared: Map<string, ValueType | null>;
  /** Of the cells of files without a schema. */
  cellKinds: number;
}

export function createColumnTypes(): ColumnTypes {
  const profiles = new Map<string, Profile>();
  const names = new Map<Source, Set<string>>();
  const profileOf = (source: Source, name: string): Profile => {
    names.get(source)?.add(name);
    let profile = profiles.get(name);
    if (!profile) profiles.set(name, (profile = { kinds: 0, rows: 0, shape: emptyShape(), declared: new Map(), cellKinds: 0 }));
    return profile;
  };
  return {
    addSource(source) {
      names.set(source, new Set());
      for (const { name, kinds, addTo, valueType = null } of source.schema?.columns ?? []) {
        const profile = profileOf(source, name);
        profile.kinds |= kinds;
        profile.declared.set(JSON.stringify(valueType), valueType);
        profile.rows += source.schema!.rows;
        if (kinds & KIND.json) addTo(profile.shape);
      }
    },
    addBatch(source, batch) {
      if (source.schema) return;
      for (const [name, cells] of batch.columns) {
        const profile = profileOf(source, name);
        const declared = batch.valueTypes?.get(name);
        if (declared === undefined) profile.cellKinds = kindsOf(cells, cellsOf(source.file), profile.cellKinds);
        else {
          profile.kinds = kindsOf(cells, cellsOf(source.file), profile.kinds);
          profile.declared.set(JSON.stringify(declared), declared);
        }
        profile.kinds |= profile.cellKinds;
        profile.rows += batch.rows;
        if (profile.kinds & KIND.json)
          for (const cell of cells) if (typeof cell === "object" && cell !== null) addValue(profile.shape, cell);
      }
    },
    namesOf: (source) => [...(names.get(source) ?? [])],
    columns: (rows) => [...profiles].map(([name, profile]) => describe(name, profile, rows)),
  };
}

function describe(name: string, profile: Profile, rows: number): ColumnInfo {
  const { kinds, rows: present, shape } = profile;
  const type = typeOf(kinds);
  const valueType = commonType(profile, type);
  const info = { name, type, nullable: isNullable(kinds) || present < rows, ...(valueType === undefined ? {} : { valueType }) };
  if (type !== "json") return info;
  if (kinds & (KIND.string | KIND.date | KIND.blank)) shape.scalars.add("string");
  if (kinds & KIND.number) shape.scalars.add("number");
  if (kinds & KIND.boolean) shape.scalars.add("boolean");
  return { ...info, tsType: toTypeScript(shape) };
}

/** The one type that all files have the column as. */
function commonType({ declared, cellKinds, shape }: Profile, type: ColumnType): ValueType | undefined {
  const types = new Map(declared);
  const hasCells = (cellKinds & ~(KIND.null | KIND.blank)) > 0;
  if (hasCells) {
    const own = cellValueType(cellKinds, shape) ?? null;
    types.set(JSON.stringify(own), own);
  }
  const [only] = types.values();
  return types.size === 1 && only !== null && PLAIN[type] !== only ? only : undefined;
}

/** What a type says by itself. */
const PLAIN: Readonly<Partial<Record<ColumnType, ValueType>>> = { string: "string", number: "float64", boolean: "bool" };
