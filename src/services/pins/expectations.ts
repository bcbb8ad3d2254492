/** What an LF can be pinned to on a row, and why that is offered. */
export interface Expectation {
  /** null: it must abstain. */
  readonly vote: string | null;
  /** "gold", "as it votes now", "it never votes this on the sample"; empty if there is nothing to say. */
  readonly why: string;
}

export interface ExpectationInput {
  readonly labels: readonly string[];
  /** Of the row. */
  readonly gold?: string;
  /** The LF's vote on the row; null where it abstains. */
  readonly now: string | null;
  /** The labels that the LF votes on the sample; undefined before it has run. */
  readonly votes?: readonly string[];
}

/**
 * All that an LF can be pinned to on a row, the likeliest first: the gold label if the LF ever votes it, else that it abstains; what it
 * does now; its other labels; and last the labels that it never votes, which it would have to be written anew for.
 */
export function expectations({ labels, gold, now, votes = labels }: ExpectationInput): Expectation[] {
  const possible = (label: string): boolean => label === now || votes.includes(label);
  const wanted = gold === undefined ? [now] : [possible(gold) ? gold : null, now];
  const order = new Set([...wanted, null, ...labels.filter(possible), ...labels]);
  return [...order].map((vote) => ({
    vote,
    why: [
      ...(vote !== null && vote === gold ? ["gold"] : []),
      ...(vote === null && gold !== undefined && !possible(gold) ? [`gold is ${gold}, which it never votes`] : []),
      ...(vote === now ? ["as it votes now"] : []),
      ...(vote !== null && !possible(vote) ? ["it never votes this on the sample"] : []),
    ].join(", "),
  }));
}
