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
  shared ??= createDuckDb();
  return (await shared).connect();
}

/**
 * Starts an in-memory DuckDB with no file cache beside the operating system's and no more memory than a worker can spare. It
 * never asks the network: extensions are neither found, fetched nor loaded, and SQL cannot change any of that.
 * @param options.isShut SQL reaches no files either
 */
export function createDuckDb({
  memoryMb = 256,
  threads,
  isShut = false,
}: { readonly memoryMb?: number; readonly threads?: number; readonly isShut?: boolean } = {}): Promise<DuckDBInstance> {
  return DuckDBInstance.create(":memory:", {
    memory_limit: `${memoryMb}MB`,
    ...(threads === undefined ? {} : { threads: String(threads) }),
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    // A folder that cannot be: INSTALL, which no option forbids, has nowhere to write.
    extension_directory: join(process.execPath, "none"),
    enable_external_file_cache: "false",
    ...(isShut ? { enable_external_access: "false" } : { temp_directory: join(tmpdir(), `lf-lens-${randomUUID()}`) }),
    lock_configuration: "true",
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
