/** An LF votes several labels if its second most frequent one has this share of its votes. */
const SECOND_LABEL = 0.05;

/**
 * Which LFs vote one label, or nearly so. Nobody writes an LF for a label to mean another one: no label model may take its
 * votes for evidence against their label. An LF of several labels is free, as an annotator may be worse than chance.
 * @param totals rows in which LF j votes c, at j * labels + c
 * @returns for each LF; true for one that never votes
 */
export function oneLabelLfs(totals: Float64Array, labels: number): boolean[] {
  return Array.from({ length: totals.length / labels }, (_, lf) => !votesSeveral(totals.subarray(lf * labels, (lf + 1) * labels)));
}

function votesSeveral(votesPerLabel: Float64Array): boolean {
  const votes = votesPerLabel.reduce((sum, count) => sum + count, 0);
  const [, second = 0] = votesPerLabel.toSorted().reverse();
  return second > 0 && second >= SECOND_LABEL * votes;
}

/** By these odds at least a vote of an LF of one label speaks for its label, in models that can take it. */
export const LEAST_ODDS = 5 / 3;

/**
 * Sees to it that P(vote | its own label) is `odds` times P(vote | another label) or more: rates that are not are pooled and
 * set apart by that much, which leaves P(vote) as it is (isotonic regression).
 * @param rates P(vote | label), one number per label; changed in place
 * @param own the label that is voted
 * @param shares P(label), or anything proportional to it
 */
export function trustVote(rates: Float64Array, own: number, shares: ArrayLike<number>, odds: number): void {
  const others = Array.from(rates.keys()).filter((k) => k !== own);
  let votes = shares[own]! * rates[own]!;
  let rows = odds * shares[own]!;
  let pooled = 0;
  for (const k of others.sort((a, b) => rates[b]! - rates[a]!)) {
    if (rates[k]! <= votes / rows) break;
    votes += shares[k]! * rates[k]!;
    rows += shares[k]!;
    pooled++;
  }
  if (pooled === 0) return;
  rates[own] = Math.min(1, (odds * votes) / rows);
  for (const k of others.slice(0, pooled)) rates[k] = votes / rows;
}
