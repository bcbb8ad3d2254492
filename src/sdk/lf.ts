import type { Column, Row, Vote } from "./register";

/** A labeling function, as `lf`, `keyword`, `regex` and `lookup` make it. Export it as a constant: its name is the LF's name. */
export interface Lf {
  readonly kind: "lf";
  /** The LF's vote for one row. */
  readonly vote: (row: Row) => Vote;
}

/** Votes a label for a row, or abstains. Synchronous, and a function of its row alone: the same row gets the same vote. */
export type VoteFunction = (row: Row) => Vote;

/** A row in which the cells of the columns `C` are not null. */
export type RowWith<C extends Column> = Omit<Row, C> & { readonly [K in C]: NonNullable<Row[K]> };

export interface LfOptions<C extends Column> {
  /** Columns the LF cannot do without: it abstains on a row in which one of them is null, and need not check. */
  readonly needs?: readonly C[];
  readonly vote: (row: RowWith<C>) => Vote;
}

/**
 * Makes an LF from a function of a row that returns a label, or `ABSTAIN` when it has nothing to say.
 *
 * ```ts
 * export const shortPraise = lf((row) => (row.text.length < 20 ? "HAM" : ABSTAIN));
 * export const bigSpender = lf({ needs: ["amount"], vote: (row) => (row.amount > 1000 ? "HAM" : ABSTAIN) });
 * ```
 *
 * If it throws, returns anything that is not a label, or returns a promise, that is a fault of this LF on that row, and the row abstains.
 * @param definition the function, or an object with the function as `vote` and the columns it `needs` not to be null
 */
export function lf<const C extends Column = never>(definition: VoteFunction | LfOptions<C>): Lf {
  if (typeof definition === "function") return Object.freeze({ kind: "lf", vote: definition });
  const { needs = [], vote } = definition;
  if (typeof vote !== "function") throw new TypeError("lf() needs a function of a row, or an object with one as its vote");
  // A row that has all the cells it needs is the same object, so the cast only states what was just checked.
  const checked = (row: Row): Vote => (needs.every((column) => row[column] != null) ? vote(row as RowWith<C>) : null);
  return Object.freeze({ kind: "lf", vote: needs.length === 0 ? (vote as VoteFunction) : checked });
}
