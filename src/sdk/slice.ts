import type { Row } from "./register";

/** A named subset of the rows, as `slice` makes it. Export it as a constant: its name is the slice's name. It votes nowhere. */
export interface Slice {
  readonly kind: "slice";
  /** Whether the slice has a row. */
  readonly includes: (row: Row) => boolean;
}

/**
 * Makes a slice of the rows for which a function is true: every statistic can be cut by it.
 *
 * ```ts
 * export const short = slice((row) => row.text.length < 40);
 * ```
 *
 * A slice that is one SQL condition can stand in lf.config.json instead: `"slices": { "short": "length(text) < 40" }`.
 * If the function throws, or returns neither true nor false, that is a fault of the slice on that row, and the slice does not have it.
 * @param includes synchronous, and a function of its row alone
 */
export function slice(includes: (row: Row) => boolean): Slice {
  if (typeof includes !== "function") throw new TypeError("slice() needs a function of a row that returns true or false");
  return Object.freeze({ kind: "slice", includes });
}
