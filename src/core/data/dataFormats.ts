/** How a data file's rows are written. */
export type DataFormat = "csv" | "tsv" | "jsonl" | "json" | "arrow" | "parquet";
export type Compression = "gzip" | "zstd";

const FORMATS: Readonly<Record<string, DataFormat>> = {
  ".csv": "csv",
  ".tsv": "tsv",
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".json": "json",
  ".parquet": "parquet",
  ".arrow": "arrow",
  ".feather": "arrow",
};

const COMPRESSIONS: Readonly<Record<string, Compression>> = { ".gz": "gzip", ".zst": "zstd" };

/** What to do with a file that people have, but that is not read. */
export const UNREAD_ENDINGS: Readonly<Record<string, string>> = {
  ".xlsx": "save the sheet as CSV (UTF-8)",
  ".xls": "save the sheet as CSV (UTF-8)",
};

/** Formats that are text, and may be compressed as a whole. */
export const isText = (format: DataFormat): boolean => format !== "parquet" && format !== "arrow";

/** Formats whose cells are text that may mean a number or a date. */
export const isUntyped = (format: DataFormat): boolean => format === "csv" || format === "tsv";

/** The endings of data files that are not compressed: ".csv" and so on. */
export const DATA_ENDINGS: readonly string[] = Object.keys(FORMATS);

/** The endings of compressed data files: ".csv.gz" and so on. */
export const PACKED_ENDINGS: readonly string[] = Object.entries(FORMATS).flatMap(([ending, format]) =>
  isText(format) ? Object.keys(COMPRESSIONS).map((packed) => ending + packed) : [],
);

/** How a file of this name is written, by its ending in any case; undefined if it is not a data file. */
export function formatOf(name: string): { readonly format: DataFormat; readonly compression?: Compression } | undefined {
  const [, ending = "", packed] = /(\.[^.]*?)(\.gz|\.zst)?$/.exec(name.toLowerCase()) ?? [];
  const format = FORMATS[ending];
  if (format === undefined || packed === undefined) return format && { format };
  return isText(format) ? { format, compression: COMPRESSIONS[packed]! } : undefined;
}
