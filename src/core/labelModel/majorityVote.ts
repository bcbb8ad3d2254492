import { ABSTAIN } from "../statistics/votes";
import type { Explanation, LabelModel } from "./contract";
import type { PatternTable } from "../patterns/patternTable";

/** Majority vote learns nothing; it only remembers how many LFs and labels there are. */
export interface MajorityParameters {
  readonly lfs: number;
  readonly labels: number;
}

/**
 * The label that most LFs vote. A label's probability is its share of the row's votes, so a tie for the first place
 * is a tie of probabilities and gives no label. Balance and gold are not used.
 */
export const majorityVote: LabelModel<MajorityParameters> = {
  kind: "majority",
  title: "Majority vote",
  fit: ({ lfs, labels }) => ({ lfs, labels }),
  predictProba,
  explain,
  precision: ({ lfs }) => new Array<undefined>(lfs).fill(undefined),
};

function predictProba(_: MajorityParameters, { size, lfs, labels, votes }: PatternTable): Float64Array {
  const proba = new Float64Array(size * labels);
  for (let p = 0; p < size; p++) {
    const row = proba.subarray(p * labels, (p + 1) * labels);
    const voters = countVotes(votes, p * lfs, lfs, row);
    if (voters > 0) for (let k = 0; k < labels; k++) row[k]! /= voters;
  }
  return proba;
}

/** A vote has no log-odds here: it weighs +1 for the label, -1 against it, and 0 where there is no label to explain. */
function explain({ labels }: MajorityParameters, pattern: Int16Array): Explanation {
  const counts = new Float64Array(labels);
  countVotes(pattern, 0, pattern.length, counts);
  const label = winnerOf(counts);
  const weightOf = (vote: number): number => (label === ABSTAIN ? 0 : vote === label ? 1 : -1);
  const votes = Array.from(pattern, (vote, lf) => ({ lf, vote, logOdds: weightOf(vote) }));
  return { label, votes: votes.filter(({ vote }) => vote !== ABSTAIN) };
}

/** Adds the votes to `counts`, one entry a label; returns how many there are. */
function countVotes(votes: Int16Array, start: number, lfs: number, counts: Float64Array): number {
  let voters = 0;
  for (let j = start; j < start + lfs; j++) {
    const vote = votes[j]!;
    if (vote === ABSTAIN) continue;
    counts[vote]!++;
    voters++;
  }
  return voters;
}

/** The one label with the most votes; ABSTAIN on a tie or without votes. */
function winnerOf(counts: Float64Array): number {
  let winner = ABSTAIN;
  let most = 0;
  for (let k = 0; k < counts.length; k++) {
    if (counts[k]! === most) winner = ABSTAIN;
    if (counts[k]! > most) {
      most = counts[k]!;
      winner = k;
    }
  }
  return winner;
}
