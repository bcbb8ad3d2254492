import type { Cell } from "./csvRecords";

/** Records before it that a suspicious line is compared with. */
const COMPARED = 50;
/** So many of the lines must look like records. */
const MOST = 0.8;

/**
 * Looks at a record that goes over several lines for whole records inside its quoted cells: a stray pair of quotes takes up
 * all lines between. A line looks like a record if it has as many delimiters, and what it has in each column is like the
 * records before: not empty, without white space, digits, where all of theirs were.
 * @param lines the record's physical lines
 * @param before the columns' cells of the records before it
 * @returns how many lines look like records of their own; 0 if the record is likely what it seems
 */
export function swallowedRecords(lines: readonly string[], delimiter: string, before: readonly (readonly Cell[])[]): number {
  if (before.length < 2) return 0;
  const least = Math.max(2, MOST * lines.length);
  const fits = before.map((cells) => fitsColumn(cells.slice(-COMPARED)));
  const isAlike = (line: string): boolean => {
    const fields = line.split(delimiter, before.length + 1);
    return fields.length === before.length && fields.every((field, column) => fits[column]!(field.trim()));
  };
  let [alike, others] = [0, 0];
  for (const line of lines) {
    if (isAlike(line)) alike++;
    // Once a fifth of the lines are unlike records it is decided: the rest of a long text need not be looked at.
    else if (lines.length - ++others < least) return 0;
  }
  return alike;
}

/** What a field must be if all cells before it are: with something in it, without white space, digits. */
const TRAITS = [/./, /^\S*$/, /^-?[\d.,]*$/];

function fitsColumn(cells: readonly Cell[]): (field: string) => boolean {
  // Of the first record nothing is known but that it has something in each column.
  const traits = cells.length === 0 ? TRAITS.slice(0, 1) : TRAITS.filter((trait) => cells.every((cell) => trait.test(cell ?? "")));
  return (field) => traits.every((trait) => trait.test(field));
}
