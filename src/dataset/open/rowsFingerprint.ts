import { createHash } from "node:crypto";
import type { CellValue, ColumnInfo } from "../../core/data/cells";
import type { Table } from "./dataset";

/** Rows whose cells are hashed at a time: a text of all of them may be longer than a string can be. */
const BLOCK = 4096;

/**
 * Changes with all that LFs read of some rows: names, types and cells of every column but gold's, in the rows' order. New gold, or a
 * file that was written again as it was, leaves it as it is: then no LF has to run again.
 * @param gold the gold column's name
 */
export function rowsFingerprint({ rows, columns: cells }: Table, columns: readonly ColumnInfo[], gold: string | undefined): string {
  const hash = createHash("sha256").update(String(rows));
  for (const info of columns.filter(({ name }) => name !== gold)) {
    hash.update(JSON.stringify([info.name, info.type]));
    const column = cells.get(info.name) ?? [];
    for (let at = 0; at < rows; at += BLOCK) {
      const block = column.slice(at, at + BLOCK);
      hash.update(JSON.stringify(info.type === "number" ? block.map(exactNumber) : block));
    }
  }
  return hash.digest("hex");
}

/** JSON has no NaN, no infinity and no -0. */
const exactNumber = (cell: CellValue): CellValue => {
  if (typeof cell !== "number") return cell;
  return Object.is(cell, -0) || !Number.isFinite(cell) ? `number ${Object.is(cell, -0) ? "-0" : cell}` : cell;
};
