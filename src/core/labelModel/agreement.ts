import { ABSTAIN } from "../statistics/votes";
import type { FitOptions, LabelModel } from "./contract";
import type { PatternTable } from "../patterns/patternTable";
import { TIED } from "./expectationMaximization";

/** What a fit was told, and how many labels there are. */
interface Told {
  readonly told: { readonly labels: number; readonly gold: boolean; readonly balance: boolean };
}

/**
 * The model, but a row whose votes all agree gets their label or none. A model may take an LF of several labels for worse than
 * chance, the silence of other LFs for evidence, or a balance that it estimated for a reason to think otherwise; no user expects
 * a label that nobody voted for. Gold or a balance given to the fit may overrule such votes; `explain` then says which did.
 */
export function heedAgreement<P extends object>(model: LabelModel<P>): LabelModel<P & Told> {
  type Parameters = P & Told;
  const predictProba = (parameters: Parameters, patterns: PatternTable): Float64Array => {
    const proba = model.predictProba(parameters, patterns);
    if (parameters.told.gold) return proba;
    const scores = whereBalanceMayOverrule(model, parameters, patterns);
    return withhold(proba, 0, scores ? { judged: scores, tied: TIED } : { judged: proba, tied: 0 }, patterns);
  };
  return {
    ...model,
    fit: (patterns, options, start) => ({ ...model.fit(patterns, options, start), told: whatWasTold(patterns, options) }),
    predictProba,
    ...(model.scores && {
      scores: (parameters: Parameters, patterns: PatternTable) => {
        const scores = model.scores!(parameters, patterns);
        return parameters.told.gold ? scores : withhold(scores, -Infinity, { judged: scores, tied: TIED }, patterns);
      },
    }),
    explain: (parameters, pattern) => {
      const explanation = model.explain(parameters, pattern);
      const agreed = agreedLabel(pattern);
      if (agreed === ABSTAIN) return explanation;
      const { gold, balance, labels } = parameters.told;
      const single = { size: 1, lfs: pattern.length, labels, votes: pattern, counts: Float64Array.of(1) };
      if (predictProba(parameters, single).some((p) => p > 0)) {
        if (explanation.label === agreed) return explanation;
        return { ...explanation, reason: gold ? "gold" : balance ? "balance" : "model" };
      }
      return { label: ABSTAIN, votes: explanation.votes.map((vote) => ({ ...vote, logOdds: 0 })), reason: gold ? "gold" : "model" };
    },
  };
}

const whatWasTold = ({ labels }: PatternTable, { gold, balance }: FitOptions = {}): Told["told"] => ({
  labels,
  gold: gold?.some((rows) => rows > 0) === true,
  balance: balance !== undefined,
});

/** The scores, which know nothing of the class prior, if the fit was given one: then they alone must not speak against the votes. */
function whereBalanceMayOverrule<P extends object>(
  model: LabelModel<P>,
  parameters: P & Told,
  patterns: PatternTable,
): Float64Array | undefined {
  return parameters.told.balance ? model.scores?.(parameters, patterns) : undefined;
}

/** How good each label is judged to be, patterns x labels; differences up to `tied` count as none. */
interface Judgement {
  readonly judged: Float64Array;
  readonly tied: number;
}

/**
 * Takes the label away, in place, from patterns whose votes agree on another label than the one that is judged best.
 * @param values patterns x labels
 * @param nothing what stands for "no label"
 */
function withhold(values: Float64Array, nothing: number, judgement: Judgement, patterns: PatternTable): Float64Array {
  const { size, labels, lfs, votes } = patterns;
  for (let p = 0; p < size; p++) {
    const label = agreedLabel(votes, p * lfs, (p + 1) * lfs);
    if (label !== ABSTAIN && isAgainst(judgement, p * labels, labels, label)) values.fill(nothing, p * labels, (p + 1) * labels);
  }
  return values;
}

function isAgainst({ judged, tied }: Judgement, from: number, labels: number, label: number): boolean {
  const own = judged[from + label]!;
  for (let at = from; at < from + labels; at++) if (judged[at]! - own > tied) return true;
  return false;
}

/** The label of all votes in `votes[from..end)`; ABSTAIN if they differ or there are none. */
export function agreedLabel(votes: Int16Array, from = 0, end = votes.length): number {
  let agreed = ABSTAIN;
  for (let at = from; at < end; at++) {
    const vote = votes[at]!;
    if (vote === ABSTAIN || vote === agreed) continue;
    if (agreed !== ABSTAIN) return ABSTAIN;
    agreed = vote;
  }
  return agreed;
}
