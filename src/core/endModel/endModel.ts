import { countFeatures, type FeatureColumn } from "./countFeatures";
import { weighFeatures, type FeatureSpace } from "./featureSpace";
import { predictProba, type LinearModel } from "./predictProba";
import { keepFeatures } from "./sparseRows";

/** A trained end model: plain data, all that prediction needs. */
export interface EndModel extends LinearModel {
  readonly labels: readonly string[];
  readonly space: FeatureSpace;
  /** The features that `weights` has rows for, ascending; the others' weights are next to 0. */
  readonly kept: Int32Array;
  /** What the strongest features are, for people to read. */
  readonly names: ReadonlyMap<number, FeatureName>;
}

export interface FeatureName {
  readonly column: string;
  /** An n-gram, a category, or empty for a number's own value; "(missing)" where there is none. */
  readonly text: string;
}

/**
 * P(label) of rows: rows x labels, row-major; every row sums to 1.
 * Throws if a column is missing or is of another kind than when the model was trained.
 */
export function predictRows(model: EndModel, columns: readonly FeatureColumn[]): Float64Array {
  const ordered = model.space.columns.map(({ name, kind }) => {
    const column = columns.find((one) => one.name === name);
    if (!column) throw new Error(`The end model learned from the column ${name}, which this data does not have.`);
    if (column.kind !== kind)
      throw new Error(`The end model learned from ${name} as a ${kind} column; here it is a ${column.kind} column.`);
    return column;
  });
  const features = weighFeatures(model.space, countFeatures(ordered, model.space.options));
  return predictProba(model, keepFeatures(features, model.kept));
}
