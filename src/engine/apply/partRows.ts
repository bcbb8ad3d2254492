import { mix32 } from "../../core/math/mix32";
import type { CellValue } from "../../core/data/cells";
import type { LoadedPlan } from "../realm/lfFiles";
import type { PartRows, Parts } from "./applier";
import { readPart } from "./parts";
import { countedVotes } from "./partTally";

/** The first so many parts of a folder. */
export const partsOf = (plan: Pick<LoadedPlan, "lfs">, folder: string, count: number): Parts => ({
  count,
  async *[Symbol.asyncIterator]() {
    let first = 0;
    for (let index = 0; index < count; index++) {
      const part = await readPart(folder, index);
      if (!part) throw new Error(`A temporary file in ${folder} was changed by another program. Start again.`);
      yield { first, part: countedVotes(part, plan) };
      first += part.rows;
    }
  },
});

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
export async function cellsOfRows(parts: Parts, rows: Uint32Array, columns: readonly string[]): Promise<CellValue[][]> {
  const cells = columns.map((): CellValue[] => []);
  let at = 0;
  for await (const here of parts) {
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
