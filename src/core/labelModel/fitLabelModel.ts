import { goldCounts } from "../patterns";
import type { PatternIndex } from "./contract";
import { withGold, type GoldParameters } from "./gold";
import { resolveLabelModel } from "./registry";

export interface LabelFitInput {
  readonly index: PatternIndex;
  /** Label index for each row whose gold the model may use (dev's), else ABSTAIN. */
  readonly gold: Int16Array;
  /** A kind of the registry, or auto. */
  readonly kind: string;
  readonly balance?: readonly number[];
}

export interface LabelFit {
  readonly model: ReturnType<typeof withGold>;
  readonly parameters: GoldParameters<unknown>;
  /** Patterns x labels, row-major. */
  readonly proba: Float64Array;
}

/** The one way in which the editor's numbers and exported labels are made from votes: the same votes give the same labels. */
export function fitLabelModel({ index, gold, kind, balance }: LabelFitInput): LabelFit {
  const model = withGold(resolveLabelModel(kind));
  const parameters = model.fit(index.table, { gold: goldCounts(index, gold), ...(balance === undefined ? {} : { balance }) });
  return { model, parameters, proba: model.predictProba(parameters, index.table) };
}
