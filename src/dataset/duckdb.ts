import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection, type DuckDBDataChunk, type DuckDBResult } from "@duckdb/node-api";

let shared: Promise<DuckDBInstance> | undefined;

/**
 * A new connection to this process's in-memory DuckDB, which is started on first use. A stream needs a connection of its own:
 * any other query on it ends the stream early without an error. Disconnect it after use.
 */
export async function connectDuckDb(): Promise<DuckDBConnection> {
  shared ??= createDuckDb(":memory:");
  return (await shared).connect();
}

/**
 * Opens a database file, or `:memory:`, with no download of extensions, no file cache beside the operating system's, and no
 * more memory than a worker can spare.
 */
export function createDuckDb(path: string): Promise<DuckDBInstance> {
  return DuckDBInstance.create(path, {
    memory_limit: "256MB",
    autoinstall_known_extensions: "false",
    enable_external_file_cache: "false",
    temp_directory: join(tmpdir(), `lf-lens-${randomUUID()}`),
  });
}

/** The chunks of a streaming result. */
export async function* chunksOf(result: DuckDBResult): AsyncGenerator<DuckDBDataChunk> {
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return;
    yield chunk;
  }
}

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
