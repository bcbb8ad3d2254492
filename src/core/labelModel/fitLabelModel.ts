import { goldCounts } from "../patterns/patterns";
import type { FitOptions, LabelModel } from "./contract";
import type { PatternIndex } from "../patterns/patternTable";
import { withGold } from "./gold";
import type { GoldParameters } from "./goldFit";
import type { GoldUse } from "./goldReport";
import { fillSilent, fitOtherwise, type Otherwise } from "./otherwise";
import { predictLabels, TIE_BAND } from "./predict";
import { resolveLabelModel } from "./registry";

/** How a project wants its votes combined. */
export interface LabelModelSpec {
  /** A kind of the registry, or auto. */
  readonly kind: string;
  /** Share of each label among all rows, if known; sums to 1. */
  readonly balance?: readonly number[] | undefined;
  /** What dev's gold is used for; auto, the default, decides by log loss on held-out gold. */
  readonly gold?: GoldUse | "auto" | undefined;
  /** Pairs of LFs, by name, that the user accepts as dependent; MeTaL uses them. */
  readonly dependent?: readonly (readonly [string, string])[] | undefined;
  /** How near to a tie the two most probable labels may be before neither is given, 0..1; TIE_BAND if absent. */
  readonly tieBand?: number | undefined;
  /** The label (index) of the rows without a vote, if the user has declared one. */
  readonly otherwise?: number | undefined;
}

export interface LabelFitInput {
  readonly index: PatternIndex;
  /** Label index for each row whose gold the model may use (dev's), else ABSTAIN. */
  readonly gold: Int16Array;
  /** The LFs' names, in the order of the patterns' columns. */
  readonly names: readonly string[];
  readonly spec: LabelModelSpec;
  /** The parts of the data that get labels, as in FitOptions. */
  readonly parts?: FitOptions["parts"];
}

export interface LabelFit {
  readonly model: ReturnType<typeof withGold>;
  readonly parameters: GoldParameters<unknown>;
  /** Patterns x labels, row-major. */
  readonly proba: Float64Array;
  /** The denoised label of each pattern; ABSTAIN on a tie, and without a vote unless `otherwise` says more. */
  readonly label: Int16Array;
  /** The share of a tie, as in the spec. */
  readonly tieBand: number;
  /** What became of the label that is declared for rows without a vote. */
  readonly otherwise?: Otherwise;
}

/** The one way in which the editor's numbers and exported labels are made from votes: the same votes give the same labels. */
export function fitLabelModel({ index, gold, names, spec, parts = [] }: LabelFitInput): LabelFit {
  const { table } = index;
  const { tieBand = TIE_BAND, balance } = spec;
  const counts = goldCounts(index, gold);
  const voted = withGold(resolveLabelModel(spec.kind), spec.gold);
  const parameters = voted.fit(table, { ...fitOptions(spec, names), gold: counts, parts });
  const votedProba = voted.predictProba(parameters, table);
  const otherwise =
    spec.otherwise === undefined ? undefined : fitOtherwise({ label: spec.otherwise, table, proba: votedProba, gold: counts, balance });
  const model = withSilent(voted, otherwise?.proba);
  const proba = otherwise?.proba ? fillSilent(votedProba, table, otherwise.proba) : votedProba;
  return { model, parameters, proba, label: predictLabels(proba, table, tieBand), tieBand, ...(otherwise ? { otherwise } : {}) };
}

/** The model with these probabilities where no LF votes. */
function withSilent<P>(model: LabelModel<P>, silent: Float64Array | undefined): LabelModel<P> {
  if (!silent) return model;
  return { ...model, predictProba: (parameters, table) => fillSilent(model.predictProba(parameters, table), table, silent) };
}

/** The spec's part of a fit's options. Pairs that name an LF which is not there are left out. */
export function fitOptions({ balance, dependent = [] }: LabelModelSpec, names: readonly string[]): FitOptions {
  const edges = dependent
    .map(([a, b]): [number, number] => [names.indexOf(a), names.indexOf(b)])
    .filter(([a, b]) => a >= 0 && b >= 0 && a !== b);
  return { ...(balance === undefined ? {} : { balance }), ...(edges.length === 0 ? {} : { edges }) };
}
