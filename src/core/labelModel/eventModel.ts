import type { Explanation } from "./contract";
import type { PatternTable } from "../patterns/patternTable";
import { explainVotes } from "./explainVotes";
import type { VoteMoments } from "./moments";
import { scorePatterns, toProbabilities } from "./scores";

/**
 * What MeTaL and FlyingSquid both estimate: P(LF j votes c | true label y) for every vote that was seen, and P(y).
 * A vote never seen when fitting says nothing about the label.
 */
export interface EventParameters {
  readonly lfs: number;
  readonly labels: number;
  /** P(y), one number per label. */
  readonly balance: readonly number[];
  /** LF j's vote for label c is row index[j * labels + c] of `given`, or -1 if never seen. */
  readonly index: readonly number[];
  /** P(vote | y): votes x labels, row-major, each within (0, 1). */
  readonly given: readonly number[];
  /** What the user should know about this fit, in one sentence. */
  readonly note?: string;
}

/** Numbers that a fit may hold: 160 MB. */
const MOST_CELLS = 20_000_000;

/**
 * Room for P(vote | y), votes x labels, all 0.
 * @throws RangeError if that is more than 20 million numbers
 */
export function emptyEstimate(votes: number, labels: number, title: string): Float64Array {
  if (votes * labels <= MOST_CELLS) return new Float64Array(votes * labels);
  throw new RangeError(
    `${title} cannot hold ${votes} different votes x ${labels} labels (at most ${MOST_CELLS} numbers). Use the label model "sem".`,
  );
}

/** Estimates as serialisable parameters. `given` is votes x labels and is clipped to [floor, 1 - floor]. */
export function eventParameters(
  { lfs, labels }: PatternTable,
  { index }: VoteMoments,
  balance: readonly number[],
  given: Float64Array,
  floor: number,
): EventParameters {
  const clipped = Array.from(given, (share) => Math.min(1 - floor, Math.max(floor, share)));
  return { lfs, labels, balance, index: Array.from(index), given: clipped };
}

/** log P(votes | y), patterns x labels: naive Bayes over the votes that were cast. All -Infinity for a pattern without votes. */
export function scoresByEvents({ given, index }: EventParameters, patterns: PatternTable): Float64Array {
  const logGiven = Float64Array.from(given, Math.log);
  return scorePatterns(patterns, (ids, start, end, row) => {
    row.fill(0);
    for (let i = start; i < end; i++) {
      const at = index[ids[i]!]! * row.length;
      if (at >= 0) for (let y = 0; y < row.length; y++) row[y]! += logGiven[at + y]!;
    }
  });
}

/** P(y | the pattern's votes), patterns x labels. All 0 for a pattern without votes. */
export function predictByEvents(parameters: EventParameters, patterns: PatternTable): Float64Array {
  return toProbabilities(scoresByEvents(parameters, patterns), parameters.balance.map(Math.log));
}

/** Each vote's log-odds for the predicted label against the runner-up. */
export function explainByEvents({ labels, balance, given, index }: EventParameters, pattern: Int16Array): Explanation {
  const scoreOf = (lf: number, vote: number): number[] => {
    const at = index[lf * labels + vote]! * labels;
    return at < 0 ? new Array<number>(labels).fill(0) : given.slice(at, at + labels).map(Math.log);
  };
  return explainVotes(pattern, scoreOf, balance.map(Math.log));
}

/** P(an LF is right | it votes): the share of its votes that fall on the true label. Undefined for an LF that never voted. */
export function precisionByEvents({ lfs, labels, balance, given, index }: EventParameters): (number | undefined)[] {
  return Array.from({ length: lfs }, (_, lf) => {
    let right = 0;
    let all = 0;
    for (let c = 0; c < labels; c++) {
      const at = index[lf * labels + c]! * labels;
      if (at < 0) continue;
      right += balance[c]! * given[at + c]!;
      for (let y = 0; y < labels; y++) all += balance[y]! * given[at + y]!;
    }
    return all > 0 ? right / all : undefined;
  });
}
