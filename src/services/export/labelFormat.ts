import type { ExportFormat, TableFormat } from "../../core/export/exportOptions";

const tables: Readonly<Record<string, TableFormat>> = {
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".csv": "csv",
  ".parquet": "parquet",
  ".arrow": "arrow",
  ".feather": "arrow",
};

/** The format of a table that a file's name asks for; undefined for an unknown ending. */
export const tableFormatOf = (path: string): TableFormat | undefined => tables[endingOf(path)];

/** The format of an export that a file's name asks for; undefined where the name does not say. */
export const exportFormatOf = (path: string): ExportFormat | undefined => (endingOf(path) === ".ipynb" ? "notebook" : tableFormatOf(path));

const endingOf = (path: string): string => /\.[^./\\]+$/.exec(path)?.[0]?.toLowerCase() ?? "";
