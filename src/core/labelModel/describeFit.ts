import type { LfSummary } from "../summary";
import type { LabelFit } from "./fitLabelModel";
import type { GoldReport } from "./gold";

/** A fit in what people are told of it. */
export interface FitDescription {
  readonly labelModel: {
    readonly kind: string;
    readonly title: string;
    readonly gold: Pick<GoldReport, "used" | "rows" | "candidates"> & { readonly warning?: string };
  };
  /** The label model's estimate of each LF's accuracy, 0..1, where it says something. */
  readonly estimated: readonly (number | undefined)[];
}

/** @param lfs figures of the LFs on the rows that the model was fitted on */
export function describeFit({ model, parameters }: Pick<LabelFit, "model" | "parameters">, lfs: readonly LfSummary[]): FitDescription {
  return {
    labelModel: { kind: model.kind, title: model.title, gold: describeGold(parameters.report) },
    estimated: model.precision(parameters).map((estimate, lf) => (saysEnough(lfs[lf]!) ? estimate : undefined)),
  };
}

/** An estimate is made of how an LF agrees with others: with hardly any rows shared it would only repeat what the model assumes. */
const LEAST_SHARED = 20;
const LEAST_SHARED_PART = 0.1;

const saysEnough = ({ votes, overlaps }: LfSummary): boolean => overlaps >= LEAST_SHARED && overlaps >= LEAST_SHARED_PART * votes;

function describeGold({ used, rows, candidates, shift }: GoldReport): FitDescription["labelModel"]["gold"] {
  const visible = shift?.visible === true;
  const warning = `The LFs vote differently on dev than on all rows (p = ${shift?.pValue.toPrecision(2)}): what is fitted to dev's gold may not hold for the rest.`;
  return { used, rows, candidates, ...(visible ? { warning } : {}) };
}
