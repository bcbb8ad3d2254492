const endings = ["ts", "mts", "cts", "js", "mjs", "cjs", "json", "csv", "tsv", "jsonl", "ndjson", "parquet"];

/** Whatever an LF can import or a project can read. */
export const watchedFiles = `**/*.{${endings.join(",")}}`;

export const isWatchedFile = (path: string): boolean => endings.some((ending) => path.endsWith(`.${ending}`));
