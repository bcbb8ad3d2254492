import { dirname } from "node:path";
import { listDataFiles } from "../read/dataFiles";
import { openSource } from "../read/openSource";
import type { RecordBatch, Source } from "../read/source";

/** A look at the data: more rows would say the same, and keep the user waiting. */
export const MOST_ROWS = 100_000;

/** A run of rows, and whether they are the last that there are. */
interface Piece {
  readonly batch: RecordBatch;
  /** How many of the batch's rows are to be looked at. */
  readonly rows: number;
}

/**
 * The first rows of each of these files, in their order; each file has its share.
 * @param files absolute; each a data file of any format
 * @returns whether all rows were given
 * @throws Error naming the file that cannot be read
 */
export async function* firstRowsOf(files: readonly string[], columns?: readonly string[]): AsyncGenerator<Piece, boolean> {
  let complete = true;
  const sources = await openFiles(files);
  for (const source of sources) {
    let left = Math.ceil(MOST_ROWS / sources.length);
    for await (const batch of source.read(columns ? { columns } : {})) {
      if (batch.rows > left) complete = false;
      if (left === 0) break;
      const rows = Math.min(left, batch.rows);
      left -= rows;
      yield { batch, rows };
    }
  }
  return complete;
}

async function openFiles(files: readonly string[]): Promise<Source[]> {
  const spec = {
    root: dirname(files[0] ?? "."),
    labels: [],
    data: { all: files },
    columns: {},
    sample: { rows: 1, seed: 0 },
    limits: { lfMs: 0, rowMs: 0, memoryMb: 0 },
  } as const;
  return Promise.all((await listDataFiles(spec)).map(openSource));
}
