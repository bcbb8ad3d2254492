import { goldCounts } from "../patterns";
import type { FitOptions, PatternIndex } from "./contract";
import { withGold, type GoldParameters, type GoldUse } from "./gold";
import { resolveLabelModel } from "./registry";

/** How a project wants its votes combined. */
export interface LabelModelSpec {
  /** A kind of the registry, or auto. */
  readonly kind: string;
  /** Share of each label among all rows, if known; sums to 1. */
  readonly balance?: readonly number[] | undefined;
  /** What dev's gold is used for; auto, the default, decides by log loss on gold left out. */
  readonly gold?: GoldUse | "auto" | undefined;
  /** Pairs of LFs, by name, that the user accepts as dependent; MeTaL uses them. */
  readonly dependent?: readonly (readonly [string, string])[] | undefined;
}

export interface LabelFitInput {
  readonly index: PatternIndex;
  /** Label index for each row whose gold the model may use (dev's), else ABSTAIN. */
  readonly gold: Int16Array;
  /** The LFs' names, in the order of the patterns' columns. */
  readonly names: readonly string[];
  readonly spec: LabelModelSpec;
}

export interface LabelFit {
  readonly model: ReturnType<typeof withGold>;
  readonly parameters: GoldParameters<unknown>;
  /** Patterns x labels, row-major. */
  readonly proba: Float64Array;
}

/** The one way in which the editor's numbers and exported labels are made from votes: the same votes give the same labels. */
export function fitLabelModel({ index, gold, names, spec }: LabelFitInput): LabelFit {
  const model = withGold(resolveLabelModel(spec.kind), spec.gold);
  const parameters = model.fit(index.table, { ...fitOptions(spec, names), gold: goldCounts(index, gold) });
  return { model, parameters, proba: model.predictProba(parameters, index.table) };
}

/** The spec's part of a fit's options. Pairs that name an LF which is not there are left out. */
export function fitOptions({ balance, dependent = [] }: LabelModelSpec, names: readonly string[]): FitOptions {
  const edges = dependent
    .map(([a, b]): [number, number] => [names.indexOf(a), names.indexOf(b)])
    .filter(([a, b]) => a >= 0 && b >= 0 && a !== b);
  return { ...(balance === undefined ? {} : { balance }), ...(edges.length === 0 ? {} : { edges }) };
}
