import type { ColumnInfo } from "../../core/data/cells";
import type { RecordColumn } from "../../core/export/exportColumns";
import type { ExportFormat, ExportOptions } from "../../core/export/exportOptions";
import { KIND, typeOf } from "../cells/kinds";
import type { SqlFile } from "../cells/sqlRows";

/**
 * Rows that are written beside those of the data's own files: there is one for each row of the files, in their order, and the first
 * column of each batch says whether it is written at all.
 */
export interface JoinedRows {
  readonly files: readonly SqlFile[];
  /** For each column of the export how SQL gives its cells in each file; undefined where they come with the rows. */
  readonly columns: readonly (readonly string[] | undefined)[];
}

export interface JoinTarget {
  readonly format: ExportFormat;
  readonly options: Pick<ExportOptions, "featureAware">;
  readonly columns: readonly RecordColumn[];
}

/**
 * Where DuckDB can copy ids and the data's own cells from the data's files into the export's, they need not pass through JavaScript, and
 * are in no part. That is so for one Parquet file made of Parquet files, if its columns are plain and need no conversion.
 * @param idColumn the data's, if the project names one
 */
export function joinSource(
  { info, sqlFiles }: { readonly info: { readonly columns: readonly ColumnInfo[] }; readonly sqlFiles?: readonly SqlFile[] },
  { format, options, columns }: JoinTarget,
  idColumn: string | undefined,
): JoinedRows | undefined {
  if (!sqlFiles || (format !== "parquet" && format !== "notebook") || options.featureAware) return undefined;
  const sqlOf = ({ source }: RecordColumn): readonly (string | undefined)[] | undefined => {
    if (source.of === "id") return sqlFiles.map((file) => idSql(file, idColumn));
    if (source.of !== "cell") return undefined;
    const column = info.columns.find(({ name }) => name === source.column)!;
    return sqlFiles.map((file) => cellSql(file, column));
  };
  const found = columns.map(sqlOf);
  if (found.some((sql) => sql?.includes(undefined))) return undefined;
  return { files: sqlFiles, columns: found as JoinedRows["columns"] };
}

function idSql({ position, columns, names }: SqlFile, idColumn: string | undefined): string | undefined {
  const own = `${position}::VARCHAR`;
  if (idColumn === undefined || !names.includes(idColumn)) return own;
  const given = columns.get(idColumn)?.idSql;
  return given === undefined ? undefined : `coalesce(${given}, ${own})`;
}

const VALUES = KIND.string | KIND.number | KIND.boolean | KIND.date | KIND.json;

function cellSql({ names, columns }: SqlFile, { name, type }: ColumnInfo): string | undefined {
  if (!names.includes(name)) return "NULL";
  const column = columns.get(name);
  if (!column) return undefined;
  return (column.kinds & VALUES) === 0 || typeOf(column.kinds) === type ? column.sql : undefined;
}
