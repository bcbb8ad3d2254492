import type { PatternTable } from "../patterns/patternTable";
import type { LabelFit } from "./fitLabelModel";
import { withGold } from "./gold";
import type { GoldParameters } from "./goldFit";
import { fillSilent, type Otherwise } from "./otherwise";
import { predictLabels } from "./predict";
import { resolveLabelModel } from "./registry";

/** A fitted label model as plain data, so that it can label rows elsewhere. */
export interface FrozenLabelModel {
  /** A kind of the registry, never "auto". */
  readonly kind: string;
  readonly parameters: GoldParameters<unknown>;
  readonly tieBand: number;
  readonly otherwise?: Otherwise;
}

export const freezeFit = ({ model, parameters, tieBand, otherwise }: LabelFit): FrozenLabelModel => ({
  kind: model.kind,
  parameters,
  tieBand,
  ...(otherwise ? { otherwise } : {}),
});

/** The labels that a frozen model gives patterns, which need not be those of its fit. */
export function applyFrozen({ kind, parameters, tieBand, otherwise }: FrozenLabelModel, table: PatternTable): LabelFit {
  const model = withGold(resolveLabelModel(kind));
  const voted = model.predictProba(parameters, table);
  const proba = otherwise?.proba ? fillSilent(voted, table, otherwise.proba) : voted;
  return { model, parameters, proba, label: predictLabels(proba, table, tieBand), tieBand, ...(otherwise ? { otherwise } : {}) };
}
