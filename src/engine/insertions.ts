/** What `instrument` puts into bundles. Apart from it, because the worker needs this alone, and TypeScript would take 34 MB of its heap. */

/** The function that instrumented code calls: `returned(3, value)` notes that return 3 gave the value, and gives it back. */
export const RETURNED = "__lf_lens_returned__";

/** The function that makes an exported constant: `made("name", () => value)`. What its code throws is that constant's failure, and no other's. */
export const MADE = "__lf_lens_made__";

/** Text that was put into a line of a bundle. Columns are those of the line without it; lines and columns count from 0. */
export interface Insertion {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Where a place of instrumented code was before. Lines and columns count from 0. */
export function withoutInsertions(insertions: readonly Insertion[], line: number, column: number): number {
  let inserted = 0;
  for (const insertion of insertions) {
    if (insertion.line < line) continue;
    if (insertion.line > line || insertion.column + inserted >= column) break;
    inserted += Math.min(insertion.length, column - insertion.column - inserted);
  }
  return column - inserted;
}
