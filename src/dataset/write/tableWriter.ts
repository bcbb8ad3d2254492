import type { ExportColumn } from "../../core/export/exportColumns";
import type { TableFormat } from "../../core/export/exportOptions";
// Not loaded on demand: the engine's worker freezes Object.prototype once it has started, and Arrow cannot be loaded after that.
import { createArrowWriter } from "./arrowWriter";
import type { FormatWriter } from "./formatWriter";
import type { JoinedRows } from "./joinedRows";
import { createTextWriter } from "./textWriter";

/**
 * Starts a file of one table. DuckDB is loaded only where it is needed.
 * @param joined for Parquet: see ExportPlan
 * @throws Error if two columns have one name (in Parquet: in any case)
 */
export async function createTableWriter(
  path: string,
  format: TableFormat,
  columns: readonly ExportColumn[],
  joined?: JoinedRows,
): Promise<FormatWriter> {
  assertDistinct(columns, format);
  switch (format) {
    case "parquet": {
      const { createParquetWriter } = await import("./parquetWriter");
      return createParquetWriter(path, columns, joined ? { joined } : {});
    }
    case "arrow":
      return createArrowWriter(path, columns);
    case "csv":
    case "jsonl":
      return createTextWriter(path, format, columns);
  }
}

function assertDistinct(columns: readonly ExportColumn[], format: TableFormat): void {
  const seen = new Map<string, string>();
  for (const { name } of columns) {
    const key = format === "parquet" ? name.toLowerCase() : name;
    const other = seen.get(key);
    if (other !== undefined) throw new Error(`the columns "${other}" and "${name}" cannot both be in a ${format} file; rename one`);
    seen.set(key, name);
  }
}
