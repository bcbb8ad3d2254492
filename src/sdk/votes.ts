import { cellText } from "./cellText";
import { lf, type Lf } from "./lf";
import type { TextColumn } from "./register";

/** A model's votes, worked out once and kept in a file beside the LF: "Use as LF" writes it. All lists but `labels` are as long. */
export interface VoteTable {
  readonly labels: readonly string[];
  /** Cells of the column that tells rows apart. */
  readonly keys: readonly string[];
  /** For each key an index into `labels`. */
  readonly votes: readonly number[];
  /** For each key the model's P(label), 0..1. */
  readonly probabilities: readonly number[];
}

export interface VotesOptions {
  /** The least P(label) to vote with, 0..1; below it the LF abstains. 0 if absent. */
  readonly threshold?: number;
}

/**
 * Makes an LF that votes what a model voted, and abstains on rows that are not in its table.
 *
 * ```ts
 * import table from "./endModel.votes.json";
 * export const endModel = votes("id", table, { threshold: 0.9 });
 * ```
 * @param column the cell that finds a row in the table, compared exactly, as text
 */
export function votes(column: TextColumn, table: VoteTable, { threshold = 0 }: VotesOptions = {}): Lf {
  const { labels, keys, votes: given, probabilities } = table;
  if (given.length !== keys.length || probabilities.length !== keys.length)
    throw new TypeError(
      `votes() needs as many votes and probabilities as keys: the table has ${keys.length} keys, ${given.length} votes and ${probabilities.length} probabilities`,
    );
  const places = new Map(keys.map((key, i) => [key, i]));
  return lf((row) => {
    const at = places.get(cellText(row, column) ?? "");
    if (at === undefined || probabilities[at]! < threshold) return null;
    return labels[given[at]!];
  });
}
