import type { LabelModel, Overruling, VoteWeight } from "../labelModel/contract";
import { certaintyOf, predictLabels } from "../labelModel/predict";
import { ABSTAIN } from "../statistics/votes";
import { smallestFlip, type Flip } from "./smallestFlip";

/** Why a row has its label. */
export interface RowExplanation {
  /** The model's label, or ABSTAIN if it gives none or two labels tie. */
  readonly label: number;
  /** P(label), for each label; all 0 without a label. */
  readonly probabilities: readonly number[];
  /** Lead of the label's probability over the next one's, 0..1. */
  readonly margin: number;
  /** The heaviest first: those for the label, then those against it. */
  readonly votes: readonly VoteWeight[];
  /** Where all votes agree and the row does not have their label: what decided. */
  readonly reason?: Overruling;
  /** The smallest set of votes whose removal changes the label; undefined if there is no label or no vote changes it. */
  readonly flip?: Flip;
}

/**
 * Explains one row under a fitted label model.
 * @param pattern the row's votes: a label's index or ABSTAIN for each LF
 * @param tieBand as in predictLabels
 */
export function explainRow<P>(model: LabelModel<P>, parameters: P, pattern: Int16Array, labels: number, tieBand = 0): RowExplanation {
  const predict = (votes: Int16Array) => {
    const size = pattern.length === 0 ? 1 : votes.length / pattern.length;
    const table = { size, lfs: pattern.length, labels, votes, counts: new Float64Array(size).fill(1) };
    const proba = model.predictProba(parameters, table);
    return { proba, label: predictLabels(proba, table, tieBand), margin: certaintyOf(proba, table).margin };
  };
  const { proba, label, margin } = predict(pattern);
  const explanation = model.explain(parameters, pattern);
  const votes = [...explanation.votes].sort((a, b) => b.logOdds - a.logOdds || a.lf - b.lf);
  const lfs = votes.map(({ lf }) => lf);
  const flip = label[0] === ABSTAIN ? undefined : smallestFlip(pattern, lfs, predict);
  const { reason } = explanation;
  return {
    label: label[0]!,
    probabilities: Array.from(proba),
    margin: margin[0]!,
    votes,
    ...(reason && { reason }),
    ...(flip && { flip }),
  };
}
