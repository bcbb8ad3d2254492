import type { FitOptions, LabelModel } from "../labelModel/contract";
import type { PatternTable } from "../patterns/patternTable";
import { ABSTAIN } from "../statistics/votes";
import { expectedRight } from "./expectedRight";

/** What an LF adds: the set's figure with it minus the figure without it. Above 0, the LF helps. */
export interface MarginalValue {
  readonly lf: number;
  /** Of the share of rows with a vote. */
  readonly coverage: number;
  /** Of the mean probability of the denoised label; a row without one counts as 1 / labels. */
  readonly certainty: number;
  /** Of the share of gold rows labelled right; ties and rows without a label count as chance. Undefined without gold. */
  readonly accuracy?: number;
}

export interface MarginalInput<P> {
  readonly model: LabelModel<P>;
  readonly patterns: PatternTable;
  /** The fit with all LFs and its options: fits without one LF begin there. */
  readonly parameters: P;
  readonly options?: FitOptions;
  /** Gold rows per pattern and label (patterns x labels) to score on. */
  readonly gold?: Float64Array;
}

/**
 * Leaves out one LF after the other and fits again.
 * @param lfs the columns to leave out; all if absent
 */
export function marginalValues<P>(
  { model, patterns, parameters, options, gold }: MarginalInput<P>,
  lfs?: readonly number[],
): MarginalValue[] {
  const full = figures(patterns, model.predictProba(parameters, patterns), gold);
  return (lfs ?? Array.from({ length: patterns.lfs }, (_, lf) => lf)).map((lf) => {
    const rest = withoutLf(patterns, lf);
    const without = figures(rest, model.predictProba(model.fit(rest, options, parameters), rest), gold);
    return {
      lf,
      coverage: full.coverage - without.coverage,
      certainty: full.certainty - without.certainty,
      ...(full.accuracy !== undefined && without.accuracy !== undefined && { accuracy: full.accuracy - without.accuracy }),
    };
  });
}

/** The patterns as they are when one LF abstains everywhere; some then occur twice, which models do not mind. */
function withoutLf(patterns: PatternTable, lf: number): PatternTable {
  const votes = patterns.votes.slice();
  for (let at = lf; at < votes.length; at += patterns.lfs) votes[at] = ABSTAIN;
  return { ...patterns, votes };
}

interface Figures {
  readonly coverage: number;
  readonly certainty: number;
  readonly accuracy: number | undefined;
}

function figures({ size, lfs, labels, votes, counts }: PatternTable, proba: Float64Array, gold: Float64Array | undefined): Figures {
  let [rows, covered, certainty, goldRows, right] = [0, 0, 0, 0, 0];
  for (let p = 0; p < size; p++) {
    const row = proba.subarray(p * labels, (p + 1) * labels);
    rows += counts[p]!;
    if (votes.subarray(p * lfs, (p + 1) * lfs).some((vote) => vote !== ABSTAIN)) covered += counts[p]!;
    certainty += counts[p]! * (Math.max(...row) || 1 / labels);
    for (let k = 0; gold && k < labels; k++) {
      const own = gold[p * labels + k]!;
      goldRows += own;
      if (own > 0) right += own * expectedRight(row, k);
    }
  }
  const share = (part: number): number => (rows > 0 ? part / rows : 0);
  return { coverage: share(covered), certainty: share(certainty), accuracy: goldRows > 0 ? right / goldRows : undefined };
}
