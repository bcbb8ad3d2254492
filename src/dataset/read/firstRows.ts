import { dirname } from "node:path";
import type { CellValue } from "../../core/data/cells";
import { listDataFiles } from "./dataFiles";
import { openSource } from "./openSource";

/**
 * The first good records of a data file, as objects; cells of CSV and TSV are text.
 * @param rows the most that are read
 * @throws Error naming the file if it cannot be read
 */
export async function readFirstRows(path: string, rows: number): Promise<Record<string, CellValue>[]> {
  const spec = {
    root: dirname(path),
    labels: [],
    data: { all: [path] },
    columns: {},
    sample: { rows, seed: 0 },
    limits: { lfMs: 0, rowMs: 0, memoryMb: 0 },
  } as const;
  const [file] = await listDataFiles(spec);
  const source = await openSource(file!);
  const found: Record<string, CellValue>[] = [];
  for await (const batch of source.read({})) {
    for (let row = 0; row < batch.rows && found.length < rows; row++)
      found.push(Object.fromEntries([...batch.columns].map(([name, cells]) => [name, cells[row]!])));
    if (found.length >= rows) break;
  }
  return found;
}
