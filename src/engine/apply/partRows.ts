import { mix32 } from "../../core/math/mix32";
import type { CellValue } from "../../core/data/cells";
import { readPart, type Part } from "./parts";

/** A run of rows of the data, and their cells. */
export interface PartRows {
  /** Number of the first row. */
  readonly first: number;
  readonly part: Part;
}

/**
 * The parts in turn.
 * @throws Error if a part is not what it was when it was written
 */
export async function* partsOf(folder: string, parts: number): AsyncGenerator<PartRows> {
  let first = 0;
  for (let index = 0; index < parts; index++) {
    const part = await readPart(folder, index);
    if (!part) throw new Error(`A temporary file in ${folder} was changed by another program. Start again.`);
    yield { first, part };
    first += part.rows;
  }
}

/** The rows of `rows` (ascending) that stand in a part, as places in `rows`: from (inclusive) to (exclusive). */
export function rowsInPart(rows: Uint32Array, from: number, { first, part }: PartRows): number {
  let to = from;
  while (to < rows.length && rows[to]! < first + part.rows) to++;
  return to;
}

/**
 * Cells of some rows, column by column.
 * @param rows numbers of rows, ascending
 * @param columns names, as the parts keep them
 */
export async function cellsOfRows(
  { folder, parts }: { readonly folder: string; readonly parts: number },
  rows: Uint32Array,
  columns: readonly string[],
): Promise<CellValue[][]> {
  const cells = columns.map((): CellValue[] => []);
  let at = 0;
  for await (const here of partsOf(folder, parts)) {
    const end = rowsInPart(rows, at, here);
    columns.forEach((name, c) => {
      const own = here.part.cells.get(name)!;
      for (let i = at; i < end; i++) cells[c]!.push(own[rows[i]! - here.first]!);
    });
    at = end;
  }
  return cells;
}

/** The numbers of the rows that pass a test, ascending. (`from` would first make a list of all rows.) */
export function rowsWhere(total: number, test: (row: number) => boolean): Uint32Array {
  const rows = new Uint32Array(total);
  let count = 0;
  for (let row = 0; row < total; row++) if (test(row)) rows[count++] = row;
  return rows.slice(0, count);
}

/** Row numbers that a seed draws, ascending: all of them if there are no more than `most`. */
export function drawRows(rows: Uint32Array, most: number, seed: number): Uint32Array {
  if (rows.length <= most) return rows;
  const hashes = rows.map((row) => mixed(seed, row));
  const limit = hashes.toSorted()[most]!;
  return rows.filter((_, i) => hashes[i]! < limit);
}

/** For each seed a bijection: no two rows have the same. */
const mixed = (seed: number, row: number): number => mix32(row + Math.imul(seed, 0x9e3779b9)) >>> 0;
