import { cellText, type CellValue, type ColumnInfo } from "../data/cells";
import type { MinedColumn } from "./features";

export interface ColumnChoice {
  readonly columns: readonly ColumnInfo[];
  /** Columns that LFs cannot read, or that tell rows apart and not kinds of rows: gold, id, split. */
  readonly without: readonly (string | undefined)[];
  /** The column that is text whatever it looks like. */
  readonly text?: string | undefined;
  readonly cellsOf: (name: string) => readonly CellValue[];
}

/** Cells that are looked at to tell texts from values. */
const LOOKED_AT = 1_000;
/** Texts have more words than this on average. */
const WORDS_OF_TEXT = 2;

/** The columns that can be mined: texts, numbers, and values that repeat. Dates, lists and objects are not. */
export function minedColumns({ columns, without, text, cellsOf }: ColumnChoice): MinedColumn[] {
  return columns
    .filter(({ name, type }) => !without.includes(name) && type !== "json" && type !== "date")
    .map(({ name, type }): MinedColumn => {
      const cells = cellsOf(name);
      if (name === text) return { name, kind: "text", cells };
      if (type === "number") return { name, kind: "number", cells };
      return { name, kind: type === "string" && isText(cells) ? "text" : "value", cells };
    });
}

function isText(cells: readonly CellValue[]): boolean {
  const filled = cells.slice(0, LOOKED_AT).flatMap((cell) => (cell === null || cell === "" ? [] : [cellText(cell)]));
  const words = filled.reduce((sum, cell) => sum + cell.trim().split(/\s+/).length, 0);
  return filled.length > 0 && words / filled.length > WORDS_OF_TEXT;
}
