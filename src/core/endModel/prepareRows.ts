import { ABSTAIN } from "../votes";
import { contentOrder } from "./contentOrder";
import { countFeatures, DEFAULT_FEATURES, type FeatureColumn, type FeatureOptions } from "./countFeatures";
import { fitFeatureSpace, weighFeatures, type FeatureSpace } from "./featureSpace";
import { hasSoft, pickTrainable, type Trainable } from "./trainable";

export interface RowsInput {
  /** All rows; those with neither a soft label nor gold do not train. */
  readonly columns: readonly FeatureColumn[];
  readonly labels: readonly string[];
  /** The label model's probabilities for the rows to train on: rows x labels, all 0 for others. */
  readonly soft: Float64Array;
  /** The same with the class prior of this gold (label of each row, or ABSTAIN). Without it the prior is not tried. */
  readonly softWithPrior?: (gold: Int16Array) => Float64Array;
  /** Label index of the rows whose gold may be used, else ABSTAIN: never of the split that is scored. */
  readonly gold: Int16Array;
  readonly options?: FeatureOptions;
}

export interface PreparedRows {
  readonly space: FeatureSpace;
  /** The rows that train. */
  readonly rows: Trainable;
  /** Which rows of the input these are, in turn: an order that depends on what rows hold, not on where they stand. */
  readonly order: Uint32Array;
}

/** Learns the features of the rows that train, and gives these. Throws an Error if there are none. */
export function prepareRows({ columns, labels, soft, softWithPrior, gold, options = DEFAULT_FEATURES }: RowsInput): PreparedRows {
  if (soft.length !== gold.length * labels.length) {
    throw new Error(`There are ${soft.length} soft probabilities for ${gold.length} rows of ${labels.length} labels.`);
  }
  const trained = Uint32Array.from(gold.keys()).filter((row) => gold[row] !== ABSTAIN || hasSoft(soft, labels.length, row));
  if (trained.length === 0) throw new Error("There is nothing to train on: no row has a vote, and none has gold that may be used.");
  const counts = countFeatures(columns, options);
  const space = fitFeatureSpace(counts, trained);
  const features = weighFeatures(space, counts);
  const order = contentOrder(features, soft, gold, trained);
  const each = new Float64Array(gold.length).fill(1);
  const rows = pickTrainable({ features, labels: labels.length, soft, softWithPrior, gold, counts: each }, order);
  return { space, rows, order };
}
