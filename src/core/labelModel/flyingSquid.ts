import { toPrior } from "./balance";
import type { FitOptions, LabelModel } from "./contract";
import type { PatternTable } from "../patterns/patternTable";
import {
  emptyEstimate,
  eventParameters,
  explainByEvents,
  precisionByEvents,
  predictByEvents,
  scoresByEvents,
  type EventParameters,
} from "./eventModel";
import { fitEvents } from "./events";
import { voteMoments, type VoteMoments } from "./moments";

/**
 * The triplet method with medians (Fu et al. 2020, arXiv:2002.11955): closed form, so an instant preview.
 * Two votes f, g of different LFs, independent given the label, have Cov(f, g) = p (1 - p) d_f d_g, where
 * d_f = P(f | y) - P(f | not y). Three such votes determine each d without knowing any label; an LF has many triplets,
 * and the median of their answers is taken. That most LFs are better than chance gives the signs: an LF whose votes vary
 * against two others that vary together is worse than chance, and its votes count for nothing.
 *
 * Above two labels each label is fitted against the rest. Every LF joins each fit with two votes, "this label" and
 * "another label", so that a label with few LFs still has triplets.
 */
export const flyingSquid: LabelModel<EventParameters> = {
  kind: "flying-squid",
  title: "FlyingSquid (triplets)",
  fit: fitFlyingSquid,
  predictProba: predictByEvents,
  scores: scoresByEvents,
  explain: explainByEvents,
  precision: precisionByEvents,
  note: ({ note }) => note,
};

/** The precision of a vote that is in too few triplets: fewer than three LFs, or hardly any that overlap. */
const DEFAULT_PRECISION = 0.7;
/** With fewer usable triplets than this a vote has the precision above. */
const LEAST_TRIPLETS = 3;
const MOST_PRECISION = 0.99;
/** Triplets are made of this many votes, those that vary most together with the one being estimated. */
const PARTNERS = 24;
const FLOOR = 1e-6;

/** The votes of all LFs seen from one label: vote 2j is "LF j votes this label", 2j + 1 "LF j votes another". */
interface OneLabelView {
  readonly size: number;
  /** P(vote). */
  readonly shares: Float64Array;
  /** Cov(vote, vote), size x size. */
  readonly covariance: Float64Array;
}

function fitFlyingSquid(patterns: PatternTable, options: FitOptions = {}): EventParameters {
  const { lfs, labels } = patterns;
  const balance = toPrior(options.balance, labels);
  const votes = voteMoments(fitEvents(patterns));
  const given = emptyEstimate(votes.size, labels, flyingSquid.title);
  const fallenBack = new Set<number>();
  for (let c = 0; c < labels; c++) {
    const view = viewFrom(c, votes, lfs);
    const p = balance[c]!;
    for (let j = 0; j < lfs; j++) {
      const vote = votes.index[j * labels + c]!;
      if (vote < 0) continue;
      const share = view.shares[2 * j]!;
      const found = votePrecision(view, 2 * j, p);
      if (found === undefined) fallenBack.add(j);
      const precision = found ?? Math.max(p, Math.min(DEFAULT_PRECISION, p / share));
      const right = (share * precision) / p;
      const wrong = labels > 1 ? (share * (1 - precision)) / (1 - p) : 0;
      for (let y = 0; y < labels; y++) given[vote * labels + y] = y === c ? right : wrong;
    }
  }
  const parameters = eventParameters(patterns, votes, balance, given, FLOOR);
  return fallenBack.size === 0 ? parameters : { ...parameters, note: fallbackNote(fallenBack.size, new Set(votes.lf).size) };
}

function fallbackNote(fallenBack: number, lfs: number): string {
  const which = fallenBack === lfs ? (lfs === 1 ? "the only LF" : `all ${lfs} LFs`) : `${fallenBack} of ${lfs} LFs`;
  const votes = fallenBack === lfs ? "all votes count the same, as in majority vote" : "their votes count the same, as in majority vote";
  return `FlyingSquid compares three LFs at a time. For ${which} there are fewer than ${LEAST_TRIPLETS} such triplets that overlap and agree with each other: ${votes}.`;
}

function viewFrom(label: number, votes: VoteMoments, lfs: number): OneLabelView {
  const size = 2 * lfs;
  const shares = new Float64Array(size);
  const covariance = new Float64Array(size * size);
  const seenAs = Int32Array.from(votes.lf, (lf, e) => 2 * lf + (votes.label[e] === label ? 0 : 1));
  const { start, columns, values } = votes.together;
  for (let e = 0; e < votes.size; e++) {
    shares[seenAs[e]!]! += votes.shares[e]!;
    for (let k = start[e]!; k < start[e + 1]!; k++) covariance[seenAs[e]! * size + seenAs[columns[k]!]!]! += values[k]!;
  }
  for (let v = 0; v < size; v++) for (let w = 0; w < size; w++) covariance[v * size + w]! -= shares[v]! * shares[w]!;
  return { size, shares, covariance };
}

/** P(y | vote) by the median triplet, between p (a vote that says nothing) and 0.99, and such that P(vote | y) <= 1; undefined without it. */
function votePrecision(view: OneLabelView, vote: number, p: number): number | undefined {
  const share = view.shares[vote]!;
  const strength = medianTriplet(view, vote);
  if (strength === undefined) return undefined;
  const precision = p + (strength * Math.sqrt(p * (1 - p))) / share;
  return Math.max(p, Math.min(precision, MOST_PRECISION, p / share));
}

/**
 * Median over pairs f, g of votes of different LFs of sqrt(Cov(e, f) Cov(e, g) / Cov(f, g)): an estimate of
 * sqrt(p (1 - p)) |d_e|. With the signs of LFs that are better than chance all three covariances are as expected; if it is only
 * Cov(f, g), then e is the one that is worse than chance, and its strength is below 0. A triplet with one or three covariances
 * against expectation fits no three LFs that are independent given the label, and is left out.
 * @returns undefined if there are fewer than LEAST_TRIPLETS
 */
function medianTriplet(view: OneLabelView, vote: number): number | undefined {
  const { size, covariance } = view;
  const partners = closestVotes(view, vote);
  const agreement = (f: number, g: number): number => covariance[f * size + g]! * ((f & 1) === (g & 1) ? 1 : -1);
  const found: number[] = [];
  for (const [at, f] of partners.entries()) {
    for (const g of partners.slice(at + 1)) {
      if (f >> 1 === g >> 1) continue;
      const [ef, eg, fg] = [agreement(vote, f), agreement(vote, g), agreement(f, g)];
      if (ef * eg * fg > 0) found.push((ef < 0 && eg < 0 ? -1 : 1) * Math.sqrt((ef * eg) / fg));
    }
  }
  if (found.length < LEAST_TRIPLETS) return undefined;
  found.sort((a, b) => a - b);
  const middle = found.length >> 1;
  return found.length % 2 === 1 ? found[middle] : (found[middle - 1]! + found[middle]!) / 2;
}

/** Votes of other LFs, by correlation with this one. */
function closestVotes({ size, covariance, shares }: OneLabelView, vote: number): number[] {
  const closeness = (f: number): number => Math.abs(covariance[vote * size + f]!) / Math.sqrt(covariance[f * size + f]!);
  return Array.from({ length: size }, (_, f) => f)
    .filter((f) => f >> 1 !== vote >> 1 && shares[f]! > 0 && covariance[f * size + f]! > 1e-12)
    .map((f) => ({ f, close: closeness(f) }))
    .sort((a, b) => b.close - a.close || a.f - b.f)
    .slice(0, PARTNERS)
    .map(({ f }) => f);
}
