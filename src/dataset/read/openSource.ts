import { readCsv } from "./csv";
import { readJson } from "./json";
import { detach, type DataFile, type ReadOptions, type RecordBatch, type Source } from "./source";

/**
 * Opens a data file for reading. DuckDB and Arrow's library are loaded only for files that need them: text files are read by readers of our own,
 * which name every bad line exactly and are no slower, because the cells need not cross from native memory.
 * @throws Error naming the file
 */
export async function openSource(file: DataFile): Promise<Source> {
  try {
    const source = await openByFormat(file);
    return { ...source, read: (options) => readNaming(source, options) };
  } catch (error) {
    throw named(file, error);
  }
}

async function openByFormat(file: DataFile): Promise<Source> {
  switch (file.format) {
    case "csv":
    case "tsv":
      return { file, read: ({ rows, onBytes }) => pickRows(readCsv({ ...file, onBytes }), rows) };
    case "jsonl":
    case "json":
      return { file, read: ({ rows, onBytes }) => pickRows(readJson({ ...file, onBytes }), rows) };
    case "arrow": {
      const { readArrow } = await import("./arrow");
      return { file, read: ({ rows }) => pickRows(readArrow(file), rows) };
    }
    case "parquet": {
      const { openParquet } = await import("./parquet");
      return openParquet(file);
    }
  }
}

/** Keeps the rows asked for (counted from 0 over good records, ascending), or all. */
async function* pickRows(batches: AsyncIterable<RecordBatch>, rows: readonly number[] | undefined): AsyncGenerator<RecordBatch> {
  if (!rows) {
    yield* batches;
    return;
  }
  let first = 0;
  let next = 0;
  for await (const batch of batches) {
    const picked: number[] = [];
    while (next < rows.length && rows[next]! < first + batch.rows) picked.push(rows[next++]! - first);
    first += batch.rows;
    const pick = <T>(values: readonly T[]): T[] => picked.map((row) => values[row] as T);
    const columns = new Map([...batch.columns].map(([name, cells]) => [name, pick(cells).map(detach)]));
    const lines = batch.lines && { lines: pick(batch.lines) };
    yield { ...batch, rows: picked.length, columns, positions: pick(batch.positions), ...lines };
  }
}

async function* readNaming({ file, read }: Source, options: ReadOptions): AsyncGenerator<RecordBatch> {
  try {
    yield* read(options);
  } catch (error) {
    throw named(file, error);
  }
}

function named(file: DataFile, error: unknown): Error {
  const reason = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
  const advice = file.format === "parquet" ? " (the file cannot be read as Parquet; write it again)" : "";
  return new Error(`${file.name}: ${reason}${advice}`, { cause: error });
}
