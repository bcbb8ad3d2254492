import { measure } from "../metrics/metrics";
import { rowPredictions } from "../metrics/scoredRows";
import { onlyGoldLabel, rowsWithGold } from "../statistics/votes";
import { crossValidate, type HeldOut } from "./crossValidate";
import type { GoldWeight, Mixture } from "./mixture";
import { hasSoft, type Trainable } from "./trainable";

/** A mixture and how well it predicts gold rows that it has not seen. */
export interface Candidate extends Mixture {
  /** Share of the gold rows left out that it gets right, 0..1. */
  readonly accuracy: number;
  /** Mean -log P(gold) of these, in nats. */
  readonly logLoss: number;
}

export interface Choice {
  readonly chosen: Mixture;
  /** All that were compared, in the order tried; empty if there was too little gold. */
  readonly candidates: readonly Candidate[];
  /** The chosen one's predictions of gold rows left out. */
  readonly heldOut: HeldOut;
}

export const NONE_HELD_OUT: HeldOut = { rows: new Uint32Array(0), proba: new Float64Array(0) };

export const STRENGTHS = [1, 10, 100];
const DEFAULT_C = 10;
const GOLD_WEIGHTS = [0, 1, 5, 20, 100];
/** With fewer gold rows than this nothing is compared: gold rows count as much as others. */
const LEAST_GOLD = 20;
/** Which is better shows long before a fit is exact. */
export const TRIAL = { tolerance: 2e-3, passes: 50 };

export interface ChooseOptions {
  /** Gets the share of the work that is done, 0..1. */
  readonly onProgress?: (share: number) => void;
  /** Gold does not train: only C is chosen on it. */
  readonly softOnly?: boolean;
  /** What an earlier training chose: taken over. */
  readonly earlier?: EarlierChoice | undefined;
}

/** How an earlier training on the same data chose. LFs that changed since move soft labels, and seldom this choice. */
export type EarlierChoice = Pick<Choice, "chosen" | "candidates">;

/**
 * Chooses how gold joins the training by accuracy on gold rows left out in turn, ties by log loss: first C on soft labels
 * alone, then the weight of gold, with and without the prior; beside these gold alone, with a C of its own. Gold of one label, like
 * too little gold, counts as much as other rows: whatever gives every row that label would get all of it right.
 */
export function chooseMixture(rows: Trainable, { onProgress = () => {}, softOnly = false, earlier }: ChooseOptions = {}): Choice {
  const anySoft = rows.gold.some((_, row) => hasSoft(rows.soft, rows.labels, row));
  if (rowsWithGold(rows.gold).length < LEAST_GOLD || (rows.labels > 1 && onlyGoldLabel(rows.gold) !== undefined)) {
    const chosen: Mixture = { goldWeight: softOnly ? 0 : anySoft ? 1 : "only", prior: false, C: DEFAULT_C };
    return { chosen, candidates: [], heldOut: NONE_HELD_OUT };
  }
  const trial = createTrial(rows, onProgress);
  if (earlier) return { ...earlier, heldOut: trial([earlier.chosen])[0]!.heldOut };
  const tried = softOnly ? tryStrengths(trial, 0) : tryAll(trial, anySoft, rows.softWithPrior !== undefined);
  const { candidate, heldOut } = bestOf(tried);
  const { goldWeight, prior, C } = candidate;
  return { chosen: { goldWeight, prior, C }, candidates: tried.map((one) => one.candidate), heldOut };
}

interface Tried {
  readonly candidate: Candidate;
  readonly heldOut: HeldOut;
}
type Trial = (mixtures: readonly Mixture[]) => Tried[];

/** The most mixtures that are tried. */
const MOST_TRIED = 2 * STRENGTHS.length + 2 * GOLD_WEIGHTS.length - 1;

function createTrial(rows: Trainable, onProgress: (share: number) => void): Trial {
  let tried = 0;
  return (mixtures) => {
    const heldOut = crossValidate(rows, mixtures, { ...TRIAL, onProgress: () => onProgress(tried / MOST_TRIED) });
    tried += mixtures.length;
    return mixtures.map((mixture, m) => ({ heldOut: heldOut[m]!, candidate: { ...mixture, ...score(rows, heldOut[m]!) } }));
  };
}

const tryStrengths = (trial: Trial, goldWeight: GoldWeight): Tried[] =>
  trial(STRENGTHS.map((C): Mixture => ({ goldWeight, prior: false, C })));

function tryAll(trial: Trial, anySoft: boolean, prior: boolean): Tried[] {
  const alone = tryStrengths(trial, "only");
  return anySoft ? [...trySoft(trial, prior), ...alone] : alone;
}

function trySoft(trial: Trial, prior: boolean): Tried[] {
  const strengths = tryStrengths(trial, 0);
  const { C } = bestOf(strengths).candidate;
  const plain = trial(GOLD_WEIGHTS.slice(1).map((goldWeight): Mixture => ({ goldWeight, prior: false, C })));
  const withPrior = prior ? trial(GOLD_WEIGHTS.map((goldWeight): Mixture => ({ goldWeight, prior: true, C }))) : [];
  return [...strengths, ...plain, ...withPrior];
}

/** The first of the most accurate with the least log loss. */
const bestOf = (tried: readonly Tried[]): Tried =>
  tried.reduce((best, next) => {
    const more = next.candidate.accuracy - best.candidate.accuracy;
    return more > 0 || (more === 0 && next.candidate.logLoss < best.candidate.logLoss) ? next : best;
  });

function score({ labels, gold }: Trainable, { rows, proba }: HeldOut): Pick<Candidate, "accuracy" | "logLoss"> {
  const heldOutGold = Int16Array.from(rows, (row) => gold[row]!);
  const { accuracy, logLoss } = measure(rowPredictions(labels, proba, heldOutGold)).all;
  return { accuracy: accuracy!, logLoss: logLoss! };
}
