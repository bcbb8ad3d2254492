import type { AskedRows } from "../../protocol/asking";

/** For each LF what its prompts were told; undefined for one without. */
export type AskedByLf = readonly (AskedRows | undefined)[];

/** Of two sets of rows together. */
export const addAsked = (a: AskedByLf, b: AskedByLf): AskedByLf =>
  b.map((more, j) => {
    const before = a[j];
    return before && more ? { answered: before.answered + more.answered, noLabel: before.noLabel + more.noLabel } : (before ?? more);
  });
