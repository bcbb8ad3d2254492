/**
 * What every label model takes and gives. Models fit on distinct vote patterns with counts, not on rows:
 * the cost of a fit is the number of patterns, and a cluster can make them with one GROUP BY.
 */
import type { PatternTable } from "../patterns/patternTable";

export interface FitOptions {
  /** P(label) of the rows, given by the user: one number per label, summing to 1. Unknown if absent. */
  readonly balance?: readonly number[];
  /** Gold rows per pattern and label (patterns x labels, row-major), for the models that can use it. */
  readonly gold?: Float64Array;
  /** The parts of the data that get labels, such as its splits, and the rows of each pattern in them: gold should look like each. */
  readonly parts?: readonly { readonly name: string; readonly counts: Float64Array }[];
  /** Also label rows without a vote, by which LFs stayed silent (SEM, Dawid-Skene). Off: often wrong. */
  readonly abstainEvidence?: boolean;
  /** Pairs of LFs that the user has accepted as dependent (MeTaL). */
  readonly edges?: readonly (readonly [number, number])[];
}

/** What one vote of a pattern is worth for the label under discussion. */
export interface VoteWeight {
  /** The LF's column. */
  readonly lf: number;
  /** The label it votes. */
  readonly vote: number;
  /** log-odds that this vote adds to the explained label; negative speaks against it. */
  readonly logOdds: number;
}

export interface Explanation {
  /** The explained label: the predicted one, or -1 if the model gives none. */
  readonly label: number;
  readonly votes: readonly VoteWeight[];
  /** Where the row's votes all agree, and it does not have their label: why. */
  readonly reason?: Overruling;
}

/**
 * What stands against votes that agree: gold gives the row another label (or none), or the balance that the user gave does, or the
 * model would give another one by itself: then the row gets none.
 */
export type Overruling = "gold" | "balance" | "model";

/**
 * A label model: pure functions around serialisable parameters.
 * - `fit` never sees randomness without a seed and never returns NaN; column and row order do not matter.
 * - `predictProba` gives patterns x labels, row-major. A row sums to 1, or is all 0 where the model knows nothing:
 *   always for a pattern without a vote. A row whose highest probabilities are exactly equal gets no label (predictLabels).
 * - A vote of an LF that votes one label never lowers that label's probability against the same votes without it.
 * - In the registry: a row whose votes all agree gets their label or none, unless gold or a balance that was given overrules
 *   them; `explain` then says so (`reason`).
 */
export interface LabelModel<Parameters = unknown> {
  readonly kind: string;
  readonly title: string;
  /** Whether `fit` holds gold rows to their label. */
  readonly clamps?: boolean;
  /** @param start parameters of an earlier fit on much the same patterns: iterative models begin there, others ignore it */
  fit(patterns: PatternTable, options?: FitOptions, start?: Parameters): Parameters;
  predictProba(parameters: Parameters, patterns: PatternTable): Float64Array;
  /**
   * log P(votes | label) up to a constant per pattern, without the class prior: patterns x labels, row-major.
   * A row is all -Infinity where the model gives no label. A model without it is taken at the logarithm of its probabilities.
   */
  scores?(parameters: Parameters, patterns: PatternTable): Float64Array;
  explain(parameters: Parameters, pattern: Int16Array): Explanation;
  /** Estimated P(right | the LF votes) for each LF, or undefined where the model has no such estimate. NaN never. */
  precision(parameters: Parameters): readonly (number | undefined)[];
  /** What the user should know about this fit, in whole sentences. */
  note?(parameters: Parameters): string | undefined;
}
