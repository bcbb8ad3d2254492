import { cellText } from "./cellText";
import { lf, type Lf } from "./lf";
import type { TextColumn } from "./register";

/** A model's votes, worked out once and kept in a file beside the LF. All lists but `labels` are as long. */
export interface VoteTable {
  readonly labels: readonly string[];
  /** Cells of the column that tells rows apart. */
  readonly keys: readonly string[];
  /** For each key an index into `labels`; any other number abstains. */
  readonly votes: readonly number[];
  /** For each key the model's P(label), 0..1. */
  readonly probabilities: readonly number[];
}

/** Says where a model's votes are: "Use as LF" writes it and the file that it names. */
export interface KeptVotes {
  readonly labels: readonly string[];
  /** The file of votes by row id, relative to the project's folder. */
  readonly file: string;
  readonly rows: number;
  /** Of the file, hexadecimal: other votes are another LF. */
  readonly sha256: string;
}

/** Votes that are found by their key. */
export interface FoundVotes {
  readonly labels: readonly string[];
  /** The place of a key's vote in the lists; -1 if the model was not asked. */
  readonly find: (key: string) => number;
  readonly votes: ArrayLike<number>;
  readonly probabilities: ArrayLike<number>;
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
export function votes(column: TextColumn, table: VoteTable | KeptVotes, { threshold = 0 }: VotesOptions = {}): Lf {
  return votesFound(column, "file" in table ? notHere(table) : votesIn(table), threshold);
}

/**
 * Makes an LF of votes that are found by key.
 * @param onMissing told when a row is looked up that the model was not asked about
 */
export function votesFound(column: TextColumn, found: FoundVotes, threshold: number, onMissing?: () => void): Lf {
  return lf((row) => {
    const at = found.find(cellText(row, column) ?? "");
    if (at < 0) onMissing?.();
    if (at < 0 || !(found.probabilities[at]! >= threshold)) return null;
    return found.labels[found.votes[at]!];
  });
}

/** Votes by key, from a table. */
export function votesIn({ labels, keys, votes: given, probabilities }: VoteTable): FoundVotes {
  if (given.length !== keys.length || probabilities.length !== keys.length)
    throw new TypeError(
      `votes() needs as many votes and probabilities as keys: the table has ${keys.length} keys, ${given.length} votes and ${probabilities.length} probabilities`,
    );
  const places = new Map(keys.map((key, i) => [key, i]));
  return { labels, find: (key) => places.get(key) ?? -1, votes: given, probabilities };
}

/** The file is read by who runs LFs on a project's data; other programs can load the LF, but not ask it. */
const notHere = ({ labels, file }: KeptVotes): FoundVotes => ({
  labels,
  find: () => {
    throw new Error(`The votes in ${file} are read only where LF Lens runs LFs on the data.`);
  },
  votes: [],
  probabilities: [],
});
