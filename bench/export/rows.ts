import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

export type RowsFormat = "csv" | "jsonl" | "parquet";

/** Real comments on videos; not part of the project. */
export const comments = join(__dirname, "../../../shared/data/raw/youtube_spam.jsonl");

const copyOptions: Readonly<Record<RowsFormat, string>> = {
  csv: "FORMAT csv",
  jsonl: "FORMAT json",
  parquet: "FORMAT parquet",
};

/**
 * Makes a file with `id` and `text` unless it is there: the real comments over and over, each time with another number at the end,
 * so that no text comes twice.
 * @returns its path, under out/
 */
export async function rowsFile(rows: number, format: RowsFormat): Promise<string> {
  const folder = join(__dirname, "../../out/bench/rows");
  const path = join(folder, `comments-${rows}.${format}`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const connection = await (await DuckDBInstance.create(":memory:", { memory_limit: "1GB" })).connect();
  try {
    await connection.run(`CREATE TABLE comments AS SELECT row_number() OVER () - 1 AS i, text FROM read_json('${comments}')`);
    const select = `SELECT n AS id, concat(text, ' ', n) AS text FROM range(${rows}) AS all_rows(n), comments WHERE i = n % (SELECT count(*) FROM comments)`;
    await connection.run(`COPY (${select}) TO '${path}.tmp' (${copyOptions[format]})`);
    renameSync(`${path}.tmp`, path);
  } finally {
    connection.disconnectSync();
  }
  return path;
}
