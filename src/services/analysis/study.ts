import { setImmediate } from "node:timers/promises";
import { findDependencies } from "../../core/dependencies/findDependencies";
import { fitOptions } from "../../core/labelModel/fitLabelModel";
import { resolveLabelModel } from "../../core/labelModel/registry";
import { goldCounts } from "../../core/patterns/patterns";
import { marginalValues } from "../../core/explain/marginalValues";
import type { Study } from "../../protocol/analysis";
import type { MarginalValue } from "../../protocol/snapshot";
import type { Fitted } from "./analyse";
import { comparisonOf } from "./comparison";
import { lfDependencies } from "./lfDependencies";

/**
 * What each LF adds, the label model against majority vote, and LFs that depend on each other.
 * All of it is of the fit before gold corrects it, so that the same gold may judge it.
 * @param isCurrent asked between steps; once it says no, the study ends with undefined
 */
export async function study(fit: Fitted, isCurrent: () => boolean): Promise<Study | undefined> {
  const { index, input, parameters } = fit;
  const model = resolveLabelModel(input.labelModel.kind);
  const marginalInput = {
    model,
    patterns: index.table,
    parameters: parameters.base,
    options: fitOptions(input.labelModel, input.names),
    gold: goldCounts(index, input.matrix.gold),
  };
  const marginal: MarginalValue[] = [];
  for (const lf of input.names.keys()) {
    await setImmediate();
    if (!isCurrent()) return undefined;
    const [{ accuracy, certainty, coverage } = { certainty: 0, coverage: 0, accuracy: undefined }] = marginalValues(marginalInput, [lf]);
    marginal.push({ certainty, coverage, ...(accuracy === undefined ? {} : { accuracy }) });
  }
  const proba = model.predictProba(parameters.base, index.table);
  const comparison = comparisonOf({ index, proba, gold: input.matrix.gold }, input.names, input.labels);
  const dependencies = lfDependencies(findDependencies(index.table, proba), input.names);
  return { marginal, dependencies, ...(comparison === undefined ? {} : { comparison }) };
}
