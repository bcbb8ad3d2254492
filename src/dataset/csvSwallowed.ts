import type { Cell } from "./csvRecords";

/** Records before it that a suspicious line is compared with. */
const COMPARED = 50;
/** So many of the lines must look like records. */
const MOST = 0.8;

/**
 * Looks at a record that goes over several lines for whole records inside its quoted cells: a stray pair of quotes takes up
 * all lines between. A line looks like a record if it has as many delimiters, and what it has in each column is like the
 * records before: not empty, and without white space, where none of theirs was otherwise.
 * @param lines the record's physical lines
 * @param before the columns' cells of the records before it
 * @returns how many lines look like records of their own; 0 if the record is likely what it seems
 */
export function swallowedRecords(lines: readonly string[], delimiter: string, before: readonly (readonly Cell[])[]): number {
  if (before.length < 2) return 0;
  const fits = before.map((cells) => fitsColumn(cells.slice(-COMPARED)));
  const alike = lines.filter((line) => {
    const fields = line.split(delimiter);
    return fields.length === before.length && fields.every((field, column) => fits[column]!(field.trim()));
  }).length;
  return alike >= Math.max(2, MOST * lines.length) ? alike : 0;
}

function fitsColumn(cells: readonly Cell[]): (field: string) => boolean {
  const mayBeEmpty = cells.some((cell) => cell === null || cell === "");
  const mayHaveSpace = cells.length === 0 || cells.some((cell) => cell !== null && /\s/.test(cell));
  return (field) => (mayBeEmpty || field !== "") && (mayHaveSpace || !/\s/.test(field));
}
